package io.curfew.kernel;

import java.util.Map;

/**
 * A refusal: what it is, in one sentence for people, and facts a door may show.
 *
 * @param code which refusal
 * @param message one sentence in English that names no class, table or secret; a door may replace it by its own
 * @param details facts by name; empty where there is nothing more to say
 */
public record DomainError(ErrorCode code, String message, Map<String, Object> details) {
    public DomainError {
        details = Map.copyOf(details);
    }

    /** A refusal without further facts. */
    public DomainError(ErrorCode code, String message) {
        this(code, message, Map.of());
    }
}
