package io.curfew.numbers;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import jakarta.persistence.Column;
import jakarta.persistence.Embedded;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.time.Instant;
import java.util.Map;
import org.hibernate.annotations.PartitionKey;
import org.jspecify.annotations.Nullable;

/** A number that an account holds, or held until {@code releasedAt}. */
@Entity
@Table(name = "phone_number")
class PhoneNumber {
    @Id
    private String id;

    @PartitionKey
    @Column(name = "tenant_id", updatable = false)
    private String tenantId;

    @Column(name = "account_id")
    private String accountId;

    @Column(name = "phone_number", updatable = false)
    private String phoneNumber;

    @Column(updatable = false)
    private String country;

    @Enumerated(EnumType.STRING)
    @Column(updatable = false)
    private NumberType type;

    @Embedded
    private Capabilities capabilities;

    @Enumerated(EnumType.STRING)
    @Column(name = "address_requirements", updatable = false)
    private AddressRequirement addressRequirement;

    @Column(updatable = false)
    private boolean beta;

    @Column(name = "bought_on_trial", updatable = false)
    private boolean boughtOnTrial;

    @Embedded
    private NumberSettings settings;

    @Column(name = "created_at", updatable = false)
    private Instant createdAt;

    @Column(name = "updated_at")
    private Instant updatedAt;

    /**
     * Each charge writes this column in SQL; only the first charge, which is part of the purchase, writes it from
     * here.
     */
    @Column(name = "charged_month", updatable = false)
    private @Nullable Instant chargedMonth;

    @Column(name = "released_at")
    private @Nullable Instant releasedAt;

    @Version
    private long version;

    /** Needed by Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected PhoneNumber() {}

    PhoneNumber(
            String id,
            String tenantId,
            String accountId,
            InventoryNumber number,
            NumberSettings settings,
            boolean boughtOnTrial,
            Instant at) {
        this.id = id;
        this.tenantId = tenantId;
        this.accountId = accountId;
        this.phoneNumber = number.phoneNumber();
        this.country = number.country();
        this.type = number.type();
        this.capabilities = number.capabilities();
        this.addressRequirement = number.addressRequirement();
        this.beta = number.beta();
        this.settings = settings;
        this.boughtOnTrial = boughtOnTrial;
        this.createdAt = at;
        this.updatedAt = at;
        this.chargedMonth = at;
    }

    String id() {
        return id;
    }

    String tenantId() {
        return tenantId;
    }

    String accountId() {
        return accountId;
    }

    NumberType type() {
        return type;
    }

    String country() {
        return country;
    }

    Instant createdAt() {
        return createdAt;
    }

    long version() {
        return version;
    }

    /** The inventory's facts about the number at the time of its purchase. */
    InventoryNumber traits() {
        return new InventoryNumber(phoneNumber, country, type, capabilities, addressRequirement, beta);
    }

    /** Whether {@code next} differs from the present settings. */
    boolean isSetUpOtherwise(NumberSettings next) {
        return !next.equals(settings);
    }

    NumberSettings settings() {
        return settings;
    }

    void setUp(NumberSettings next, Instant at) {
        settings = next;
        updatedAt = at;
    }

    /** Transfers the number to another account of the same tree. Its settings stay as they are. */
    void moveTo(String newAccountId, Instant at) {
        accountId = newAccountId;
        updatedAt = at;
    }

    /** Ends the holding as of {@code at}. */
    void release(Instant at) {
        releasedAt = at;
        updatedAt = at;
    }

    /**
     * Refuses with {@link ErrorCode#VERSION_MISMATCH} when {@code expected} is given and the number has another
     * version.
     */
    void requireVersion(@Nullable Long expected) {
        if (expected != null && expected != version) {
            throw new DomainException(
                    ErrorCode.VERSION_MISMATCH,
                    "The number was changed since: its version is " + version + ".",
                    Map.of("version", version));
        }
    }

    NumberView view() {
        return new NumberView(
                tenantId,
                id,
                accountId,
                phoneNumber,
                country,
                type,
                capabilities,
                addressRequirement,
                beta,
                settings,
                createdAt,
                updatedAt,
                version);
    }
}
