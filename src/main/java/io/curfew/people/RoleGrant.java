package io.curfew.people;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A role that a person has at a customer.
 *
 * @param role which
 * @param customerTenantId the customer's tree
 * @param customerId the customer's number
 * @param accountIds the advertiser accounts it is limited to, by their number; empty for all, future ones included
 * @param linkPermission how far it reaches where the customer is only linked, null where it is not
 */
public record RoleGrant(
        CustomerRole role,
        String customerTenantId,
        String customerId,
        Set<String> accountIds,
        @Nullable LinkPermission linkPermission) {
    public RoleGrant {
        accountIds = Set.copyOf(accountIds);
    }

    /** Every account of the caller's own customer. */
    public static RoleGrant whole(CustomerRole role, String customerTenantId, String customerId) {
        return new RoleGrant(role, customerTenantId, customerId, Set.of(), null);
    }

    /** Whether the advertiser account of that customer is within it. */
    public boolean covers(String advertiserAccountId) {
        return accountIds.isEmpty() || accountIds.contains(advertiserAccountId);
    }
}
