package io.curfew.accounts;

import io.curfew.lifecycle.EndingAccount;
import io.curfew.lifecycle.LifecycleParticipant;
import io.curfew.lifecycle.OpeningAccount;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
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

    /**
     * What closing an account leads to.
     *
     * @param facts what will be released, by kind
     * @param holders names of the participants that have something to release
     */
    record Holdings(Map<String, Object> facts, List<String> holders) {}

    /** What will be released by any of them; refuses if something stands in the way. */
    Uni<Holdings> onClosing(EndingAccount account) {
        Holdings found = new Holdings(new TreeMap<>(), new ArrayList<>());
        return eachInOrder(participant -> participant
                        .onClosing(account)
                        .invoke(released -> {
                            if (!released.isEmpty()) {
                                found.facts.putAll(released);
                                found.holders.add(participant.name());
                            }
                        })
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
