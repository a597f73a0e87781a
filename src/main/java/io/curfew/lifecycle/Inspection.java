package io.curfew.lifecycle;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What closing an account would come to, as far as one capability goes or all of them together.
 *
 * @param releases what would be released, by kind, counted up to {@link LifecycleParticipant#COUNTED}; a kind is absent
 *     when there is certainly nothing of it, and has a count of 0 when it was looked for and nothing was found
 * @param blockers what stands in the way, the first {@link #SHOWN}
 * @param blockerCount how many things stand in the way
 */
public record Inspection(Map<String, Long> releases, List<Blocker> blockers, long blockerCount) {
    /** Nothing is released, and nothing stands in the way. */
    public static final Inspection NOTHING = new Inspection(Map.of(), List.of(), 0);

    /** Blockers that are named at most; the others are counted. */
    public static final int SHOWN = 100;

    public Inspection {
        releases = Map.copyOf(releases);
        blockers = blockers.stream().limit(SHOWN).toList();
    }

    /** So many things of one kind would be released, and nothing stands in the way. */
    public static Inspection releasing(String kind, long count) {
        return new Inspection(Map.of(kind, count), List.of(), 0);
    }

    /** This inspection with what else stands in the way. */
    public Inspection blockedBy(List<Blocker> more, long count) {
        return and(new Inspection(Map.of(), more, count));
    }

    /** Both together. */
    public Inspection and(Inspection other) {
        Map<String, Long> both = new TreeMap<>(releases);
        other.releases.forEach((kind, count) -> both.merge(kind, count, Long::sum));
        return new Inspection(
                both,
                Stream.concat(blockers.stream(), other.blockers.stream()).toList(),
                blockerCount + other.blockerCount);
    }
}
