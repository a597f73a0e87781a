package io.curfew.sims;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A search over the SIMs of a tree. The terms of one field are alternatives; the fields, and the subscriptions, must all
 * match, or any of them with {@code matchAny}. Coverage and connection always restrict.
 *
 * @param tenantId the main account
 * @param accountId the holder, null for all of the tree
 * @param coverage their coverage, null for either
 * @param terms parts of what is looked for, in either case, by field; each of two characters at least, else
 *     {@link io.curfew.kernel.ErrorCode#SEARCH_TERM_TOO_SHORT}; a comma separates several terms in one
 * @param subscriptions exact names of the primary subscription; empty for all
 * @param connection whether they are online
 * @param matchAny whether one matching field is enough
 */
public record SimSearch(
        String tenantId,
        @Nullable String accountId,
        @Nullable Coverage coverage,
        Map<Field, List<String>> terms,
        Set<String> subscriptions,
        Connection connection,
        boolean matchAny) {
    /** Characters of a term at least. */
    public static final int MIN_TERM = 2;

    public SimSearch {
        terms = Map.copyOf(terms);
        subscriptions = Set.copyOf(subscriptions);
    }

    /** What can be searched by. */
    public enum Field {
        /** The tag {@code name}. */
        NAME,
        /** The group's name. */
        GROUP,
        GROUP_ID,
        SIM_ID,
        IMSI,
        MSISDN,
        ICCID,
        SERIAL_NUMBER,
        /** The value of any tag. */
        TAG,
        BUNDLES,
        /** The effective status, in lower case. */
        STATUS,
        /** The module type as SORACOM writes it. */
        MODULE_TYPE
    }

    /** Whether a SIM has a session. */
    public enum Connection {
        ANY,
        ONLINE,
        OFFLINE
    }
}
