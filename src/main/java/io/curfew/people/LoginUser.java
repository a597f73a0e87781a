package io.curfew.people;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.List;
import org.hibernate.annotations.PartitionKey;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who works in a tree. Who they are, and their password, belongs to the person, who exists once the invitation
 * was accepted.
 */
@Entity
@Table(name = "login_user")
class LoginUser {
    @Id
    private String id;

    @PartitionKey
    @Column(name = "tenant_id", updatable = false)
    private String tenantId;

    private String email;

    @Column(name = "first_name")
    private @Nullable String firstName;

    @Column(name = "last_name")
    private @Nullable String lastName;

    @Column(name = "account_manager", updatable = false)
    private boolean accountManager;

    @Column(name = "person_id")
    private @Nullable String personId;

    @Enumerated(EnumType.STRING)
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

    LoginUser(String id, String tenantId, Profile profile, @Nullable String personId, Role role, Instant at) {
        this.id = id;
        this.tenantId = tenantId;
        this.email = profile.email;
        this.firstName = profile.firstName;
        this.lastName = profile.lastName;
        this.accountManager = profile.accountManager;
        this.personId = personId;
        this.role = role;
        this.createdAt = at;
        this.updatedAt = at;
    }

    /** Who somebody is. */
    record Profile(
            String email,
            @Nullable String firstName,
            @Nullable String lastName,
            boolean accountManager) {
        /** Known by their address alone. */
        static Profile of(String email) {
            return new Profile(email, null, null, false);
        }
    }

    boolean isOwner() {
        return role == Role.OWNER;
    }

    String id() {
        return id;
    }

    String tenantId() {
        return tenantId;
    }

    long version() {
        return version;
    }

    /** The person; null until somebody has accepted. */
    @Nullable
    String personId() {
        return personId;
    }

    /**
     * Notes that what they may do was changed, which makes a new version of the person for the console and the doors.
     */
    void become(Role newRole, Instant at) {
        role = newRole;
        touch(at);
    }

    /** Somebody has accepted. */
    void accept(String acceptedBy, Instant at) {
        personId = acceptedBy;
        touch(at);
    }

    /** A change within one tick of the clock is a change all the same. */
    void touch(Instant at) {
        updatedAt = at.isAfter(updatedAt) ? at : updatedAt.plusNanos(1000);
    }

    UserView view(String customerId, List<RoleGrant> roles) {
        return new UserView(
                tenantId,
                id,
                customerId,
                email,
                firstName,
                lastName,
                accountManager,
                isOwner(),
                personId != null,
                roles,
                createdAt,
                updatedAt,
                version);
    }
}
