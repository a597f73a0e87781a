package io.curfew.security;

import io.curfew.events.Actor;
import io.curfew.events.AuditAction;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Counts what strangers can make happen as often as they like. Something is noted when it first happens in a minute,
 * and once more when that minute is over, with the number of times it has happened since. What does not fit into memory
 * is counted together.
 */
final class Tallies {
    private static final int MAX_CELLS = 5_000;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Whose audit something goes into, what it is about, and who did it. */
    record Owner(String tenantId, String accountId, String subject, Actor actor) {
        private static final String OTHERS = "others";

        boolean isOthers() {
            return actor.id().equals(OTHERS);
        }

        /** The same, without telling who. */
        Owner others() {
            return new Owner(tenantId, accountId, accountId, new Actor(Actor.Kind.STRANGER, OTHERS, actor.door()));
        }
    }

    /**
     * What makes two things count as the same.
     *
     * @param owner whose it is; null where that is found out by the name
     * @param name who somebody said they are; null where that is known, or not to be told apart
     * @param address where it came from; null where that is not to be told apart
     * @param reason why it was refused; empty for a failed login
     */
    record Key(
            AuditAction action,
            String door,
            @Nullable Owner owner,
            @Nullable LoginName name,
            @Nullable String address,
            String reason) {
        /** Whether it tells apart who did it. */
        boolean isByName() {
            return name != null || (owner != null && !owner.isOthers());
        }

        /** The same without the caller, then without the address; empty when there is nothing more to leave out. */
        Optional<Key> coarser() {
            if (isByName()) {
                return Optional.of(new Key(action, door, owner == null ? null : owner.others(), null, address, reason));
            }
            return address == null ? Optional.empty() : Optional.of(new Key(action, door, owner, null, null, reason));
        }
    }

    /**
     * Something to be written down.
     *
     * @param minute in which minute it happened
     * @param count how often
     */
    record Told(Key key, Instant minute, long count) {}

    private record Cell(Key key, Instant minute) {}

    private static final class Tally {
        private long untold;
        private boolean waits;
    }

    private final Map<Cell, Tally> tallies = new LinkedHashMap<>();

    /** Counts one. */
    void count(Key key, Instant at) {
        add(new Told(key, at.truncatedTo(ChronoUnit.MINUTES), 1), false);
    }

    /** Takes back what could not be written down, for the next opportunity. */
    void again(Told told) {
        add(told, false);
    }

    /** Counts what is not to be told apart from others, and is written down with them when its minute is over. */
    void merge(Told told) {
        add(told, true);
    }

    private synchronized void add(Told told, boolean waits) {
        Cell cell = new Cell(told.key, told.minute);
        while (tallies.size() >= MAX_CELLS && !tallies.containsKey(cell)) {
            Optional<Key> coarser = cell.key.coarser();
            if (coarser.isEmpty()) {
                break;
            }
            cell = new Cell(coarser.get(), told.minute);
        }
        Tally tally = tallies.computeIfAbsent(cell, fresh -> new Tally());
        tally.untold += told.count;
        tally.waits |= waits;
    }

    /**
     * Takes what is to be written down now.
     *
     * @param all whether nothing may be kept back until its minute is over
     */
    synchronized List<Told> take(Instant now, boolean all) {
        List<Told> taken = new ArrayList<>();
        Iterator<Map.Entry<Cell, Tally>> each = tallies.entrySet().iterator();
        while (each.hasNext()) {
            Map.Entry<Cell, Tally> one = each.next();
            Cell cell = one.getKey();
            Tally tally = one.getValue();
            boolean over = all || !cell.minute.plus(MINUTE).isAfter(now);
            if (tally.untold > 0 && (over || !tally.waits)) {
                taken.add(new Told(cell.key, cell.minute, tally.untold));
                tally.untold = 0;
                tally.waits = true;
            }
            if (over) {
                each.remove();
            }
        }
        return taken;
    }
}
