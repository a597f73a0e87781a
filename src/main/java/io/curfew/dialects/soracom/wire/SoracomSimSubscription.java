package io.curfew.dialects.soracom.wire;

import java.util.List;

/** A subscription on a profile of a Sim. */
public record SoracomSimSubscription(
        String imsi,
        String msisdn,
        String subscription,
        String status,
        List<String> bundles,
        SoracomCapabilities capabilities) {}
