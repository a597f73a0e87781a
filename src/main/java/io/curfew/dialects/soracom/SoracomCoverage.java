package io.curfew.dialects.soracom;

import io.curfew.sims.Coverage;
import java.util.Locale;
import java.util.Set;

/** Which of the vendor's two networks a call is about. It is chosen by where the call goes, never by what it says. */
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

    /** {@code g} or {@code jp}, as on the wire. */
    String code() {
        return code;
    }

    /** The same, as the core names it. */
    Coverage sims() {
        return sims;
    }

    /** What its bills are in. */
    String currency() {
        return currency;
    }

    /**
     * The coverage of a call.
     *
     * @param path as sent; a prefix of it decides
     * @param host the host called, in any case; decides where there is no prefix, and every host but the vendor's own for
     *     Japan is global
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
