package io.curfew.advertising;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import org.hibernate.annotations.PartitionKey;
import org.jspecify.annotations.Nullable;

/**
 * The data of an advertiser account that go beyond the account itself. They are written while the account is locked,
 * and the account's version covers both.
 */
@Entity
@Table(name = "advertiser_account")
class AdvertiserAccount {
    @Id
    @Column(name = "account_id")
    private String accountId;

    @PartitionKey
    @Column(name = "tenant_id", updatable = false)
    private String tenantId;

    private boolean draft;

    @Column(name = "currency_code")
    private String currencyCode;

    private String language;

    @Column(name = "time_zone")
    private String timeZone;

    @Column(name = "auto_tag_type")
    private String autoTagType;

    @Column(name = "primary_user_id")
    private @Nullable Long primaryUserId;

    @Column(name = "payment_method_id")
    private @Nullable Long paymentMethodId;

    @Column(name = "backup_payment_instrument_id")
    private @Nullable Long backUpPaymentInstrumentId;

    @Column(name = "sold_to_payment_instrument_id")
    private @Nullable Long soldToPaymentInstrumentId;

    @Column(name = "billing_threshold_amount", precision = 19, scale = 4)
    private @Nullable BigDecimal billingThresholdAmount;

    @Column(name = "business_address")
    private @Nullable String businessAddress;

    @Column(name = "linked_agencies")
    private @Nullable String linkedAgencies;

    @Column(name = "tax_information")
    private String taxInformation;

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
    protected AdvertiserAccount() {}

    @SuppressWarnings("NullAway.Init")
    AdvertiserAccount(String tenantId, String accountId, AdvertiserProfile profile) {
        this.tenantId = tenantId;
        this.accountId = accountId;
        become(profile);
    }

    AdvertiserProfile profile() {
        return new AdvertiserProfile(
                draft,
                currencyCode,
                language,
                timeZone,
                autoTagType,
                primaryUserId,
                paymentMethodId,
                backUpPaymentInstrumentId,
                soldToPaymentInstrumentId,
                billingThresholdAmount,
                Documents.address(businessAddress),
                Documents.agencies(linkedAgencies),
                Documents.map(taxInformation),
                Documents.map(forwardCompatibilityMap));
    }

    final void become(AdvertiserProfile profile) {
        draft = profile.draft();
        currencyCode = profile.currencyCode();
        language = profile.language();
        timeZone = profile.timeZone();
        autoTagType = profile.autoTagType();
        primaryUserId = profile.primaryUserId();
        paymentMethodId = profile.paymentMethodId();
        backUpPaymentInstrumentId = profile.backUpPaymentInstrumentId();
        soldToPaymentInstrumentId = profile.soldToPaymentInstrumentId();
        billingThresholdAmount = profile.billingThresholdAmount();
        businessAddress = Documents.ofAddress(profile.businessAddress());
        linkedAgencies = Documents.ofAgencies(profile.linkedAgencies());
        taxInformation = Documents.ofMap(profile.taxInformation());
        forwardCompatibilityMap = Documents.ofMap(profile.forwardCompatibilityMap());
    }

    /** Notes that this person made the write that gave the account that version. */
    void modified(String userId, long version) {
        modifiedBy = Long.valueOf(userId);
        modifiedVersion = version;
    }
}
