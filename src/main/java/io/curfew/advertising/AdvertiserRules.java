package io.curfew.advertising;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules for the data of advertiser accounts and customers. */
final class AdvertiserRules {
    private static final int MIN_NAME = 3;
    private static final int MAX_NAME = 100;
    private static final int MAX_CUSTOMER_NAME = 90;
    private static final int MAX_BUSINESS_NAME = 100;
    private static final int MAX_LINE = 35;
    private static final int MAX_POSTAL_CODE = 10;
    private static final int MAX_STATE = 50;
    private static final int MAX_TEXT = 1000;
    private static final int MAX_ENTRIES = 50;
    private static final BigDecimal MAX_THRESHOLD = new BigDecimal("999999999");

    /** Countries whose addresses are of no use without a postal code and a state. */
    private static final Set<String> FULL_ADDRESS = Set.of("BR", "IN");

    private static final Set<String> TAX_NUMBERS = Set.of(
            "AUGSTNumber", "CCM", "CNPJ", "CPF", "GSTINNumber", "GSTNumber", "NZGSTNumber", "PanNumber", "VATNumber");

    private AdvertiserRules() {}

    static void requireName(String name) {
        int length = name.codePointCount(0, name.length());
        if (length < MIN_NAME || length > MAX_NAME || name.isBlank()) {
            throw new DomainException(ErrorCode.NAME_INVALID, "An account's name has 3 to 100 characters.");
        }
    }

    static void requireCustomerName(String name) {
        if (name.isBlank() || name.codePointCount(0, name.length()) > MAX_CUSTOMER_NAME) {
            throw new DomainException(ErrorCode.NAME_INVALID, "A customer's name has 1 to 90 characters.");
        }
    }

    static void requireProfile(AdvertiserProfile profile) {
        requireTaxInformation(profile.taxInformation());
        requireMap(profile.forwardCompatibilityMap(), "ForwardCompatibilityMap");
        if (profile.linkedAgencies().size() > 1) {
            throw field("LinkedAgencies", "An account has one agency at most.");
        }
        BigDecimal threshold = profile.billingThresholdAmount();
        if (threshold != null
                && (threshold.signum() <= 0 || threshold.scale() > 4 || threshold.compareTo(MAX_THRESHOLD) > 0)) {
            throw field("BillingThresholdAmount", "A billing threshold is a positive amount.");
        }
        BusinessAddress address = profile.businessAddress();
        if (address != null) {
            requireAddress(address);
        }
    }

    static void requireAddress(BusinessAddress address) {
        part(address.businessName(), "BusinessName", MAX_BUSINESS_NAME, true);
        part(address.city(), "City", MAX_LINE, true);
        part(address.line1(), "Line1", MAX_LINE, true);
        part(address.line2(), "Line2", MAX_LINE, false);
        part(address.line3(), "Line3", MAX_LINE, false);
        part(address.line4(), "Line4", MAX_LINE, false);
        String country = address.countryCode();
        if (country != null && !country.matches("[A-Z]{2}")) {
            throw address("CountryCode", "CountryCode is two capital letters.");
        }
        boolean full = country != null && FULL_ADDRESS.contains(country);
        part(address.postalCode(), "PostalCode", MAX_POSTAL_CODE, full);
        part(address.stateOrProvince(), "StateOrProvince", MAX_STATE, full);
    }

    private static void part(@Nullable String text, String field, int max, boolean required) {
        if (text == null || text.isBlank()) {
            if (required) {
                throw address(field, field + " is required in this business address.");
            }
            return;
        }
        if (text.codePointCount(0, text.length()) > max) {
            throw address(field, field + " has " + max + " characters at most.");
        }
    }

    private static void requireTaxInformation(Map<String, String> numbers) {
        for (Map.Entry<String, String> number : numbers.entrySet()) {
            if (!TAX_NUMBERS.contains(number.getKey())) {
                throw new DomainException(ErrorCode.TAX_INFORMATION_INVALID, "There is no tax number of that name.");
            }
        }
        requireMap(numbers, "TaxInformation");
    }

    static void requireMap(Map<String, String> map, String field) {
        boolean tooLong = map.entrySet().stream()
                .anyMatch(entry ->
                        entry.getKey().length() > MAX_TEXT || entry.getValue().length() > MAX_TEXT);
        if (map.size() > MAX_ENTRIES || tooLong) {
            throw field(field, field + " has 50 entries of 1000 characters at most.");
        }
    }

    static DomainException field(String field, String message) {
        return new DomainException(ErrorCode.FIELD_INVALID, message, Map.of("field", field));
    }

    private static DomainException address(String field, String message) {
        return new DomainException(ErrorCode.BUSINESS_ADDRESS_INVALID, message, Map.of("field", field));
    }
}
