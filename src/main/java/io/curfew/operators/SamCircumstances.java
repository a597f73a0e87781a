package io.curfew.operators;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a condition can ask of a call.
 *
 * @param pathVariables the path's parts by their name, decoded
 * @param samUserName who calls, null for the root user
 * @param now lifecycle time
 * @param address where the call comes from, empty when that is unknown
 */
public record SamCircumstances(
        Map<String, String> pathVariables, @Nullable String samUserName, Instant now, String address) {
    public SamCircumstances {
        pathVariables = Map.copyOf(pathVariables);
    }
}
