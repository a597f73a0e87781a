package io.curfew.dialects.twilio;

import io.curfew.dialects.twilio.wire.TwilioError;
import io.curfew.kernel.DomainError;
import io.curfew.kernel.ErrorCode;
import io.curfew.security.Door;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The one table that maps the core's refusals to Twilio's errors. */
final class TwilioErrors {
    private static final String MORE_INFO = "https://www.twilio.com/docs/errors/";

    /** The version, which products other than the 2010 API leave out where they name an address. */
    private static final Pattern VERSION = Pattern.compile("^/v[0-9]/");

    /**
     * A row of the table.
     *
     * @param status HTTP status
     * @param code Twilio's error code
     * @param message Twilio's own wording; null to pass on the core's
     */
    record Row(int status, int code, @Nullable String message) {
        Row(int status, int code) {
            this(status, code, null);
        }
    }

    private TwilioErrors() {}

    /** The answer for {@code error} on a call of {@code path}. */
    static Response response(DomainError error, String path) {
        Row row = row(error.code());
        Response.ResponseBuilder response = Response.status(row.status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new TwilioError(row.code, message(row, error, path), MORE_INFO + row.code, row.status));
        if (row.status == 401) {
            response.header(HttpHeaders.WWW_AUTHENTICATE, "Basic realm=\"Twilio API\"");
        } else if (error.code() == ErrorCode.UNAVAILABLE) {
            response.header(HttpHeaders.RETRY_AFTER, Door.RETRY_AFTER_SECONDS);
        }
        return response.build();
    }

    private static String message(Row row, DomainError error, String path) {
        if (row.code == 20404) {
            String shown = VERSION.matcher(path).replaceFirst("/");
            return "The requested resource " + shown + " was not found";
        }
        return row.message == null ? error.message() : row.message;
    }

