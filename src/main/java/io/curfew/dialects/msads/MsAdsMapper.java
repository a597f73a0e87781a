package io.curfew.dialects.msads;

import io.curfew.advertising.AdvertiserAccountView;
import io.curfew.advertising.AdvertiserProfile;
import io.curfew.advertising.AdvertiserStatus;
import io.curfew.advertising.Agency;
import io.curfew.advertising.BusinessAddress;
import io.curfew.advertising.CustomerProfile;
import io.curfew.advertising.CustomerView;
import io.curfew.advertising.TimeStamp;
import io.curfew.dialects.msads.wire.CustomerManagement;
import io.curfew.dialects.msads.wire.WireObject;
import io.curfew.lifecycle.LifecycleStatus;
import io.curfew.people.LinkPermission;
import io.curfew.people.RoleGrant;
import io.curfew.people.UserView;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Maps views to the service's objects. */
final class MsAdsMapper {
    private static final int PAUSED_BY_USER = 1;
    private static final int NUMBER_BASE = 36;

    private MsAdsMapper() {}

    /** An id that consists of digits, as a number. */
    static Long number(@Nullable String id) {
        if (id == null) {
            throw new IllegalStateException("an account without its number");
        }
        return Long.valueOf(id);
    }

    /**
     * An account.
     *
     * @param stamp its time stamp, which every write through any door changes
     * @param additional the fields that were asked for beyond the usual ones
     */
    static WireObject account(AdvertiserAccountView view, TimeStamp stamp, List<String> additional) {
        AdvertiserProfile profile = view.profile();
        WireObject account = WireObject.of(CustomerManagement.ADVERTISER_ACCOUNT)
                .with("BillToCustomerId", number(view.customerId()))
                .with("CurrencyCode", profile.currencyCode())
                .with("AccountFinancialStatus", "ClearFinancialStatus")
                .with("Id", number(view.id()))
                .with("Language", profile.language())
                .with("LastModifiedByUserId", view.modifiedBy())
                .with("LastModifiedTime", view.account().updatedAt())
                .with("Name", view.account().name())
                .with("Number", view.number())
                .with("ParentCustomerId", number(view.customerId()))
                .with("PaymentMethodId", profile.paymentMethodId())
                .with("PrimaryUserId", profile.primaryUserId())
                .with("AccountLifeCycleStatus", status(view.status()))
                .with("TimeStamp", stamp.bytes())
                .with("TimeZone", profile.timeZone())
                .with("PauseReason", view.status() == AdvertiserStatus.PAUSED ? PAUSED_BY_USER : null)
                .with("ForwardCompatibilityMap", orNil(profile.forwardCompatibilityMap()))
                .with(
                        "LinkedAgencies",
                        profile.linkedAgencies().stream()
                                .map(MsAdsMapper::agency)
                                .toList())
                .with("TaxInformation", profile.taxInformation())
                .with("BackUpPaymentInstrumentId", profile.backUpPaymentInstrumentId())
                .with("BillingThresholdAmount", profile.billingThresholdAmount())
                .with("BusinessAddress", address(profile.businessAddress()))
                .with("AutoTagType", profile.autoTagType())
                .with("SoldToPaymentInstrumentId", profile.soldToPaymentInstrumentId());
        if (additional.contains("TaxCertificate")) {
            account.with("TaxCertificate", null);
        }
        return additional.contains("AccountMode") ? account.with("AccountMode", "Expert") : account;
    }

    /** The map, or null for an empty one, which is shown as nil. */
    private static @Nullable Map<String, String> orNil(Map<String, String> pairs) {
        return pairs.isEmpty() ? null : pairs;
    }

    private static String status(AdvertiserStatus status) {
        return switch (status) {
            case ACTIVE -> "Active";
            case DRAFT -> "Draft";
            case INACTIVE -> "Inactive";
            case PAUSED -> "Pause";
            case SUSPENDED -> "Suspended";
        };
    }

