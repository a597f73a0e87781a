package io.curfew.sims;

import io.curfew.events.Actor;
import io.curfew.events.EventType;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The status of a {@link Sim}: which transitions are allowed, what protects the SIM from termination, and what follows
 * from each step. {@link SimCatalog} has the transitions by status and by subscription.
 */
final class SimLifecycle {
    private final Sim sim;
    private final SimCatalog catalog;
    private final Duration retention;

    private SimStatus status;
    private boolean terminationEnabled;
    private @Nullable Instant renewalSetAt;
    private @Nullable Instant terminatedAt;
    private @Nullable Instant purgeAt;
    private boolean returnDue;
    private @Nullable Instant returnedAt;

    SimLifecycle(Sim sim, SimCatalog catalog, Duration retention, JsonObject row) {
        this.sim = sim;
        this.catalog = catalog;
        this.retention = retention;
        this.status = SimStatus.valueOf(row.getString("status"));
        this.terminationEnabled = row.getBoolean("termination_enabled");
        this.renewalSetAt = JsonColumns.instant(row, "renewal_set_at");
        this.terminatedAt = JsonColumns.instant(row, "terminated_at");
        this.purgeAt = JsonColumns.instant(row, "purge_at");
        this.returnDue = row.getBoolean("return_due");
        this.returnedAt = JsonColumns.instant(row, "returned_at");
    }

    /**
     * Changes the status on request. When the SIM has the requested status already, even a terminated one, nothing
     * changes. Refuses with {@link ErrorCode#SIM_TERMINATED}, {@link ErrorCode#SIM_STATUS_UNSUPPORTED},
     * {@link ErrorCode#SIM_TRANSITION_INVALID} and, for a termination, {@link ErrorCode#SIM_PROTECTED}.
     */
    void change(SimStatus next, Actor actor, Instant at) {
        if (next == status) {
            return;
        }
        requireAlive();
        requireKnown(next);
        if (!catalog.leads(status, next)) {
            throw new DomainException(
                    ErrorCode.SIM_TRANSITION_INVALID,
                    "A SIM that is " + word(status) + " cannot become " + word(next) + ".");
        }
        if (next == SimStatus.TERMINATED) {
            requireUnprotected();
        }
        move(next, "request", actor, at);
        sim.advance();
    }

    /** Moves the SIM to another status, whether or not there is a transition to it. The caller advances the version. */
    void move(SimStatus next, String cause, Actor actor, Instant at) {
        SimStatus before = status;
        if (next != SimStatus.ACTIVE && sim.connection().isOnline()) {
            sim.connection().cut(at);
        }
        status = next;
        sim.touch(at);
        switch (next) {
            case READY, STANDBY, SUSPENDED -> renewalSetAt = at;
            case TERMINATED -> end(at);
            case ACTIVE, INACTIVE -> chargeReactivation(before, at);
        }
        sim.noteStatus(sim.identity().primaryImsi(), at);
        sim.tell(eventType(next), actor, at, Map.of("from", before.name(), "cause", cause));
    }

    private void end(Instant at) {
        terminatedAt = at;
        purgeAt = at.plus(retention);
        returnDue = sim.identity().type() != SimType.VIRTUAL && plan().returnDue();
        sim.expiry().drop();
        sim.log().work(SimWork.item(sim, SimWork.PURGE, sim.id(), purgeAt));
        sim.subscriptions().endSecondaries(at);
    }

    private void chargeReactivation(SimStatus before, Instant at) {
        if ((before == SimStatus.STANDBY || before == SimStatus.SUSPENDED) && plan().reactivationFee()) {
            sim.log().usage(SimRows.usage(sim, "sim-reactivation", at));
        }
    }

    private static EventType eventType(SimStatus next) {
        return switch (next) {
            case READY -> throw new IllegalStateException("no way leads to READY");
            case ACTIVE -> EventType.SIM_ACTIVATED;
            case INACTIVE -> EventType.SIM_DEACTIVATED;
            case STANDBY -> EventType.SIM_SET_TO_STANDBY;
            case SUSPENDED -> EventType.SIM_SUSPENDED;
            case TERMINATED -> EventType.SIM_TERMINATED;
        };
    }

    /** Switches termination protection off or on. Refuses with {@link ErrorCode#SIM_TERMINATED}. */
    void setTerminationEnabled(boolean enabled, Actor actor, Instant at) {
        requireAlive();
        if (terminationEnabled == enabled) {
            return;
        }
        terminationEnabled = enabled;
        sim.changed(
                enabled ? EventType.SIM_TERMINATION_ENABLED : EventType.SIM_TERMINATION_DISABLED, actor, at, Map.of());
    }

    /** Notes that the SIM was returned. Refuses with {@link ErrorCode#SIM_TRANSITION_INVALID} while it is in use. */
    void markReturned(Actor actor, Instant at) {
        if (status != SimStatus.TERMINATED) {
            throw new DomainException(ErrorCode.SIM_TRANSITION_INVALID, "The SIM is still in use.");
        }
        if (returnedAt == null) {
            returnedAt = at;
            sim.changed(EventType.SIM_RETURNED, actor, at, Map.of());
        }
    }

    /** Refuses with {@link ErrorCode#SIM_TERMINATED}. */
    void requireAlive() {
        if (status == SimStatus.TERMINATED) {
            throw new DomainException(ErrorCode.SIM_TERMINATED, "The SIM is terminated.");
        }
    }

    /**
     * Refuses with {@link ErrorCode#SIM_STATUS_UNSUPPORTED} when the subscription does not have the status, and a
     * termination with {@link ErrorCode#SIM_PROTECTED} while protection is on.
     */
    void requireReachable(SimStatus next) {
        requireKnown(next);
        if (next == SimStatus.TERMINATED) {
            requireUnprotected();
        }
    }

    private void requireKnown(SimStatus next) {
        if (!plan().statuses().contains(next)) {
            throw new DomainException(
                    ErrorCode.SIM_STATUS_UNSUPPORTED, "The subscription does not have the status " + word(next) + ".");
        }
    }

    /** Refuses with {@link ErrorCode#SIM_PROTECTED}. */
    void requireUnprotected() {
        if (!terminationEnabled) {
            throw new DomainException(ErrorCode.SIM_PROTECTED, "Termination protection of the SIM is on.");
        }
    }

    /** The rules of the primary subscription. */
    SimPlan plan() {
        return catalog.of(sim.identity().subscription());
    }

    /** Whether the SIM was terminated so long ago that it is gone at {@code now}. */
    boolean isGone(Instant now) {
        return purgeAt != null && !purgeAt.isAfter(now);
    }

    SimStatus status() {
        return status;
    }

    boolean terminationEnabled() {
        return terminationEnabled;
    }

    @Nullable
    Instant renewalSetAt() {
        return renewalSetAt;
    }

    @Nullable
    Instant terminatedAt() {
        return terminatedAt;
    }

    @Nullable
    Instant purgeAt() {
        return purgeAt;
    }

    boolean returnDue() {
        return returnDue;
    }

    @Nullable
    Instant returnedAt() {
        return returnedAt;
    }

    /** Writes its columns into a row of {@code sim}. */
    void writeTo(JsonObject row) {
        row.put("status", status.name())
                .put("termination_enabled", terminationEnabled)
                .put("renewal_set_at", JsonColumns.text(renewalSetAt))
                .put("terminated_at", JsonColumns.text(terminatedAt))
                .put("purge_at", JsonColumns.text(purgeAt))
                .put("return_due", returnDue)
                .put("returned_at", JsonColumns.text(returnedAt));
    }

    private static String word(SimStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }
}
