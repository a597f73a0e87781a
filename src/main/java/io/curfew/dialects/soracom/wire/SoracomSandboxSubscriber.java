package io.curfew.dialects.soracom.wire;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A SIM that the sandbox put into stock, with the secret that registers it. */
public record SoracomSandboxSubscriber(
        String imsi,
        String msisdn,
        String serialNumber,
        String registrationSecret,
        String status,
        String subscription,
        String apn,
        String operatorId,
        Map<String, String> tags,
        long createdAt,
        long lastModifiedAt,
        @Nullable Long expiryTime) {
    /** Without the secret. */
    @Override
    public String toString() {
        return "SoracomSandboxSubscriber[" + imsi + "]";
    }
}
