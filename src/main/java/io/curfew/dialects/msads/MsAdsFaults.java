package io.curfew.dialects.msads;

import io.curfew.dialects.msads.wire.WireFault;
import io.curfew.dialects.msads.wire.WireFault.Kind;
import io.curfew.kernel.DomainError;
import io.curfew.kernel.ErrorCode;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The one table that maps the core's refusals to the service's faults. It uses the vendor's code where that is public,
 * and otherwise one of our own, from 90001 on, which no client can mistake for the vendor's. Over REST, clients read a
 * fault with five statuses only, so there are no others.
 */
final class MsAdsFaults {
    /**
     * A row of the table.
     *
     * @param status HTTP status over REST; SOAP has 500 for every fault
     * @param kind which of the two kinds of fault
     * @param code the number
     * @param symbol the code's name, which only one kind of fault has
     */
    record Row(int status, Kind kind, int code, @Nullable String symbol) {
        static Row adApi(int status, int code, String symbol) {
            return new Row(status, Kind.AD_API, code, symbol);
        }

        static Row api(int code) {
            return new Row(400, Kind.API, code, null);
        }
    }

    /** The codes for those parts of an address that have a code of their own. */
    private static final Map<String, Integer> ADDRESS_PARTS =
            Map.of("City", 200, "Line1", 205, "Line3", 207, "PostalCode", 209);

    private static final int ADDRESS_INVALID = 1140;

    private MsAdsFaults() {}

    /** The fault of {@code error}. */
    static WireFault fault(DomainError error) {
        Row row = row(error);
        return new WireFault(row.kind, row.code, row.symbol, error.message(), details(error));
    }

    /** The row of {@code error}. */
    static Row row(DomainError error) {
        if (error.code() == ErrorCode.BUSINESS_ADDRESS_INVALID) {
            Object field = error.details().get("field");
            return Row.api(field == null ? ADDRESS_INVALID : ADDRESS_PARTS.getOrDefault(field, ADDRESS_INVALID));
        }
        return row(error.code());
    }

    /** What the caller has to know to succeed with another try: the field that is wrong, or what blocks the request. */
    private static @Nullable String details(DomainError error) {
        if (error.details().isEmpty()) {
            return null;
        }
        if (error.code() == ErrorCode.BLOCKED && error.details().get("blockers") instanceof Collection<?> blockers) {
            String named = blockers.stream().map(MsAdsFaults::blocker).collect(Collectors.joining("; "));
            return error.details().get("blockerCount") instanceof Long count && count > blockers.size()
                    ? named + "; and " + (count - blockers.size()) + " more"
                    : named;
        }
        Object field = error.details().get("field");
        return field == null ? null : field.toString();
    }

    private static String blocker(Object blocker) {
        return blocker instanceof Map<?, ?> facts
                ? facts.entrySet().stream()
                        .map(fact -> fact.getKey() + "=" + fact.getValue())
                        .sorted()
                        .collect(Collectors.joining(", "))
                : blocker.toString();
    }

