package io.curfew.advertising;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.PartitionKey;
import org.jspecify.annotations.Nullable;

/**
 * The data of a customer that go beyond its main account. They are written while the account is locked, and the
 * account's version covers both.
 */
@Entity
@Table(name = "customer")
class Customer {
    @Id
    @Column(name = "account_id")
    private String accountId;

    @PartitionKey
    @Column(name = "tenant_id", updatable = false)
    private String tenantId;

    private String industry;

    @Column(name = "market_country")
    private String marketCountry;

    @Column(name = "market_language")
    private String marketLanguage;

    private @Nullable String address;

    @Column(name = "forward_compatibility_map")
    private String forwardCompatibilityMap;

    @Column(name = "modified_by")
    @SuppressWarnings("UnusedVariable") // read by queries
    private @Nullable Long modifiedBy;

    @Column(name = "modified_version")
    @SuppressWarnings("UnusedVariable") // read by queries
    private @Nullable Long modifiedVersion;

    /** Needed by Hibernate. */
    @SuppressWarnings("NullAway.Init")
    protected Customer() {}

    @SuppressWarnings("NullAway.Init")
    Customer(String tenantId, CustomerProfile profile) {
        this.tenantId = tenantId;
        this.accountId = tenantId;
        become(profile);
    }

    CustomerProfile profile() {
        return new CustomerProfile(
                industry,
                marketCountry,
                marketLanguage,
                Documents.address(address),
                Documents.map(forwardCompatibilityMap));
    }

    final void become(CustomerProfile profile) {
        industry = profile.industry();
        marketCountry = profile.marketCountry();
        marketLanguage = profile.marketLanguage();
        address = Documents.ofAddress(profile.address());
        forwardCompatibilityMap = Documents.ofMap(profile.forwardCompatibilityMap());
    }

    /** Notes that this person made the write that gave the account that version. */
    void modified(String userId, long version) {
        modifiedBy = Long.valueOf(userId);
        modifiedVersion = version;
    }
}
