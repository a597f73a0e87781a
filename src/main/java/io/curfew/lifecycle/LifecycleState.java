package io.curfew.lifecycle;

import java.time.Instant;

/**
 * An account's own state. A transition is a method of the states it is legal from, so an illegal one does not compile:
 *
 * <pre>
 *              suspend                 close
 *   Active ────────────▶ Suspended ────────────▶ Closed ──▶ (purged: the row is gone)
 *     ▲                      │                     ▲
 *     └──────── resume ──────┘                     │
 *     └──────────────────── close ─────────────────┘
 * </pre>
 */
public sealed interface LifecycleState {
    /** The name of this state. */
    LifecycleStatus status();

    /** May do everything. */
    record Active() implements LifecycleState, Open {
        @Override
        public LifecycleStatus status() {
            return LifecycleStatus.ACTIVE;
        }

        /** Stops traffic for a time and keeps what the account owns. */
        public Suspended suspend(SuspensionCause cause) {
            return new Suspended(cause);
        }
    }

    /**
     * Stopped for a time.
     *
     * @param cause who suspended it
     */
    record Suspended(SuspensionCause cause) implements LifecycleState, Open {
        @Override
        public LifecycleStatus status() {
            return LifecycleStatus.SUSPENDED;
        }

        /** Back to work. Whether the caller may is the service's question. */
        public Active resume() {
            return new Active();
        }
    }

    /**
     * At its end: nothing leads out of here but the purge.
     *
     * @param at when it was closed
     */
    record Closed(Instant at) implements LifecycleState {
        @Override
        public LifecycleStatus status() {
            return LifecycleStatus.CLOSED;
        }
    }

    /** The states that an account can be closed from. */
    sealed interface Open permits Active, Suspended {
        /** Ends the account for good. */
        default Closed close(Instant at) {
            return new Closed(at);
        }
    }
}
