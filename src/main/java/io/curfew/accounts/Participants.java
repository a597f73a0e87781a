package io.curfew.accounts;

import io.curfew.lifecycle.EndingAccount;
import io.curfew.lifecycle.LifecycleParticipant;
import io.curfew.lifecycle.OpeningAccount;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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

    /** What will be released, by kind, of all of them. */
    Uni<Map<String, Object>> onClosing(EndingAccount account) {
        Map<String, Object> released = new TreeMap<>();
        return eachInOrder(participant ->
                        participant.onClosing(account).invoke(released::putAll).replaceWithVoid())
                .replaceWith(released);
    }

    Uni<Void> onPurging(EndingAccount account) {
        return eachInOrder(participant -> participant.onPurging(account));
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
