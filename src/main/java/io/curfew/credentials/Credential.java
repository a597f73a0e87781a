package io.curfew.credentials;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
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

/** A credential whose secret is known to its holder only; a hash of it is kept. */
@Entity
@Table(name = "credential")
class Credential {
    @Id
    private String id;

    @PartitionKey
    @Column(name = "tenant_id", updatable = false)
    private String tenantId;

    @Enumerated(EnumType.STRING)
    @Column(updatable = false)
    private CredentialKind kind;

    @Column(name = "account_id", updatable = false)
    private String accountId;

    @Column(name = "user_id", updatable = false)
    private @Nullable String userId;

    private @Nullable String name;

    @Column(name = "secret_hash", updatable = false)
    private byte[] secretHash;

    private @Nullable String policy;

    @Column(updatable = false)
    private boolean platform;

    @Column(name = "every_tree", updatable = false)
    @SuppressWarnings("UnusedVariable") // asked for by queries
    private boolean everyTree;

    @Column(name = "created_at", updatable = false)
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @Column(name = "expires_at", updatable = false)
    private @Nullable Instant expiresAt;

    @Version
    private long version;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected Credential() {}

    Credential(String id, IssueCredential command, byte[] secretHash, Instant at) {
        this.id = id;
        this.tenantId = command.tenantId();
        this.kind = command.kind();
        this.accountId = command.accountId();
        this.userId = command.userId();
        this.name = command.name();
        this.secretHash = secretHash;
        this.policy = command.policy();
        this.platform = command.platform();
        this.everyTree = command.everyTree();
        this.createdAt = at;
        this.updatedAt = at;
        this.expiresAt = command.expiresAt();
    }

    String id() {
        return id;
    }

    void rename(@Nullable String newName) {
        name = newName;
    }

    /** Only what has a policy from birth takes another. */
    void restrict(String newPolicy) {
        if (kind != CredentialKind.RESTRICTED_KEY) {
            throw new DomainException(ErrorCode.BAD_REQUEST, "Only a restricted key has a policy.");
        }
        policy = newPolicy;
    }

    void touch(Instant at) {
        updatedAt = at;
    }

    CredentialView view() {
        return new CredentialView(
                id, kind, accountId, userId, name, policy, platform, createdAt, updatedAt, expiresAt, version);
    }
}
