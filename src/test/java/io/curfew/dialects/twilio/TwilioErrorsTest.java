package io.curfew.dialects.twilio;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.dialects.twilio.wire.TwilioError;
import io.curfew.kernel.DomainError;
import io.curfew.kernel.ErrorCode;
import jakarta.ws.rs.core.Response;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TwilioErrorsTest {
    /** The contract's table, §8: status and code of every refusal. */
    private static final String TABLE = """
            UNAUTHENTICATED 401 20003
            FORBIDDEN 401 20003
            PERMISSION_MISSING 401 70051
            RATE_LIMITED 429 20429
            BAD_REQUEST 400 20001
            IDEMPOTENCY_KEY_INVALID 400 20001
            UNSUPPORTED_MEDIA_TYPE 415 20001
            TOO_LARGE 413 20001
            ADDRESS_TOO_LONG 414 20001
            TIMEOUT 408 20001
            HEADERS_TOO_LARGE 431 20001
            METHOD_NOT_ALLOWED 405 20004
            NOT_FOUND 404 20404
            PURGED 404 20404
            PAGE_SIZE_TOO_LARGE 400 20007
            PAGE_TOKEN_INVALID 400 21481
            UNAVAILABLE 503 20503
            INTERNAL 500 20500
            IDEMPOTENCY_KEY_REUSED 422 20422
            IDEMPOTENCY_KEY_IN_USE 409 20409
            VERSION_MISMATCH 409 20409
            BLOCKED 409 20409
            SECONDARY_TOKEN_EXISTS 409 20409
            NAME_INVALID 400 20002
            STATUS_INVALID 400 21475
            PARENT_NOT_ACTIVE 400 21476
            MAIN_ACCOUNT_STATUS 400 21477
            SUSPENDED_BY_PLATFORM 400 21478
            ACCOUNT_CLOSED 400 21479
            SUBACCOUNT_LIMIT 400 21480
            SUBACCOUNT_NESTING 400 21101
            ACCOUNT_NOT_ACTIVE 403 20005
            NUMBER_INVALID 400 21421
            NEAR_NUMBER_INVALID 400 21401
            NUMBER_UNAVAILABLE 400 21422
            AREA_CODE_INVALID 400 21451
            AREA_CODE_EMPTY 400 21452
            AREA_CODE_UNSUPPORTED 400 21457
            NUMBER_TYPE_MISMATCH 400 21458
            TRIAL_NUMBER_LIMIT 400 21404
            TRIAL_RESTRICTED 403 10002
            APPLICATION_INVALID 400 21420
            URL_INVALID 400 21402
            METHOD_INVALID 400 21403
            VOICE_FALLBACK_WITHOUT_URL 400 21405
            SMS_FALLBACK_WITHOUT_URL 400 21406
            SMS_UNSUPPORTED 400 21407
            CALLER_ID_LOOKUP_UNSUPPORTED 400 21409
            ADDRESS_REQUIRED 400 21631
            LOCAL_ADDRESS_REQUIRED 400 21615
            EMERGENCY_ADDRESS_SET 400 21627
            TRANSFER_TARGET_INVALID 400 21470
            TRANSFER_TARGET_UNKNOWN 400 21471
            TRANSFER_TARGET_NOT_ACTIVE 400 21472
            TRANSFER_TARGET_UNRELATED 400 21473
            TRANSFER_BY_SUBACCOUNT 400 21474
            KEY_ID_INVALID 400 70002
            KEY_NAME_INVALID 400 70001
            CREDENTIALS_MISSING 401 20003
            LOGIN_FAILED 401 20003
            TOKEN_EXPIRED 401 20003
            SIM_PROTECTED 400 20001
            SIM_TERMINATED 400 20001
            SIM_TRANSITION_INVALID 400 20001
            SIM_STATUS_UNSUPPORTED 400 20001
            SIM_OFFLINE 400 20001
            SESSION_REFUSED 400 20001
            EXPIRY_NOT_SET 404 20404
            EXPIRY_INVALID 400 20001
            SPEED_CLASS_UNSUPPORTED 400 20001
            IMEI_INVALID 400 20001
            IMEI_MISSING 400 20001
            REGISTRATION_REFUSED 400 20001
            SUBSCRIPTION_INVALID 400 20001
            SUBSCRIPTION_NOT_ADDABLE 400 20001
            SUBSCRIPTION_NOT_TERMINABLE 400 20001
            SUBSCRIPTION_SECONDARY 400 20001
            BUNDLES_UNSUPPORTED 400 20001
            GROUP_UNKNOWN 400 20001
            TAG_INVALID 400 20001
            SEARCH_TERM_TOO_SHORT 400 20001
            NOT_IN_TEST_MODE 404 20404
            STOCK_DUPLICATE 400 20001
            SWITCH_REFUSED 400 20001
            EMAIL_TAKEN 400 20001
            USER_NAME_INVALID 400 20001
            USER_NAME_TAKEN 400 20001
            PASSWORD_INVALID 400 20001
            LAST_OPERATOR_TOKEN 400 20001
            PASSWORD_EXISTS 400 20001
            ROLE_ID_INVALID 400 20001
            ROLE_ID_TAKEN 400 20001
            ROLE_IN_USE 400 20001
            POLICY_INVALID 400 20001
            INVITATION_LIMIT 400 20001
            OPERATOR_LIMIT 400 20001
            REQUEST_EMPTY 400 20001
            DATE_INVALID 400 20001
            OPERATION_UNKNOWN 400 20001
            ACCESS_TOKEN_EXPIRED 400 20001
            ADVERTISER_ACCOUNT_UNKNOWN 400 20001
            ACCOUNT_NAME_TAKEN 400 20001
            DRAFT_ACCOUNT_EXISTS 400 20001
            FIELD_INVALID 400 20001
            BUSINESS_ADDRESS_MISSING 400 20001
            BUSINESS_ADDRESS_INVALID 400 20001
            TAX_INFORMATION_INVALID 400 20001
            BILLING_THRESHOLD_FORBIDDEN 400 20001
            PREDICATE_MISSING 400 20001
            PREDICATE_INVALID 400 20001
            PAGE_INVALID 400 20001
            CUSTOMER_MISSING 400 20001
            """;

    private static final Map<ErrorCode, int[]> ROWS = rows();

    private static Map<ErrorCode, int[]> rows() {
        Map<ErrorCode, int[]> rows = new EnumMap<>(ErrorCode.class);
        TABLE.lines().forEach(line -> {
            String[] parts = line.split(" ", -1);
            rows.put(ErrorCode.valueOf(parts[0]), new int[] {Integer.parseInt(parts[1]), Integer.parseInt(parts[2])});
        });
        return rows;
    }

    @Test
    void everyRefusalIsInTheTable() {
        assertThat(ROWS).containsOnlyKeys(Arrays.asList(ErrorCode.values()));
    }

    @ParameterizedTest
    @EnumSource
    void refusalHasItsStatusCodeAndWholeBody(ErrorCode code) {
        // Given
        int[] row = ROWS.getOrDefault(code, new int[0]);
        // When
        Response response = TwilioErrors.response(new DomainError(code, "A sentence."), "/v1/Keys/SK1");
        // Then
        assertThat(response.getStatus()).isEqualTo(row[0]);
        assertThat(response.getMediaType()).hasToString("application/json");
        TwilioError body = (TwilioError) response.getEntity();
        assertThat(body.status()).isEqualTo(row[0]);
        assertThat(body.code()).isEqualTo(row[1]);
        assertThat(body.moreInfo()).isEqualTo("https://www.twilio.com/docs/errors/" + row[1]);
        assertThat(body.message()).isNotBlank();
        assertThat(response.getHeaderString("WWW-Authenticate"))
                .isEqualTo(row[0] == 401 ? "Basic realm=\"Twilio API\"" : null);
    }

    @Test
    void whatIsNotFoundIsNamedAsItsProductDoes() {
        DomainError error = new DomainError(ErrorCode.NOT_FOUND, "There is no such key.");
        assertThat(message(error, "/v1/Keys/SK1")).isEqualTo("The requested resource /Keys/SK1 was not found");
        assertThat(message(error, "/2010-04-01/Accounts/AC1.json"))
                .isEqualTo("The requested resource /2010-04-01/Accounts/AC1.json was not found");
    }

    @Test
    void blameOfOursSaysNothingOfTheInside() {
        DomainError error = new DomainError(ErrorCode.INTERNAL, "relation account does not exist");
        assertThat(message(error, "/v1/Keys")).isEqualTo("Internal server error");
    }

    private static String message(DomainError error, String path) {
        return ((TwilioError) TwilioErrors.response(error, path).getEntity()).message();
    }
}
