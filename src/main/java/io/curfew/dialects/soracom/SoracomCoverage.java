package io.curfew.dialects.soracom;

import io.curfew.sims.Coverage;
import java.util.Locale;
import java.util.Set;

/** Which of the vendor's two networks a call is about. The call's address decides this, never its content. */
enum SoracomCoverage {
    /** Global coverage. */
    GLOBAL("g", Coverage.GLOBAL, "USD"),
    /** Japan coverage. */
    JAPAN("jp", Coverage.JAPAN, "JPY");

    private static final Set<String> JAPAN_HOSTS = Set.of("api.soracom.io", "api-sandbox.soracom.io");

    private final String code;
    private final Coverage sims;
    private final String currency;

    SoracomCoverage(String code, Coverage sims, String currency) {
        this.code = code;
        this.sims = sims;
        this.currency = currency;
    }

    /** The code on the wire, {@code g} or {@code jp}. */
    String code() {
        return code;
    }

    /** The core's name for it. */
    Coverage sims() {
        return sims;
    }

    /** The currency of its bills. */
    String currency() {
        return currency;
    }

    /**
     * The coverage of a call.
     *
     * @param path the path as sent; its prefix decides if it has one
     * @param host the host called, in upper or lower case; it decides if there is no prefix. Every host but the
     *     vendor's own hosts for Japan means global
     */
    static SoracomCoverage of(String path, String host) {
        for (SoracomCoverage coverage : values()) {
            if (path.startsWith("/" + coverage.code + "/")) {
                return coverage;
            }
        }
        return JAPAN_HOSTS.contains(host.toLowerCase(Locale.ROOT)) ? JAPAN : GLOBAL;
    }
}
