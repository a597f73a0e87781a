package io.curfew.accounts;

import io.curfew.lifecycle.LifecycleStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiPredicate;

/**
 * Which accounts a hot write may be about, as pairs of status and plan. The rule is Java's; the statement that writes
 * compares the account's row with the pairs, so that the row need not be read first. Where nothing was written, the account
 * is read and Java says why.
 *
 * @param statuses the statuses of the pairs
 * @param types the plans of the pairs, in the same order
 */
record AllowedAccounts(List<String> statuses, List<String> types) {
    /** The pairs that a rule allows. */
    static AllowedAccounts where(BiPredicate<LifecycleStatus, AccountType> rule) {
        List<String> statuses = new ArrayList<>();
        List<String> types = new ArrayList<>();
        for (LifecycleStatus status : LifecycleStatus.values()) {
            for (AccountType type : AccountType.values()) {
                if (rule.test(status, type)) {
                    statuses.add(status.name());
                    types.add(type.name());
                }
            }
        }
        return new AllowedAccounts(List.copyOf(statuses), List.copyOf(types));
    }
}
