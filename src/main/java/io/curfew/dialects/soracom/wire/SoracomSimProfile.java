package io.curfew.dialects.soracom.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonInclude.Include;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** SORACOM's SimProfile. A virtual SIM's profile has keys; the private key is only in the answer to its creation. */
public record SoracomSimProfile(
        String iccid,
        String primaryImsi,
        boolean otaSupported,
        @JsonInclude(Include.NON_NULL) @Nullable String arcClientPeerPublicKey,
        @JsonInclude(Include.NON_NULL) @Nullable String arcClientPeerPrivateKey,
        Map<String, SoracomSimSubscription> subscribers) {
    /** Without the private key. */
    @Override
    public String toString() {
        return "SoracomSimProfile[" + iccid + "]";
    }
}
