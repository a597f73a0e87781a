package io.curfew.accounts;

import org.jspecify.annotations.Nullable;

/**
 * Which accounts a caller may see.
 *
 * @param tenantId the one tree, null for every tree
 * @param accountId the one account of it, null for all
 */
public record Reach(@Nullable String tenantId, @Nullable String accountId) {
    /** Every account of every tree. */
    public static final Reach EVERYTHING = new Reach(null, null);

    /** Every account of a main account's tree; a subaccount's own alone. */
    public static Reach of(AccountView account) {
        return new Reach(account.tenantId(), account.isMain() ? null : account.id());
    }

    /** Whether every account of every tree is among them, as for the platform operator. */
    public boolean isEverything() {
        return tenantId == null;
    }

    /** Whether the account of that tree is among them. */
    public boolean covers(String tenant, String account) {
        return (tenantId == null || tenantId.equals(tenant)) && (accountId == null || accountId.equals(account));
    }
}
