package io.curfew.sims;

import io.curfew.events.Actor;
import io.curfew.events.EventType;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The expiry of a {@link Sim}. At most one is set, it takes effect once, and no new session starts after it until it
 * is cleared. While it lies in the future, the work queue has an item for it under a target of its own.
 */
final class SimExpiry {
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private final Sim sim;

    private @Nullable Instant at;
    private @Nullable ExpiryAction action;
    private @Nullable Instant dueAt;
    private @Nullable Instant firedAt;
    private int number;

    SimExpiry(Sim sim, JsonObject row) {
        this.sim = sim;
        String word = row.getString("expiry_action");
        this.at = JsonColumns.instant(row, "expiry_at");
        this.action = word == null ? null : ExpiryAction.valueOf(word);
        this.dueAt = JsonColumns.instant(row, "expiry_due_at");
        this.firedAt = JsonColumns.instant(row, "expiry_fired_at");
        this.number = row.getInteger("expiry_no");
    }

    /**
     * Sets an expiry in place of the earlier one. An expiry in the past takes effect at once.
     *
     * <p>Refuses with {@link ErrorCode#SIM_TERMINATED}, {@link ErrorCode#EXPIRY_INVALID},
     * {@link ErrorCode#SIM_STATUS_UNSUPPORTED} and, for a termination, {@link ErrorCode#SIM_PROTECTED}.
     */
    void set(Instant when, @Nullable ExpiryAction then, Actor actor, Instant now) {
        sim.lifecycle().requireAlive();
        if (when.isBefore(Instant.EPOCH) || when.isAfter(LATEST)) {
            throw new DomainException(ErrorCode.EXPIRY_INVALID, "Not a time that a SIM can expire at.");
        }
        SimStatus next = then == null ? null : then.leadsTo();
        if (next != null) {
            sim.lifecycle().requireReachable(next);
        }
        if (when.equals(at) && then == action) {
            return;
        }
        drop();
        number++;
        at = when;
        action = then;
        firedAt = null;
        dueAt = when.isBefore(now) ? now : when;
        sim.changed(EventType.SIM_EXPIRY_SET, actor, now, facts(when, then));
        if (dueAt.isAfter(now)) {
            schedule(dueAt);
        } else {
            sim.settle(now);
        }
    }

    private static Map<String, Object> facts(Instant when, @Nullable ExpiryAction then) {
        Map<String, Object> facts = new HashMap<>(Map.of("at", when.toString()));
        if (then != null) {
            facts.put("action", then.name());
        }
        return facts;
    }

    /** Removes the expiry. Refuses with {@link ErrorCode#SIM_TERMINATED} and {@link ErrorCode#EXPIRY_NOT_SET}. */
    void unset(Actor actor, Instant now) {
        sim.lifecycle().requireAlive();
        if (at == null) {
            throw new DomainException(ErrorCode.EXPIRY_NOT_SET, "The SIM has no expiry.");
        }
        drop();
        at = null;
        action = null;
        firedAt = null;
        sim.changed(EventType.SIM_EXPIRY_UNSET, actor, now, Map.of());
    }

    /**
     * Makes the expiry take effect as of the instant it fell due, unless that is after {@code now} or after the
     * holder's closing.
     */
    void fireIfDue(Instant now, @Nullable Instant holderClosedAt) {
        Instant due = dueAt;
        if (due != null && !due.isAfter(now) && (holderClosedAt == null || !due.isAfter(holderClosedAt))) {
            fire(due);
        }
    }

    private void fire(Instant due) {
        Actor actor = Actor.worker(SimWork.EXPIRY);
        ExpiryAction then = action == null ? ExpiryAction.DO_NOTHING : action;
        SimStatus next = then.leadsTo();
        drop();
        firedAt = due;
        sim.advance();
        if (next != null && next != sim.lifecycle().status()) {
            sim.lifecycle().move(next, "expiry", actor, due);
            return;
        }
        if (then != ExpiryAction.DO_NOTHING && sim.connection().isOnline()) {
            sim.connection().cut(due);
            sim.touch(due);
        }
        sim.tell(EventType.SIM_EXPIRED, actor, due, Map.of("action", then.name()));
    }

    /** Moves the scheduled work to the SIM's new holder, so that the purge of the old holder does not remove it. */
    void moveToHolder() {
        Instant due = dueAt;
        if (due != null) {
            drop();
            number++;
            dueAt = due;
            schedule(due);
        }
    }

    private void schedule(Instant due) {
        sim.log().work(SimWork.item(sim, SimWork.EXPIRY, SimWork.expiryTarget(sim.id(), number), due));
    }

    /** Drops the scheduled work: nothing is due any more. */
    void drop() {
        if (dueAt != null) {
            sim.log().drop(SimWork.expiryTarget(sim.id(), number));
            dueAt = null;
        }
    }

    /** When it expires or has expired; null when no expiry is set. */
    @Nullable
    Instant at() {
        return at;
    }

    /** The action that was requested; null for none. */
    @Nullable
    ExpiryAction action() {
        return action;
    }

    /** When it took effect; null when it has not. */
    @Nullable
    Instant firedAt() {
        return firedAt;
    }

    /** Writes its columns into a row of {@code sim}. */
    void writeTo(JsonObject row) {
        row.put("expiry_at", JsonColumns.text(at))
                .put("expiry_action", action == null ? null : action.name())
                .put("expiry_due_at", JsonColumns.text(dueAt))
                .put("expiry_fired_at", JsonColumns.text(firedAt))
                .put("expiry_no", number);
    }
}