    static Row row(ErrorCode code) {
        return switch (code) {
            case UNAUTHENTICATED, CREDENTIALS_MISSING, LOGIN_FAILED, TOKEN_EXPIRED ->
                new Row(401, 20003, "Authenticate");
            case FORBIDDEN -> new Row(401, 20003, "Authenticate");
            case PERMISSION_MISSING -> new Row(401, 70051);
            case RATE_LIMITED -> new Row(429, 20429, "Too Many Requests");
            case BAD_REQUEST,
                    IDEMPOTENCY_KEY_INVALID,
                    SWITCH_REFUSED,
                    USER_NAME_INVALID,
                    USER_NAME_TAKEN,
                    PASSWORD_INVALID,
                    LAST_OPERATOR_TOKEN,
                    PASSWORD_EXISTS,
                    ROLE_ID_INVALID,
                    ROLE_ID_TAKEN,
                    ROLE_IN_USE,
                    EMAIL_TAKEN,
                    POLICY_INVALID,
                    INVITATION_LIMIT,
                    OPERATOR_LIMIT -> new Row(400, 20001);
            case UNSUPPORTED_MEDIA_TYPE -> new Row(415, 20001);
            case TOO_LARGE -> new Row(413, 20001);
            case ADDRESS_TOO_LONG -> new Row(414, 20001);
            case TIMEOUT -> new Row(408, 20001);
            case HEADERS_TOO_LARGE -> new Row(431, 20001);
            case METHOD_NOT_ALLOWED -> new Row(405, 20004, "Method not allowed");
            case NOT_FOUND, PURGED -> new Row(404, 20404);
            case PAGE_SIZE_TOO_LARGE -> new Row(400, 20007, "Page size too large");
            case PAGE_TOKEN_INVALID -> new Row(400, 21481, "Invalid PageToken");
            case UNAVAILABLE -> new Row(503, 20503, "Service unavailable");
            case INTERNAL -> new Row(500, 20500, "Internal server error");
            case IDEMPOTENCY_KEY_REUSED -> new Row(422, 20422);
            case IDEMPOTENCY_KEY_IN_USE, VERSION_MISMATCH, BLOCKED, SECONDARY_TOKEN_EXISTS -> new Row(409, 20409);
            case NAME_INVALID -> new Row(400, 20002, "FriendlyName must be between 1 and 64 characters");
            case STATUS_INVALID -> new Row(400, 21475, "Invalid Status");
            case PARENT_NOT_ACTIVE -> new Row(400, 21476, "Unable to update Status, parent account is suspended");
            case MAIN_ACCOUNT_STATUS -> new Row(400, 21477, "Unable to update Status for the main account");
            case SUSPENDED_BY_PLATFORM ->
                new Row(
                        400,
                        21478,
                        "Unable to update Status for subaccount, subaccount has been suspended by the platform");
            case ACCOUNT_CLOSED ->
                new Row(
                        400,
                        21479,
                        "Unable to update Status for subaccount, subaccount is closed and can not be re-opened.");
            case SUBACCOUNT_LIMIT -> new Row(400, 21480, "Too many subaccounts");
            case SUBACCOUNT_NESTING -> new Row(400, 21101, "Subaccounts cannot contain subaccounts");
            case ACCOUNT_NOT_ACTIVE -> new Row(403, 20005, "Account not active");
            case NUMBER_INVALID -> new Row(400, 21421);
            case NEAR_NUMBER_INVALID -> new Row(400, 21401);
            case NUMBER_UNAVAILABLE -> new Row(400, 21422);
            case AREA_CODE_INVALID -> new Row(400, 21451);
            case AREA_CODE_EMPTY -> new Row(400, 21452);
            case AREA_CODE_UNSUPPORTED -> new Row(400, 21457);
            case NUMBER_TYPE_MISMATCH -> new Row(400, 21458);
            case TRIAL_NUMBER_LIMIT ->
                new Row(
                        400,
                        21404,
                        "Trial accounts are allowed only one Twilio number. To purchase additional numbers, please"
                                + " upgrade your account.");
            case TRIAL_RESTRICTED -> new Row(403, 10002, "Trial account does not support this feature");
            case APPLICATION_INVALID -> new Row(400, 21420);
            case URL_INVALID -> new Row(400, 21402);
            case METHOD_INVALID -> new Row(400, 21403);
            case VOICE_FALLBACK_WITHOUT_URL -> new Row(400, 21405);
            case SMS_FALLBACK_WITHOUT_URL -> new Row(400, 21406);
            case SMS_UNSUPPORTED -> new Row(400, 21407);
            case CALLER_ID_LOOKUP_UNSUPPORTED -> new Row(400, 21409);
            case ADDRESS_REQUIRED -> new Row(400, 21631);
            case LOCAL_ADDRESS_REQUIRED -> new Row(400, 21615);
            case EMERGENCY_ADDRESS_SET -> new Row(400, 21627);
            case TRANSFER_TARGET_INVALID -> new Row(400, 21470);
            case TRANSFER_TARGET_UNKNOWN -> new Row(400, 21471);
            case TRANSFER_TARGET_NOT_ACTIVE -> new Row(400, 21472);
            case TRANSFER_TARGET_UNRELATED -> new Row(400, 21473);
            case TRANSFER_BY_SUBACCOUNT -> new Row(400, 21474);
            case KEY_ID_INVALID -> new Row(400, 70002, "Invalid Sid provided in the request");
            case KEY_NAME_INVALID -> new Row(400, 70001, "The request has constraint violations");
            // The only call of this door that touches SIMs is closing an account, and that is refused with BLOCKED.
            case EXPIRY_NOT_SET, NOT_IN_TEST_MODE -> new Row(404, 20404);
            case SIM_PROTECTED,
                    SIM_TERMINATED,
                    SIM_TRANSITION_INVALID,
                    SIM_STATUS_UNSUPPORTED,
                    SIM_OFFLINE,
                    SESSION_REFUSED,
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
                    STOCK_DUPLICATE -> new Row(400, 20001);
            // These concern advertisers, which this door does not know.
            case REQUEST_EMPTY,
                    DATE_INVALID,
                    OPERATION_UNKNOWN,
                    ACCESS_TOKEN_EXPIRED,
                    ADVERTISER_ACCOUNT_UNKNOWN,
                    ACCOUNT_NAME_TAKEN,
                    DRAFT_ACCOUNT_EXISTS,
                    FIELD_INVALID,
                    BUSINESS_ADDRESS_MISSING,
                    BUSINESS_ADDRESS_INVALID,
                    TAX_INFORMATION_INVALID,
                    BILLING_THRESHOLD_FORBIDDEN,
                    PREDICATE_MISSING,
                    PREDICATE_INVALID,
                    PAGE_INVALID,
                    CUSTOMER_MISSING -> new Row(400, 20001);
        };
    }
}