    private static WireObject agency(Agency agency) {
        return WireObject.of(CustomerManagement.CUSTOMER_INFO)
                .with("Id", agency.customerId())
                .with("Name", agency.name());
    }

    private static @Nullable WireObject address(@Nullable BusinessAddress address) {
        return address == null
                ? null
                : WireObject.of(CustomerManagement.ADDRESS)
                        .with("City", address.city())
                        .with("CountryCode", address.countryCode())
                        .with("Line1", address.line1())
                        .with("Line2", address.line2())
                        .with("Line3", address.line3())
                        .with("Line4", address.line4())
                        .with("PostalCode", address.postalCode())
                        .with("StateOrProvince", address.stateOrProvince())
                        .with("BusinessName", address.businessName());
    }

    /** An account in short. */
    static WireObject accountInfo(AdvertiserAccountView view) {
        return WireObject.of(CustomerManagement.ACCOUNT_INFO)
                .with("Id", number(view.id()))
                .with("Name", view.account().name())
                .with("Number", view.number())
                .with("AccountLifeCycleStatus", status(view.status()))
                .with("PauseReason", view.status() == AdvertiserStatus.PAUSED ? PAUSED_BY_USER : null);
    }

    /** A person. */
    static WireObject user(UserView user, TimeStamp stamp) {
        return WireObject.of(CustomerManagement.USER)
                .with(
                        "ContactInfo",
                        WireObject.of(CustomerManagement.CONTACT_INFO).with("Email", user.email()))
                .with("CustomerId", number(user.customerId()))
                .with("Id", number(user.id()))
                .with("LastModifiedTime", user.updatedAt())
                .with("Lcid", "EnglishUS")
                .with(
                        "Name",
                        WireObject.of(CustomerManagement.PERSON_NAME)
                                .with("FirstName", user.firstName())
                                .with("LastName", user.lastName()))
                .with("SecretQuestion", "None")
                .with("UserLifeCycleStatus", "Active")
                .with("TimeStamp", stamp.bytes())
                .with("UserName", user.email());
    }

    /** A role. Nil for its accounts means all of them. */
    static WireObject role(RoleGrant grant) {
        return WireObject.of(CustomerManagement.CUSTOMER_ROLE)
                .with("RoleId", grant.role().number())
                .with("CustomerId", number(grant.customerId()))
                .with(
                        "AccountIds",
                        grant.restricted()
                                ? grant.accountIds().stream()
                                        .map(Long::valueOf)
                                        .sorted()
                                        .toList()
                                : null)
                .with("CustomerLinkPermission", link(grant.linkPermission()));
    }

    private static @Nullable String link(@Nullable LinkPermission permission) {
        if (permission == null) {
            return null;
        }
        return switch (permission) {
            case ADMINISTRATIVE -> "Administrative";
            case STANDARD -> "Standard";
            case LINKED_ENTITY_ONLY -> "LinkedEntityOnly";
        };
    }

    /** A customer. */
    static WireObject customer(CustomerView view, TimeStamp stamp) {
        CustomerProfile profile = view.profile();
        boolean closed = view.account().status() == LifecycleStatus.CLOSED;
        return WireObject.of(CustomerManagement.CUSTOMER)
                .with("CustomerFinancialStatus", "ClearFinancialStatus")
                .with("Id", number(view.id()))
                .with("Industry", profile.industry())
                .with("LastModifiedByUserId", view.modifiedBy())
                .with("LastModifiedTime", view.account().updatedAt())
                .with("MarketCountry", profile.marketCountry())
                .with("ForwardCompatibilityMap", orNil(profile.forwardCompatibilityMap()))
                .with("MarketLanguage", profile.marketLanguage())
                .with("Name", view.account().name())
                .with("ServiceLevel", "SelfServe")
                .with("CustomerLifeCycleStatus", closed ? "Inactive" : "Active")
                .with("TimeStamp", stamp.bytes())
                .with(
                        "Number",
                        "C" + Long.toString(number(view.id()), NUMBER_BASE).toUpperCase(Locale.ROOT))
                .with("CustomerAddress", address(profile.address()));
    }
}
