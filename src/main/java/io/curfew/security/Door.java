package io.curfew.security;

import io.curfew.kernel.DomainError;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;

/**
 * A door to the core: a part of the address space with a protocol of its own. Paths decide which door answers, also
 * when a call fails before any resource is chosen (bad JSON, 404, 405, 413, 415), so that a failure always speaks the
 * caller's protocol.
 */
public interface Door {
    /**
     * The number of seconds after which a caller who got {@link io.curfew.kernel.ErrorCode#UNAVAILABLE} may try again.
     */
    int RETRY_AFTER_SECONDS = 2;

    /** The door's name, as audit entries and metrics spell it. */
    String name();

    /** Whether {@code path}, absolute and as sent, lies in this door's part of the address space. */
    boolean owns(String path);

    /**
     * The door's answer for a refusal. Total: there is an answer for every code.
     *
     * @param error what was refused
     * @param path the path called, absolute and as sent
     */
    Response failure(DomainError error, String path);

    /** Whether a login says who it is for; elsewhere a token is all that is said. */
    default boolean namesLogins() {
        return true;
    }

    /** Whether the door counts its operations itself, as one does that has a single method for all of them. */
    default boolean countsOperations() {
        return false;
    }

    /** Headers of this door's own that belong to an answer, so that whoever repeats a write is given them again. */
    default List<String> keptHeaders() {
        return List.of();
    }

    /**
     * Like {@link #failure(DomainError, String)}, for doors whose answer depends on more of the call than its path: the
     * language that it asks for.
     */
    default Response failure(DomainError error, HttpServerRequest request) {
        return failure(error, request.path());
    }

    /**
     * The methods that the resource at {@code path} takes. Those in {@code routed} have methods of their own in the
     * code; a door may also take one method for another.
     */
    default Set<String> taken(String path, Set<String> routed) {
        return routed;
    }

    /**
     * The place from which on the segments of {@code path} are free text, in which an escape may stand for a delimiter
     * ({@code %2F}); the path's length where no segment is. Elsewhere there is nothing at an address with such an
     * escape.
     */
    default int freeTextStart(String path) {
        return path.length();
    }

    /**
     * Whether {@code path} lies under {@code root}, or is a misspelling of it: {@code root.json}, {@code root;a},
     * {@code root%2Fx}. A path that only begins with the same letters does not.
     */
    static boolean isUnder(String root, String path) {
        if (!path.startsWith(root)) {
            return false;
        }
        if (path.length() == root.length()) {
            return true;
        }
        char next = path.charAt(root.length());
        return !Character.isLetterOrDigit(next) && next != '_' && next != '-';
    }
}
