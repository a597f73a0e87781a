package io.curfew.credentials;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.hibernate.annotations.PartitionKey;
import org.jspecify.annotations.Nullable;

/** An account's auth token, and the secondary one while it is being rotated. Both are kept encrypted. */
@Entity
@Table(name = "auth_token")
class AuthToken {
    @Id
    @Column(name = "account_id")
    private String accountId;

    @PartitionKey
    @Column(name = "tenant_id", updatable = false)
    private String tenantId;

    @Column(name = "primary_token")
    private byte[] primaryToken;

    @Column(name = "secondary_token")
    private byte @Nullable [] secondaryToken;

    @Column(name = "created_at", updatable = false)
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @Column(name = "secondary_created_at")
    private @Nullable Instant secondaryCreatedAt;

    @Version
    private long version;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected AuthToken() {}

    AuthToken(String tenantId, String accountId, byte[] primaryToken, Instant at) {
        this.tenantId = tenantId;
        this.accountId = accountId;
        this.primaryToken = primaryToken;
        this.createdAt = at;
        this.updatedAt = at;
    }

    String accountId() {
        return accountId;
    }

    SealedPlace primaryPlace() {
        return SealedColumn.PRIMARY_TOKEN.of(tenantId, accountId);
    }

    SealedPlace secondaryPlace() {
        return SealedColumn.SECONDARY_TOKEN.of(tenantId, accountId);
    }

    byte[] primaryToken() {
        return primaryToken;
    }

    byte @Nullable [] secondaryToken() {
        return secondaryToken;
    }

    Instant createdAt() {
        return createdAt;
    }

    Instant updatedAt() {
        return updatedAt;
    }

    @Nullable
    Instant secondaryCreatedAt() {
        return secondaryCreatedAt;
    }

    /** Takes a token chosen by the operator instead of the one made at birth. */
    void adopt(byte[] token) {
        primaryToken = token;
    }

    void addSecondary(byte[] token, Instant at) {
        secondaryToken = token;
        secondaryCreatedAt = at;
        updatedAt = at;
    }

    void dropSecondary(Instant at) {
        secondaryToken = null;
        secondaryCreatedAt = null;
        updatedAt = at;
    }

    /**
     * The secondary token becomes the only one; the primary one is refused from the commit on.
     *
     * @param primary the secondary token, encrypted for its new place
     */
    void promote(byte[] primary, Instant at) {
        primaryToken = primary;
        dropSecondary(at);
    }
}
