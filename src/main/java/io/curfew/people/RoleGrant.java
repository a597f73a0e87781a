package io.curfew.people;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A role that a person has at a customer.
 *
 * @param role which
 * @param customerTenantId the customer's tree
 * @param customerId the customer's number
 * @param restricted whether it is limited to some accounts; else it is for all, future ones included
 * @param accountIds the advertiser accounts it is limited to, by their number; none where it is not restricted, and none
 *     either once the last of them is gone, which leaves a restricted role without any account
 * @param linkPermission how far it reaches where the customer is only linked, null where it is not
 */
public record RoleGrant(
        CustomerRole role,
        String customerTenantId,
        String customerId,
        boolean restricted,
        Set<String> accountIds,
        @Nullable LinkPermission linkPermission) {
    public RoleGrant {
        accountIds = Set.copyOf(accountIds);
        if (!restricted && !accountIds.isEmpty()) {
            throw new IllegalArgumentException("a role for all accounts names none");
        }
    }

    /** Every account of the caller's own customer. */
    public static RoleGrant whole(CustomerRole role, String customerTenantId, String customerId) {
        return new RoleGrant(role, customerTenantId, customerId, false, Set.of(), null);
    }

    /** The same role at these accounts; restricted as it was. */
    RoleGrant at(Set<String> accounts) {
        return new RoleGrant(role, customerTenantId, customerId, restricted, accounts, linkPermission);
    }

    /** Whether the advertiser account of that customer is within it. */
    public boolean covers(String advertiserAccountId) {
        return !restricted || accountIds.contains(advertiserAccountId);
    }
}
