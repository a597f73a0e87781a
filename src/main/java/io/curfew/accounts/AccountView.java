package io.curfew.accounts;

import io.curfew.lifecycle.LifecycleStatus;
import io.curfew.lifecycle.Standing;
import io.curfew.lifecycle.SuspensionCause;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An account as readers see it.
 *
 * @param tenantId the main account's id; the account's own for a main account
 * @param id {@code AC…}, the same through every door that knows it
 * @param parentId the main account of a subaccount, null for a main account
 * @param name what people call it
 * @param type full or trial
 * @param status its own status
 * @param standing what effectively holds: its own state combined with its main account's
 * @param cause who suspended it, null unless suspended
 * @param reason the reason given for the last change of status, if any
 * @param ids its ids in the other doors
 * @param createdAt lifecycle time of its creation
 * @param updatedAt lifecycle time of the last change
 * @param closedAt when it was closed, null unless closed
 * @param purgeAt when it will be purged, null while that is not settled
 * @param version grows with every change, through whichever door
 */
public record AccountView(
        String tenantId,
        String id,
        @Nullable String parentId,
        String name,
        AccountType type,
        LifecycleStatus status,
        Standing standing,
        @Nullable SuspensionCause cause,
        @Nullable String reason,
        DoorIds ids,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant closedAt,
        @Nullable Instant purgeAt,
        long version) {

    /**
     * Ids in the doors that have their own. A main account has the first two, a subaccount the last two.
     *
     * @param operatorId SORACOM's {@code OP} and ten digits
     * @param customerId Microsoft Advertising's customer id
     * @param advertiserAccountId Microsoft Advertising's account id
     * @param advertiserAccountNumber Microsoft Advertising's account number, eight characters
     */
    public record DoorIds(
            @Nullable String operatorId,
            @Nullable String customerId,
            @Nullable String advertiserAccountId,
            @Nullable String advertiserAccountNumber) {}

    /** Whether this is the main account of its tree. */
    public boolean isMain() {
        return parentId == null;
    }

    /** Its own status combined with its main account's. */
    public LifecycleStatus effectiveStatus() {
        return standing.status();
    }
}
