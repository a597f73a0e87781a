package io.curfew.dialects.soracom.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import org.jspecify.annotations.Nullable;

/** SORACOM's AuthResponse; {@code userName} is present for SAM users only. */
public record SoracomAuth(
        String apiKey,
        String token,
        String operatorId,
        @JsonInclude(Include.NON_NULL) @Nullable String userName) {
    /** Without the secrets. */
    @Override
    public String toString() {
        return "SoracomAuth[" + operatorId + "]";
    }
}
