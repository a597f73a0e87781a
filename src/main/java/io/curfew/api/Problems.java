package io.curfew.api;

import io.curfew.kernel.DomainError;
import io.curfew.kernel.ErrorCode;
import io.curfew.security.Door;
import io.curfew.security.FailedLogins;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Refusals as problem details of RFC 9457. The one table of the native API's statuses. */
public final class Problems {
    /** Their media type. */
    public static final String MEDIA_TYPE = "application/problem+json";

    private Problems() {}

    /** The answer for {@code error}: {@code code} is the stable name, {@code detail} the sentence for people. */
    public static Response response(DomainError error) {
        int status = status(error.code());
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "urn:curfew:problem:" + code(error.code()));
        body.put("title", title(status));
        body.put("status", status);
        body.put("code", code(error.code()));
        body.put("detail", error.message());
        body.putAll(members(error));
        Response.ResponseBuilder response =
                Response.status(status).type(MEDIA_TYPE).entity(body);
        if (status == 401) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Bearer realm=\"Curfew\"");
        } else if (status == 429) {
            response.header(HttpHeaders.RETRY_AFTER, FailedLogins.WINDOW.toSeconds());
        } else if (error.code() == ErrorCode.UNAVAILABLE) {
            response.header(HttpHeaders.RETRY_AFTER, Door.RETRY_AFTER_SECONDS);
        }
        return response.build();
    }

    private static String title(int status) {
        // The one of our statuses that JAX-RS has no name for.
        return status == 422
                ? "Unprocessable Content"
                : Response.Status.fromStatusCode(status).getReasonPhrase();
    }

    /** The facts as members; what is left of a purged account comes in one of its own. */
    private static Map<String, Object> members(DomainError error) {
        return error.code() == ErrorCode.PURGED ? Map.of("tombstone", error.details()) : error.details();
    }

    /** The stable name of a refusal: the constant's, in lower case with hyphens. */
    public static String code(ErrorCode code) {
        return code.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static int status(ErrorCode code) {
        return switch (code) {
            case UNAUTHENTICATED, CREDENTIALS_MISSING, LOGIN_FAILED, TOKEN_EXPIRED, ACCESS_TOKEN_EXPIRED -> 401;
            case FORBIDDEN, PERMISSION_MISSING, TRIAL_RESTRICTED, SWITCH_REFUSED, BILLING_THRESHOLD_FORBIDDEN -> 403;
            case RATE_LIMITED -> 429;
            case NOT_FOUND, EXPIRY_NOT_SET, NOT_IN_TEST_MODE, OPERATION_UNKNOWN, ADVERTISER_ACCOUNT_UNKNOWN -> 404;
            case METHOD_NOT_ALLOWED -> 405;
            case UNSUPPORTED_MEDIA_TYPE -> 415;
            case TOO_LARGE -> 413;
            case ADDRESS_TOO_LONG -> 414;
            case TIMEOUT -> 408;
            case HEADERS_TOO_LARGE -> 431;
            case UNAVAILABLE -> 503;
            case INTERNAL -> 500;
            case PURGED -> 410;
            case VERSION_MISMATCH -> 412;
            case IDEMPOTENCY_KEY_REUSED -> 422;
            case IDEMPOTENCY_KEY_IN_USE,
                    ACCOUNT_CLOSED,
                    ACCOUNT_NOT_ACTIVE,
                    PARENT_NOT_ACTIVE,
                    SUSPENDED_BY_PLATFORM,
                    MAIN_ACCOUNT_STATUS,
                    SUBACCOUNT_NESTING,
                    SUBACCOUNT_LIMIT,
                    BLOCKED,
                    NUMBER_UNAVAILABLE,
                    EMERGENCY_ADDRESS_SET,
                    AREA_CODE_EMPTY,
                    TRIAL_NUMBER_LIMIT,
                    TRANSFER_TARGET_NOT_ACTIVE,
                    TRANSFER_TARGET_UNRELATED,
                    TRANSFER_BY_SUBACCOUNT,
                    SECONDARY_TOKEN_EXISTS,
                    EMAIL_TAKEN,
                    INVITATION_LIMIT,
                    USER_NAME_TAKEN,
                    LAST_OPERATOR_TOKEN,
                    PASSWORD_EXISTS,
                    ROLE_ID_TAKEN,
                    ROLE_IN_USE,
                    SIM_PROTECTED,
                    SIM_TERMINATED,
                    SIM_TRANSITION_INVALID,
                    SIM_OFFLINE,
                    SESSION_REFUSED,
                    SUBSCRIPTION_NOT_TERMINABLE,
                    STOCK_DUPLICATE,
                    ACCOUNT_NAME_TAKEN,
                    DRAFT_ACCOUNT_EXISTS -> 409;
            case BAD_REQUEST,
                    PAGE_SIZE_TOO_LARGE,
                    PAGE_TOKEN_INVALID,
                    IDEMPOTENCY_KEY_INVALID,
                    NAME_INVALID,
                    STATUS_INVALID,
                    NUMBER_INVALID,
                    AREA_CODE_INVALID,
                    AREA_CODE_UNSUPPORTED,
                    NUMBER_TYPE_MISMATCH,
                    APPLICATION_INVALID,
                    URL_INVALID,
                    METHOD_INVALID,
                    VOICE_FALLBACK_WITHOUT_URL,
                    SMS_FALLBACK_WITHOUT_URL,
                    SMS_UNSUPPORTED,
                    CALLER_ID_LOOKUP_UNSUPPORTED,
                    NEAR_NUMBER_INVALID,
                    ADDRESS_REQUIRED,
                    LOCAL_ADDRESS_REQUIRED,
                    TRANSFER_TARGET_INVALID,
                    TRANSFER_TARGET_UNKNOWN,
                    KEY_ID_INVALID,
                    KEY_NAME_INVALID,
                    USER_NAME_INVALID,
                    PASSWORD_INVALID,
                    ROLE_ID_INVALID,
                    POLICY_INVALID,
                    OPERATOR_LIMIT,
                    SIM_STATUS_UNSUPPORTED,
                    EXPIRY_INVALID,
                    SPEED_CLASS_UNSUPPORTED,
                    IMEI_INVALID,
                    IMEI_MISSING,
                    REGISTRATION_REFUSED,
                    SUBSCRIPTION_INVALID,
                    SUBSCRIPTION_NOT_ADDABLE,
                    SUBSCRIPTION_SECONDARY,
                    BUNDLES_UNSUPPORTED,
                    GROUP_UNKNOWN,
                    TAG_INVALID,
                    SEARCH_TERM_TOO_SHORT,
                    REQUEST_EMPTY,
                    DATE_INVALID,
                    FIELD_INVALID,
                    BUSINESS_ADDRESS_MISSING,
                    BUSINESS_ADDRESS_INVALID,
                    TAX_INFORMATION_INVALID,
                    PREDICATE_MISSING,
                    PREDICATE_INVALID,
                    PAGE_INVALID,
                    CUSTOMER_MISSING -> 400;
        };
    }
}
