package io.curfew.accounts;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.lifecycle.LifecycleState;
import io.curfew.lifecycle.LifecycleStatus;
import io.curfew.lifecycle.Standing;
import io.curfew.lifecycle.SuspensionCause;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.hibernate.annotations.PartitionKey;
import org.jspecify.annotations.Nullable;

/** A main account or a subaccount. Its state changes only through the methods here, which refuse what is not legal. */
@Entity
@Table(name = "account")
class Account {
    @Id
    private String id;

    @PartitionKey
    @Column(name = "tenant_id", updatable = false)
    private String tenantId;

    @Column(name = "parent_id", updatable = false)
    private @Nullable String parentId;

    private String name;

    @Enumerated(EnumType.STRING)
    private AccountType type;

    @Enumerated(EnumType.STRING)
    private LifecycleStatus status;

    @Enumerated(EnumType.STRING)
    @Column(name = "status_cause")
    private @Nullable SuspensionCause statusCause;

    @Column(name = "status_reason")
    private @Nullable String statusReason;

    @Column(name = "operator_id", updatable = false)
    private @Nullable String operatorId;

    @Column(name = "customer_id", updatable = false)
    private @Nullable String customerId;

    @Column(name = "advertiser_account_id", updatable = false)
    private @Nullable String advertiserAccountId;

    @Column(name = "advertiser_account_number", updatable = false)
    private @Nullable String advertiserAccountNumber;

    @Column(name = "created_at", updatable = false)
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @Column(name = "closed_at")
    private @Nullable Instant closedAt;

    @Column(name = "purge_at")
    private @Nullable Instant purgeAt;

    @Version
    private long version;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected Account() {}

    @SuppressWarnings("NullAway.Init")
    private Account(String id, String tenantId, String name, AccountType type, Instant at) {
        this.id = id;
        this.tenantId = tenantId;
        this.name = name;
        this.type = type;
        this.status = LifecycleStatus.ACTIVE;
        this.createdAt = at;
        this.updatedAt = at;
    }

    static Account main(String id, String name, AccountType type, String operatorId, String customerId, Instant at) {
        Account account = new Account(id, id, name, type, at);
        account.operatorId = operatorId;
        account.customerId = customerId;
        return account;
    }

    /** A subaccount that was inserted with its main account's plan; the session does not know it. */
    static Account sub(NewSubaccount inserted, AccountType type) {
        Account account = new Account(inserted.id(), inserted.tenantId(), inserted.name(), type, inserted.at());
        account.parentId = inserted.tenantId();
        account.advertiserAccountId = inserted.advertiserId();
        account.advertiserAccountNumber = inserted.advertiserNumber();
        return account;
    }

    String id() {
        return id;
    }

    String tenantId() {
        return tenantId;
    }

    String name() {
        return name;
    }

    boolean isMain() {
        return parentId == null;
    }

    AccountType type() {
        return type;
    }

    LifecycleStatus status() {
        return status;
    }

    boolean isSuspendedBy(SuspensionCause cause) {
        return statusCause == cause;
    }

    @Nullable
    Instant purgeAt() {
        return purgeAt;
    }

    @Nullable
    Instant closedAt() {
        return closedAt;
    }

    long version() {
        return version;
    }

    /** The state, with what belongs to it. */
    LifecycleState state() {
        return switch (status) {
            case ACTIVE -> new LifecycleState.Active();
            case SUSPENDED ->
                new LifecycleState.Suspended(statusCause == null ? SuspensionCause.CUSTOMER : statusCause);
            case CLOSED -> new LifecycleState.Closed(closedAt == null ? updatedAt : closedAt);
        };
    }

    void rename(String newName, Instant at) {
        name = newName;
        updatedAt = at;
    }

    /**
     * Notes that something that belongs to the account was changed, and perhaps its name. The account gets a version
     * of its own for it, even within one tick of the clock.
     */
    void revise(String newName, Instant at) {
        name = newName;
        updatedAt = at.isAfter(updatedAt) ? at : updatedAt.plusNanos(1000);
    }

    /** Refuses with {@link ErrorCode#ACCOUNT_CLOSED} once closed. */
    void suspend(SuspensionCause by, @Nullable String reason, Instant at) {
        LifecycleState state = state();
        if (state instanceof LifecycleState.Active active) {
            enter(active.suspend(by), reason, at);
        } else if (state instanceof LifecycleState.Suspended suspended
                && by == SuspensionCause.PLATFORM
                && suspended.cause() == SuspensionCause.CUSTOMER) {
            // The platform's suspension outweighs the customer's own: the customer can no longer lift it.
            enter(new LifecycleState.Suspended(by), reason, at);
        } else if (state instanceof LifecycleState.Closed) {
            throw closed();
        }
    }

    /** Refuses with {@link ErrorCode#SUSPENDED_BY_PLATFORM} or {@link ErrorCode#ACCOUNT_CLOSED}. */
    void resume(SuspensionCause by, @Nullable String reason, Instant at) {
        LifecycleState state = state();
        if (state instanceof LifecycleState.Suspended suspended) {
            if (suspended.cause() == SuspensionCause.PLATFORM && by != SuspensionCause.PLATFORM) {
                throw suspendedByPlatform();
            }
            enter(suspended.resume(), reason, at);
        } else if (state instanceof LifecycleState.Closed) {
            throw closed();
        }
    }

    /** Refuses with {@link ErrorCode#SUSPENDED_BY_PLATFORM} when a customer would close what the platform suspended. */
    void requireClosable(SuspensionCause by) {
        if (isSuspendedBy(SuspensionCause.PLATFORM) && by != SuspensionCause.PLATFORM) {
            throw suspendedByPlatform();
        }
    }

    /** Ends it for good; refuses as {@link #requireClosable} does. What is closed stays as it is. */
    void close(SuspensionCause by, @Nullable String reason, Instant at) {
        requireClosable(by);
        if (state() instanceof LifecycleState.Open open) {
            enter(open.close(at), reason, at);
        }
    }

    void schedulePurge(Instant at) {
        purgeAt = at;
    }

    /** What would hold for it with nothing above it. */
    Standing standing() {
        return new Standing(status, statusCause, closedAt, purgeAt);
    }

    /** What holds for it where {@code main} holds for its main account, which may be itself. */
    Standing standingUnder(Standing main) {
        return isMain() ? standing() : standing().under(main);
    }

    /** How readers see it where {@code standing} holds for it. */
    AccountView view(Standing standing) {
        return new AccountView(
                tenantId,
                id,
                parentId,
                name,
                type,
                status,
                standing,
                statusCause,
                statusReason,
                new AccountView.DoorIds(operatorId, customerId, advertiserAccountId, advertiserAccountNumber),
                createdAt,
                updatedAt,
                closedAt,
                purgeAt,
                version);
    }

    private void enter(LifecycleState next, @Nullable String reason, Instant at) {
        status = next.status();
        statusCause = next instanceof LifecycleState.Suspended suspended ? suspended.cause() : null;
        closedAt = next instanceof LifecycleState.Closed closed ? closed.at() : null;
        statusReason = reason;
        // What is closed as of an earlier instant may have been changed since.
        updatedAt = updatedAt.isAfter(at) ? updatedAt : at;
    }

    private static DomainException closed() {
        return new DomainException(ErrorCode.ACCOUNT_CLOSED, "The account is closed and cannot be re-opened.");
    }

    private static DomainException suspendedByPlatform() {
        return new DomainException(
                ErrorCode.SUSPENDED_BY_PLATFORM, "The account was suspended by the platform operator.");
    }
}
