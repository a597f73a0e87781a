package io.curfew.sims;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which SIMs of a tree to list. Terminated ones are listed until they are purged, unless {@code statuses} leaves them
 * out.
 *
 * @param tenantId the main account
 * @param accountId the holder, null for all accounts of the tree
 * @param coverage their coverage, null for either
 * @param statuses effective statuses; empty for all
 * @param speedClasses speed classes; empty for all
 * @param serialNumberPrefixes prefixes, of which a serial number must begin with one; empty for all
 * @param groupId the group that the SIMs are in, null for SIMs in any group or none
 * @param tag a condition on one tag, null for none
 */
public record SimFilter(
        String tenantId,
        @Nullable String accountId,
        @Nullable Coverage coverage,
        Set<SimStatus> statuses,
        Set<String> speedClasses,
        Set<String> serialNumberPrefixes,
        @Nullable String groupId,
        @Nullable TagFilter tag) {
    public SimFilter {
        statuses = Set.copyOf(statuses);
        speedClasses = Set.copyOf(speedClasses);
        serialNumberPrefixes = Set.copyOf(serialNumberPrefixes);
    }

    /**
     * A condition on one tag.
     *
     * @param name the tag's name
     * @param value its value, or the beginning of its value
     * @param prefix whether {@code value} is only the beginning
     */
    public record TagFilter(String name, String value, boolean prefix) {
        /**
         * The condition as SQL.
         *
         * @param tags the column that holds the tags
         * @param boundName the parameter that stands for the name
         * @param boundValue the parameter that stands for the value
         */
        String sql(String tags, String boundName, String boundValue) {
            String tag = tags + " ->> " + boundName;
            return prefix ? "starts_with(" + tag + ", " + boundValue + ")" : tag + " = " + boundValue;
        }
    }

    /** Every SIM of a coverage. */
    public static SimFilter all(String tenantId, Coverage coverage) {
        return new SimFilter(tenantId, null, coverage, Set.of(), Set.of(), Set.of(), null, null);
    }

    /** Every SIM of a group. */
    public static SimFilter inGroup(String tenantId, Coverage coverage, String groupId) {
        return new SimFilter(tenantId, null, coverage, Set.of(), Set.of(), Set.of(), groupId, null);
    }
}
