package io.curfew.dialects.soracom.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SORACOM's SimStatusHistory; its time is in seconds. */
public record SoracomStatusHistory(
        String simId,
        String imsi,
        String primaryImsi,
        @JsonProperty("isPrimary") boolean isPrimary,
        String subscription,
        String status,
        String speedClass,
        @Nullable String groupId,
        @JsonInclude(Include.NON_EMPTY) List<String> bundles,
        long applyDateTimeEpochSec) {}
