package io.curfew.dialects.msads.wire;

import org.jspecify.annotations.Nullable;

/**
 * A failure as clients see it, with its one error (section 3).
 *
 * @param code the number that clients act on
 * @param errorCode the code's name; only {@link Kind#AD_API} has a field for it
 * @param message a sentence for people
 * @param details more for people, or null
 */
public record WireFault(
        Kind kind,
        int code,
        @Nullable String errorCode,
        String message,
        @Nullable String details) {

    /** The two kinds of faults, each an exception of its own in clients. */
    public enum Kind {
        /** Faults that any of the vendor's services may report: credentials, rights, rate limits, internal errors. */
        AD_API("AdApiFaultDetail"),
        /** Faults that this service reports about its data. */
        API("ApiFault");

        private final String wireName;

        Kind(String wireName) {
            this.wireName = wireName;
        }

        /** Its name, which is {@code Type} in JSON and the detail's element in SOAP. */
        public String wireName() {
            return wireName;
        }
    }
}
