package io.curfew.dialects.soracom.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.List;

/** A subscription in a profile of a SIM. */
public record SoracomSimSubscription(
        String imsi,
        String msisdn,
        String subscription,
        String status,
        @JsonInclude(Include.NON_EMPTY) List<String> bundles,
        SoracomCapabilities capabilities) {}
