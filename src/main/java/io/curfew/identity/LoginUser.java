package io.curfew.identity;

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

/** A person who logs in with an e-mail address and a password. */
@Entity
@Table(name = "login_user")
class LoginUser {
    @Id
    private String id;

    @PartitionKey
    @Column(name = "tenant_id", updatable = false)
    private String tenantId;

    @SuppressWarnings("UnusedVariable") // asked for by queries
    private String email;

    @Column(name = "password_hash")
    private @Nullable String passwordHash;

    @Enumerated(EnumType.STRING)
    @SuppressWarnings("UnusedVariable") // asked for by queries
    private Role role;

    @Column(name = "created_at", updatable = false)
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @Version
    private long version;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected LoginUser() {}

    LoginUser(String id, String tenantId, String email, String passwordHash, Role role, Instant at) {
        this.id = id;
        this.tenantId = tenantId;
        this.email = email;
        this.passwordHash = passwordHash;
        this.role = role;
        this.createdAt = at;
        this.updatedAt = at;
    }
}
