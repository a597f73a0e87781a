package io.curfew.events;

/**
 * Who made a change, and through which door.
 *
 * @param kind what {@code id} names
 * @param id a credential's id (never a secret), or the worker's name
 * @param door {@code twilio}, {@code soracom}, {@code msads}, {@code native}, {@code console} or {@code worker}
 */
public record Actor(Kind kind, String id, String door) {
    /** What kind of caller acts. */
    public enum Kind {
        /** A credential of the account's own tree. */
        CUSTOMER,
        /** The platform operator. */
        PLATFORM,
        /** Scheduled work, with nobody waiting. */
        WORKER
    }

    /** The scheduler acting on its own, for work of the given kind. */
    public static Actor worker(String workKind) {
        return new Actor(Kind.WORKER, workKind, "worker");
    }
}
