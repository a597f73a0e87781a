package io.curfew.accounts;

import io.curfew.events.Actor;
import org.jspecify.annotations.Nullable;

/** Commands that make an account. */
public sealed interface OpenAccount extends AccountCommand {
    /** What it shall be called, 1 to 100 characters. */
    String name();

    /**
     * A main account.
     *
     * @param type full or trial
     * @param ids ids to take instead of new ones, as at bootstrap
     */
    record Main(String name, AccountType type, ChosenIds ids, Actor actor) implements OpenAccount {}

    /**
     * A subaccount.
     *
     * @param tenantId the tree
     * @param parentId the account to hold it; only a main account may
     */
    record Sub(String name, String tenantId, String parentId, Actor actor) implements OpenAccount {}

    /** Ids that the caller chooses; null where a new one is made. */
    record ChosenIds(
            @Nullable String accountId,
            @Nullable String operatorId,
            @Nullable String customerId) {
        /** New ids throughout. */
        public static final ChosenIds NONE = new ChosenIds(null, null, null);
    }
}
