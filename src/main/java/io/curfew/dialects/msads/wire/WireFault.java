package io.curfew.dialects.msads.wire;

import org.jspecify.annotations.Nullable;

/**
 * A failure as clients see it, with its one error (section 3).
 *
 * @param code the number that clients decide by
 * @param errorCode the symbol of the code; only {@link Kind#AD_API} has a place for it
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
        /** What any service of the vendor may say: credentials, rights, rate, failures of ours. */
        AD_API("AdApiFaultDetail"),
        /** What this service says about its data. */
        API("ApiFault");

        private final String wireName;

        Kind(String wireName) {
            this.wireName = wireName;
        }

        /** Its name: {@code Type} in JSON, the detail's element in SOAP. */
        public String wireName() {
            return wireName;
        }
    }
}
