package io.curfew.sims;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A search over the SIMs of a tree. The terms of one field are alternatives. All fields and the subscriptions must
 * match, or with {@code matchAny} at least one of them. Coverage and connection always restrict the result.
 *
 * @param tenantId the main account
 * @param accountId the holder, null for all accounts of the tree
 * @param coverage their coverage, null for either
 * @param terms parts of the values to find, by field and regardless of case. A comma separates several terms in one
 *     text. Each term has two characters or more; otherwise the search is refused with
 *     {@link io.curfew.kernel.ErrorCode#SEARCH_TERM_TOO_SHORT}
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
    /** The least number of characters in a term. */
    public static final int MIN_TERM = 2;

    public SimSearch {
        terms = Map.copyOf(terms);
        subscriptions = Set.copyOf(subscriptions);
    }

    /** The fields that can be searched. */
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
