package io.curfew.credentials;

import io.curfew.kernel.RealClock;
import io.curfew.limits.RateLimiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Orders the checks of passwords when more of them come than there is time for.
 *
 * <p>Every second turn goes to the check that has waited longest, so that each gets its turn. The turns in between go
 * to the check that stands out least: fewest wrong passwords recently, then fewest others waiting with the same name
 * and address, with the same address, with the same name, then the last to come. So whoever floods one name, or floods
 * from one address, keeps nobody else waiting. When the queue is full, the check that stands out most gives way.
 *
 * <p>A name whose passwords were wrong too often, wherever they came from, goes slowly: one at a time, with a rest
 * after each wrong one. The right one from elsewhere still gets in, only later.
 *
 * <p>Not safe for threads.
 *
 * @param <T> what is to be done
 */
final class PasswordQueue<T> {
    private static final Duration WINDOW = Duration.ofMinutes(1);

    private final int capacity;
    private final long restNanos;
    private final RateLimiter wrongOfAsker;
    private final RateLimiter wrongOfName;

    private final Set<Entry<T>> waiting = new LinkedHashSet<>();
    private final Map<PasswordAsker, Integer> askers = new HashMap<>();
    private final Map<String, Integer> sources = new HashMap<>();
    private final Map<String, Integer> names = new HashMap<>();
    private final Map<String, Integer> atWork = new HashMap<>();
    private final Map<String, Long> restingUntil = new HashMap<>();
    private boolean longestNext;

    /**
     * A queue.
     *
     * @param capacity how many may wait
     * @param slowAfter wrong passwords of a name in a minute, after which it goes slowly
     * @param rest how long a slow name rests after a wrong password
     */
    PasswordQueue(int capacity, int slowAfter, Duration rest, RealClock clock) {
        this.capacity = capacity;
        this.restNanos = rest.toNanos();
        this.wrongOfAsker = new RateLimiter(slowAfter, WINDOW, clock);
        this.wrongOfName = new RateLimiter(slowAfter, WINDOW, clock);
    }

    /**
     * Something that waits. It is equal to nothing but itself.
     *
     * @param <T> what is to be done
     */
    static final class Entry<T> {
        private final PasswordAsker asker;
        private final T work;
        private final long since;

        /**
         * An entry.
         *
         * @param since when it began to wait, in the JVM's nanoseconds
         */
        Entry(PasswordAsker asker, T work, long since) {
            this.asker = asker;
            this.work = work;
            this.since = since;
        }

        PasswordAsker asker() {
            return asker;
        }

        T work() {
            return work;
        }
    }

    /**
     * Lets an entry wait. Gives the entry that has to give way for it: itself, another one, or null when there is
     * room.
     */
    @Nullable
    Entry<T> offer(Entry<T> entry) {
        enter(entry);
        if (waiting.size() <= capacity) {
            return null;
        }
        Entry<T> worst = entry;
        Standing worstStanding = standing(entry);
        for (Entry<T> other : waiting) {
            Standing standing = standing(other);
            if (Standing.ORDER.compare(standing, worstStanding) > 0) {
                worst = other;
                worstStanding = standing;
            }
        }
        remove(worst);
        return worst;
    }

    /**
     * The entry whose turn it is, which counts as at work from now on; null when nobody waits, or only names that have
     * to rest.
     */
    @Nullable
    Entry<T> poll(long now) {
        Entry<T> next = longestNext ? longest(now) : leastOutstanding(now);
        if (next != null) {
            longestNext = !longestNext;
            remove(next);
            atWork.merge(next.asker.name(), 1, Integer::sum);
        }
        return next;
    }

    private @Nullable Entry<T> longest(long now) {
        return waiting.stream()
                .filter(entry -> mayBegin(entry, now))
                .findFirst()
                .orElse(null);
    }

    private @Nullable Entry<T> leastOutstanding(long now) {
        Entry<T> best = null;
        Standing bestStanding = null;
        for (Entry<T> entry : waiting) {
            if (mayBegin(entry, now)) {
                Standing standing = standing(entry);
                // Among equals this is the last one, whose caller is the most likely to be still waiting.
                if (bestStanding == null || Standing.ORDER.compare(standing, bestStanding) <= 0) {
                    best = entry;
                    bestStanding = standing;
                }
            }
        }
        return best;
    }

    private boolean mayBegin(Entry<T> entry, long now) {
        String name = entry.asker.name();
        return !wrongOfName.isExhausted(name) || (!atWork.containsKey(name) && restLeft(name, now) <= 0);
    }

    private long restLeft(String name, long now) {
        Long until = restingUntil.get(name);
        return until == null ? 0 : until - now;
    }

    /** Takes note that an entry's work is done. */
    void done(Entry<T> entry, boolean wasWrong, long now) {
        String name = entry.asker.name();
        atWork.computeIfPresent(name, (key, count) -> count > 1 ? count - 1 : null);
        restingUntil.values().removeIf(until -> until - now <= 0);
        if (wasWrong) {
            wrongOfAsker.use(pair(entry.asker));
            wrongOfName.use(name);
            if (wrongOfName.isExhausted(name)) {
                restingUntil.put(name, now + restNanos);
            }
        }
    }

    /** Removes an entry; tells whether it was still waiting. */
    boolean remove(Entry<T> entry) {
        if (!waiting.remove(entry)) {
            return false;
        }
        subtract(askers, entry.asker);
        subtract(sources, entry.asker.source());
        subtract(names, entry.asker.name());
        return true;
    }

    /** Removes and returns those whose waiting began before an instant, in the JVM's nanoseconds. */
    List<Entry<T>> removeOlderThan(long instant) {
        Predicate<Entry<T>> old = entry -> entry.since - instant < 0;
        List<Entry<T>> removed = new ArrayList<>(waiting.stream().filter(old).toList());
        removed.forEach(this::remove);
        return removed;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    private void enter(Entry<T> entry) {
        waiting.add(entry);
        askers.merge(entry.asker, 1, Integer::sum);
        sources.merge(entry.asker.source(), 1, Integer::sum);
        names.merge(entry.asker.name(), 1, Integer::sum);
    }

    private static <K> void subtract(Map<K, Integer> counts, K key) {
        counts.computeIfPresent(key, (same, count) -> count > 1 ? count - 1 : null);
    }

    private Standing standing(Entry<T> entry) {
        return new Standing(
                wrongOfAsker.used(pair(entry.asker)),
                askers.getOrDefault(entry.asker, 0),
                sources.getOrDefault(entry.asker.source(), 0),
                names.getOrDefault(entry.asker.name(), 0));
    }

    private static String pair(PasswordAsker asker) {
        return asker.source() + "|" + asker.name();
    }

    /** How much an entry stands out. */
    private record Standing(int wrong, int sameAsker, int sameSource, int sameName) {
        static final Comparator<Standing> ORDER = Comparator.comparingInt(Standing::wrong)
                .thenComparingInt(Standing::sameAsker)
                .thenComparingInt(Standing::sameSource)
                .thenComparingInt(Standing::sameName);
    }
}
