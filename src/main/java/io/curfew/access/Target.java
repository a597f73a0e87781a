package io.curfew.access;

import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What somebody wants to do something with. */
public interface Target {
    /** What belongs to no tree: main accounts to be made, stock, the platform operator's own tokens and people. */
    Target PLATFORM = new Platform();

    /** Something that is not known yet: may the caller do the act at all? */
    enum Any implements Target {
        /** Whatever the act is about. */
        THING,
        /** A main account, as a whole. */
        MAIN_ACCOUNT,
        /** A subaccount. */
        SUBACCOUNT
    }

    /** See {@link #PLATFORM}. */
    record Platform() implements Target {}

    /**
     * An account, or something that it holds.
     *
     * @param tenantId its tree
     * @param accountId the account
     * @param advertiserId its number as an advertiser account, null where that does not matter
     */
    record Account(
            String tenantId, String accountId, @Nullable String advertiserId) implements Target {
        /** Whether it is a main account. */
        public boolean isMain() {
            return tenantId.equals(accountId);
        }
    }

    /**
     * Somebody who works in some trees.
     *
     * @param userId who
     * @param tenantIds their own tree, and those in which they have roles
     * @param platform whether they are the platform's own
     */
    record Person(String userId, Set<String> tenantIds, boolean platform) implements Target {
        public Person {
            tenantIds = Set.copyOf(tenantIds);
        }
    }

    /**
     * Permissions to be handed out with a key of the account: nobody hands out more than they have.
     *
     * @param account whose key it is
     * @param permissions which, null for all that a key can have
     */
    record Handout(Account account, @Nullable Set<String> permissions) implements Target {
        public Handout {
            permissions = permissions == null ? null : Set.copyOf(permissions);
        }
    }

    /** An account, or something that it holds. */
    static Account account(String tenantId, String accountId) {
        return new Account(tenantId, accountId, null);
    }

    /** A main account, or something that belongs to its tree as a whole. */
    static Account tree(String tenantId) {
        return account(tenantId, tenantId);
    }
}
