package io.curfew.events;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Who made a change, and through which door.
 *
 * @param kind what {@code id} names
 * @param id a credential's id (never a secret), or the worker's name
 * @param door {@code twilio}, {@code soracom}, {@code msads}, {@code native}, {@code console} or {@code worker}
 * @param trace what the audit, and nothing else, tells of the caller besides
 */
public record Actor(Kind kind, String id, String door, Map<String, Object> trace) {
    /** The key of the caller's address in the trace. */
    public static final String ADDRESS = "address";

    /** What kind of caller acts. */
    public enum Kind {
        /** A credential of the account's own tree. */
        CUSTOMER,
        /** The platform operator. */
        PLATFORM,
        /** Scheduled work, with nobody waiting. */
        WORKER,
        /** Nobody known: what {@code id} names was said, not shown. */
        STRANGER
    }

    public Actor {
        trace = Map.copyOf(trace);
    }

    /** An actor of whom nothing else is told. */
    public Actor(Kind kind, String id, String door) {
        this(kind, id, door, Map.of());
    }

    /** The scheduler acting on its own, for work of the given kind. */
    public static Actor worker(String workKind) {
        return new Actor(Kind.WORKER, workKind, "worker");
    }

    /**
     * The same actor, with where the call comes from.
     *
     * @param address an IP address, empty when it is unknown
     */
    public Actor at(String address) {
        return with(ADDRESS, address.isEmpty() ? "" : new PersonalValue(address));
    }

    /**
     * The same actor, with who has switched to it.
     *
     * @param operatorId whose user that is
     * @param credentialId what that user had logged in with
     * @param userId the user, null for the root user
     */
    public Actor switchedFrom(String operatorId, String credentialId, @Nullable String userId) {
        Map<String, Object> from = new TreeMap<>(Map.of("operator", operatorId, "credential", credentialId));
        if (userId != null) {
            from.put("user", userId);
        }
        return with("switchedFrom", from);
    }

    private Actor with(String key, Object value) {
        Map<String, Object> more = new TreeMap<>(trace);
        more.put(key, value);
        return new Actor(kind, id, door, more);
    }
}