    static Row row(ErrorCode code) {
        return switch (code) {
            case UNAVAILABLE, INTERNAL -> Row.adApi(500, 0, "InternalError");
            case REQUEST_EMPTY -> Row.adApi(400, 100, "NullRequest");
            case UNAUTHENTICATED, LOGIN_FAILED, TOKEN_EXPIRED -> Row.adApi(401, 105, "InvalidCredentials");
            case FORBIDDEN, PERMISSION_MISSING, SWITCH_REFUSED, TRIAL_RESTRICTED ->
                Row.adApi(403, 106, "UserIsNotAuthorized");
            case ACCESS_TOKEN_EXPIRED -> Row.adApi(401, 109, "AuthenticationTokenExpired");
            case DATE_INVALID -> Row.adApi(400, 113, "InvalidDateObject");
            case CREDENTIALS_MISSING -> Row.adApi(400, 116, "RequestMissingHeaders");
            case RATE_LIMITED -> Row.adApi(429, 117, "CallRateExceeded");

            case CUSTOMER_MISSING -> Row.api(310);
            case BUSINESS_ADDRESS_MISSING -> Row.api(1139);
            case BUSINESS_ADDRESS_INVALID -> Row.api(ADDRESS_INVALID);
            case TAX_INFORMATION_INVALID -> Row.api(1148);
            case ADVERTISER_ACCOUNT_UNKNOWN, PURGED -> Row.api(2108);
            case ACCOUNT_CLOSED, ACCOUNT_NOT_ACTIVE, PARENT_NOT_ACTIVE, SUSPENDED_BY_PLATFORM, MAIN_ACCOUNT_STATUS ->
                Row.api(2192);
            case BILLING_THRESHOLD_FORBIDDEN -> Row.api(2203);
            case BLOCKED -> Row.api(2204);
            case PREDICATE_INVALID -> Row.api(3030);
            case PREDICATE_MISSING -> Row.api(3079);
            case PAGE_INVALID -> Row.api(3080);
            case VERSION_MISMATCH -> Row.api(209);

            // Our own codes.
            case BAD_REQUEST, UNSUPPORTED_MEDIA_TYPE -> Row.adApi(400, 90001, "InvalidRequest");
            case OPERATION_UNKNOWN, NOT_FOUND, METHOD_NOT_ALLOWED -> Row.adApi(400, 90002, "OperationNotSupported");
            case TOO_LARGE, ADDRESS_TOO_LONG -> Row.adApi(400, 90003, "RequestTooLarge");
            case TIMEOUT -> Row.adApi(400, 90004, "RequestTimeout");
            case HEADERS_TOO_LARGE -> Row.adApi(400, 90003, "RequestTooLarge");
            case IDEMPOTENCY_KEY_INVALID -> Row.adApi(400, 90005, "IdempotencyKeyInvalid");
            case IDEMPOTENCY_KEY_REUSED -> Row.adApi(400, 90006, "IdempotencyKeyReused");
            case IDEMPOTENCY_KEY_IN_USE -> Row.adApi(400, 90007, "IdempotencyKeyInUse");
            case ACCOUNT_NAME_TAKEN -> Row.api(90101);
            case NAME_INVALID -> Row.api(90102);
            case FIELD_INVALID -> Row.api(90103);
            case DRAFT_ACCOUNT_EXISTS -> Row.api(90104);
            case SUBACCOUNT_LIMIT, SUBACCOUNT_NESTING -> Row.api(90105);

            // These concern things that this door has no operations for.
            case PAGE_SIZE_TOO_LARGE,
                    PAGE_TOKEN_INVALID,
                    STATUS_INVALID,
                    NUMBER_INVALID,
                    NEAR_NUMBER_INVALID,
                    NUMBER_UNAVAILABLE,
                    AREA_CODE_INVALID,
                    AREA_CODE_EMPTY,
                    AREA_CODE_UNSUPPORTED,
                    NUMBER_TYPE_MISMATCH,
                    TRIAL_NUMBER_LIMIT,
                    APPLICATION_INVALID,
                    URL_INVALID,
                    METHOD_INVALID,
                    VOICE_FALLBACK_WITHOUT_URL,
                    SMS_FALLBACK_WITHOUT_URL,
                    SMS_UNSUPPORTED,
                    CALLER_ID_LOOKUP_UNSUPPORTED,
                    ADDRESS_REQUIRED,
                    LOCAL_ADDRESS_REQUIRED,
                    EMERGENCY_ADDRESS_SET,
                    TRANSFER_TARGET_INVALID,
                    TRANSFER_TARGET_UNKNOWN,
                    TRANSFER_TARGET_NOT_ACTIVE,
                    TRANSFER_TARGET_UNRELATED,
                    TRANSFER_BY_SUBACCOUNT,
                    SIM_PROTECTED,
                    SIM_TERMINATED,
                    SIM_TRANSITION_INVALID,
                    SIM_STATUS_UNSUPPORTED,
                    SIM_OFFLINE,
                    SESSION_REFUSED,
                    EXPIRY_NOT_SET,
                    EXPIRY_INVALID,
                    SPEED_CLASS_UNSUPPORTED,
                    IMEI_INVALID,
                    IMEI_MISSING,
                    REGISTRATION_REFUSED,
                    SUBSCRIPTION_INVALID,
                    SUBSCRIPTION_NOT_ADDABLE,
                    SUBSCRIPTION_NOT_TERMINABLE,
                    SUBSCRIPTION_SECONDARY,
                    BUNDLES_UNSUPPORTED,
                    GROUP_UNKNOWN,
                    TAG_INVALID,
                    SEARCH_TERM_TOO_SHORT,
                    NOT_IN_TEST_MODE,
                    STOCK_DUPLICATE,
                    SECONDARY_TOKEN_EXISTS,
                    KEY_ID_INVALID,
                    KEY_NAME_INVALID,
                    EMAIL_TAKEN,
                    USER_NAME_INVALID,
                    USER_NAME_TAKEN,
                    PASSWORD_INVALID,
                    LAST_OPERATOR_TOKEN,
                    PASSWORD_EXISTS,
                    ROLE_ID_INVALID,
                    ROLE_ID_TAKEN,
                    ROLE_IN_USE,
                    POLICY_INVALID,
                    INVITATION_LIMIT,
                    OPERATOR_LIMIT -> Row.api(90199);
        };
    }
}
