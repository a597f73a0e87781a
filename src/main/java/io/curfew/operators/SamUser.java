package io.curfew.operators;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import org.hibernate.annotations.PartitionKey;
import org.jspecify.annotations.Nullable;

/** A user that an operator has made. {@link SamRights} reads what its documents mean. */
@Entity
@Table(name = "sam_user")
class SamUser {
    @Id
    private String id;

    @PartitionKey
    @Column(name = "tenant_id", updatable = false)
    private String tenantId;

    @Column(updatable = false)
    private String name;

    private String description;

    @Column(name = "password_hash")
    private @Nullable String passwordHash;

    private @Nullable String permission;

    @Column(name = "permission_description")
    private String permissionDescription;

    @Column(name = "trust_policy")
    private @Nullable String trustPolicy;

    @Column(name = "created_at", updatable = false)
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @Version
    private long version;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected SamUser() {}

    SamUser(String id, String tenantId, String name, String description, Instant at) {
        this.id = id;
        this.tenantId = tenantId;
        this.name = name;
        this.description = description;
        this.permissionDescription = "";
        this.createdAt = at;
        this.updatedAt = at;
    }

    String id() {
        return id;
    }

    String name() {
        return name;
    }

    @Nullable
    String passwordHash() {
        return passwordHash;
    }

    @Nullable
    String trustPolicy() {
        return trustPolicy;
    }

    void describe(String newDescription, Instant at) {
        description = newDescription;
        updatedAt = at;
    }

    void protect(@Nullable String newPasswordHash, Instant at) {
        passwordHash = newPasswordHash;
        updatedAt = at;
    }

    void permit(@Nullable String newPermission, String newDescription, Instant at) {
        permission = newPermission;
        permissionDescription = newDescription;
        updatedAt = at;
    }

    void trust(@Nullable String newTrustPolicy, Instant at) {
        trustPolicy = newTrustPolicy;
        updatedAt = at;
    }

    SamUserView view() {
        return new SamUserView(
                id,
                tenantId,
                name,
                description,
                passwordHash != null,
                permission,
                permissionDescription,
                trustPolicy,
                createdAt,
                updatedAt);
    }
}
