package io.curfew.accounts;

import io.curfew.lifecycle.EndingAccount;
import io.curfew.lifecycle.Inspection;
import io.curfew.lifecycle.LifecycleParticipant;
import io.curfew.lifecycle.OpeningAccount;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Walks the {@link LifecycleParticipant} beans in their order, one after the other: they share one session. */
@ApplicationScoped
class Participants {
    private final List<LifecycleParticipant> inOrder;

    Participants(@Any Instance<LifecycleParticipant> participants) {
        this.inOrder = participants.stream()
                .sorted(Comparator.comparingInt(LifecycleParticipant::order))
                .toList();
    }

    Uni<Void> onOpening(OpeningAccount account) {
        return eachInOrder(participant -> participant.onOpening(account));
    }

    /** What closing an account would come to, by the participant's name in their order. Writes nothing. */
    Uni<Map<String, Inspection>> inspect(EndingAccount account) {
        Map<String, Inspection> found = new LinkedHashMap<>();
        return eachInOrder(participant -> participant
                        .inspect(account)
                        .invoke(one -> found.put(participant.name(), one))
                        .replaceWithVoid())
                .replaceWith(found);
    }

    /** The participant of that name. */
    LifecycleParticipant named(String name) {
        return inOrder.stream()
                .filter(participant -> participant.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("nobody here holds " + name));
    }

    /** Lets each delete its first page; what has more is returned, by the participant's name, with where the page ended. */
    Uni<Map<String, String>> purgeFirst(EndingAccount account) {
        Map<String, String> more = new LinkedHashMap<>();
        return eachInOrder(participant -> participant
                        .purge(account, null)
                        .invoke(after -> {
                            if (after != null) {
                                more.put(participant.name(), after);
                            }
                        })
                        .replaceWithVoid())
                .replaceWith(more);
    }

    private Uni<Void> eachInOrder(Function<LifecycleParticipant, Uni<Void>> step) {
        return Multi.createFrom()
                .iterable(inOrder)
                .onItem()
                .transformToUniAndConcatenate(participant -> step.apply(participant))
                .collect()
                .last()
                .replaceWithVoid();
    }
}
