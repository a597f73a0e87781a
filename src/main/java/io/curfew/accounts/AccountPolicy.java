package io.curfew.accounts;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Duration;
import java.time.Instant;

/** What a main account has settled for its tree: whether closed accounts are purged, and after which warning. */
@Entity
@Table(name = "account_policy")
class AccountPolicy {
    @Id
    @Column(name = "tenant_id")
    private String tenantId;

    @Column(name = "auto_deletion")
    private boolean autoDeletion;

    @Column(name = "auto_deletion_warning")
    private long warningSeconds;

    @Column(name = "updated_at")
    private Instant updatedAt;

    @Version
    private long version;

    /** For Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected AccountPolicy() {}

    boolean autoDeletion() {
        return autoDeletion;
    }

    long version() {
        return version;
    }

    void set(boolean on, Duration warning, Instant at) {
        autoDeletion = on;
        warningSeconds = warning.toSeconds();
        updatedAt = at;
    }

    PolicyView view() {
        return new PolicyView(tenantId, autoDeletion, Duration.ofSeconds(warningSeconds), updatedAt, version);
    }
}
