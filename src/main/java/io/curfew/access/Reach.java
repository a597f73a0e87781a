package io.curfew.access;

import org.jspecify.annotations.Nullable;

/**
 * Which accounts a credential reaches, for statements that look for things or list them.
 *
 * @param tenantId the one tree, null for every tree
 * @param accountId the one account of it, null for all
 */
public record Reach(@Nullable String tenantId, @Nullable String accountId) {
    /** Every account of every tree. */
    public static final Reach EVERYTHING = new Reach(null, null);

    /** Every account of a main account's tree; a subaccount's own alone. */
    public static Reach of(Target.Account account) {
        return new Reach(account.tenantId(), account.isMain() ? null : account.accountId());
    }

    /** That account alone. */
    public static Reach only(Target.Account account) {
        return new Reach(account.tenantId(), account.accountId());
    }

    /** Whether every account of every tree is among them, as for the platform operator. */
    public boolean isEverything() {
        return tenantId == null;
    }

    /** Whether the account of that tree is among them. */
    public boolean covers(String tenant, String account) {
        return (tenantId == null || tenantId.equals(tenant)) && (accountId == null || accountId.equals(account));
    }

    /** Whether the target is among them. Of people, only those are who work nowhere else. */
    public boolean covers(Target target) {
        if (target instanceof Target.Account account) {
            return covers(account.tenantId(), account.accountId());
        }
        if (target instanceof Target.Handout handout) {
            return covers(handout.account());
        }
        if (target instanceof Target.Person person) {
            return isEverything()
                    || (!person.platform() && person.tenantIds().stream().allMatch(tenant -> covers(tenant, tenant)));
        }
        return !(target instanceof Target.Platform) || isEverything();
    }
}
