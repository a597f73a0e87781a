package io.curfew.dialects.soracom;

import io.curfew.dialects.soracom.wire.SoracomError;
import io.curfew.kernel.DomainError;
import io.curfew.kernel.ErrorCode;
import io.curfew.security.Door;
import io.curfew.security.DoorMetrics;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/**
 * The one table that maps the core's refusals to SORACOM's errors. It uses the vendor's code where that is public, and
 * otherwise one of our own, {@code AUM9…} for accounts and logins and {@code SEM9…} for everything else, which no
 * client can mistake for the vendor's. Clients repeat a call that gets 429 or 5xx for minutes, so no request that would
 * be refused again gets one of these.
 */
final class SoracomErrors {
    /**
     * A row of the table.
     *
     * @param status HTTP status
     * @param code SORACOM's error code
     * @param english the sentence; null to pass on the core's, which is more specific
     * @param japanese the sentence in Japanese
     */
    record Row(int status, String code, @Nullable String english, String japanese) {
        Row(int status, String code, String japanese) {
            this(status, code, null, japanese);
        }
    }

    private SoracomErrors() {}

    /** The answer for {@code error}. */
    static Response response(DomainError error, SoracomLanguage language) {
        DoorMetrics.refused(SoracomDoor.NAME, error.code());
        Row row = row(error.code());
        Response.ResponseBuilder response = Response.status(row.status)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(new SoracomError(row.code, message(row, error, language)));
        if (error.code() == ErrorCode.UNAVAILABLE) {
            response.header(HttpHeaders.RETRY_AFTER, Door.RETRY_AFTER_SECONDS);
        }
        return response.build();
    }

    private static String message(Row row, DomainError error, SoracomLanguage language) {
        if (language == SoracomLanguage.JAPANESE) {
            return row.japanese;
        }
        return row.english == null ? error.message() : row.english;
    }

    static Row row(ErrorCode code) {
        return switch (code) {
            case CREDENTIALS_MISSING ->
                new Row(401, "AUM0001", "Token is required in the request header", "リクエストヘッダーにトークンが必要です。");
            // This is the code on which some clients log in again automatically.
            case UNAUTHENTICATED -> new Row(401, "AUM0013", "Invalid API key or token.", "API キーまたはトークンが無効です。");
            case TOKEN_EXPIRED -> new Row(400, "AUM0013", "Invalid API key or token.", "API キーまたはトークンが無効です。");
            case LOGIN_FAILED -> new Row(401, "AUM9001", "Authentication failed.", "認証に失敗しました。");
            case FORBIDDEN, PERMISSION_MISSING ->
                new Row(403, "AUM9002", "You do not have permission to call this API.", "この API を呼び出す権限がありません。");
            case RATE_LIMITED ->
                new Row(429, "AUM9003", "Too many requests. Wait a minute.", "リクエストが多すぎます。しばらく待ってから再度お試しください。");
            case SWITCH_REFUSED ->
                new Row(400, "AUM9004", "You are not allowed to switch to this user.", "このユーザーへのスイッチは許可されていません。");
            case EMAIL_TAKEN -> new Row(400, "AUM0003", "This email is already registered.", "このメールアドレスはすでに登録されています。");
            case USER_NAME_INVALID -> new Row(400, "AUM9005", "ユーザー名が正しくありません。");
            case USER_NAME_TAKEN -> new Row(400, "AUM9006", "This user name is already used.", "このユーザー名はすでに使用されています。");
            case PASSWORD_INVALID -> new Row(400, "AUM9007", "パスワードが正しくありません。");
            case PASSWORD_EXISTS ->
                new Row(400, "AUM9008", "The user already has a password.", "このユーザーにはすでにパスワードが設定されています。");
            case POLICY_INVALID -> new Row(400, "AUM9009", "権限または信頼ポリシーの構文が正しくありません。");
            case ROLE_ID_INVALID -> new Row(400, "AUM9010", "ロール ID が正しくありません。");
            case ROLE_ID_TAKEN -> new Row(400, "AUM9011", "This role id is already used.", "このロール ID はすでに使用されています。");
            case ROLE_IN_USE -> new Row(400, "AUM9012", "The role is attached to users.", "このロールはユーザーに割り当てられています。");
            case ACCOUNT_NOT_ACTIVE, PARENT_NOT_ACTIVE, ACCOUNT_CLOSED, SUSPENDED_BY_PLATFORM ->
                new Row(400, "AUM9013", "アカウントが有効ではありません。");
            case OPERATOR_LIMIT -> new Row(400, "AUM9015", "ユーザー、ロール、認証キー、トークン、または権限の上限を超えています。");
            case BLOCKED -> new Row(400, "AUM9014", "保護または保留により、この操作はできません。");

            case BAD_REQUEST -> new Row(400, "SEM9001", "リクエストが正しくありません。");
            case NOT_FOUND, PURGED ->
                new Row(404, "SEM9002", "The requested resource was not found.", "指定されたリソースが見つかりません。");
            case METHOD_NOT_ALLOWED -> new Row(405, "SEM9003", "This method is not allowed here.", "このメソッドは使用できません。");
            case TOO_LARGE -> new Row(413, "SEM9004", "The request body is too large.", "リクエストボディが大きすぎます。");
            case ADDRESS_TOO_LONG -> new Row(414, "SEM9015", "The address is too long.", "URL が長すぎます。");
            case TIMEOUT ->
                new Row(408, "SEM9014", "The request body did not arrive in time.", "リクエストボディの受信がタイムアウトしました。");
            case HEADERS_TOO_LARGE ->
                new Row(431, "SEM9016", "The request headers are too large.", "リクエストヘッダーが大きすぎます。");
            case UNSUPPORTED_MEDIA_TYPE -> new Row(415, "SEM9005", "このコンテンツタイプはサポートされていません。");
            case PAGE_SIZE_TOO_LARGE -> new Row(400, "SEM9006", "limit の値が正しくありません。");
            case PAGE_TOKEN_INVALID -> new Row(400, "SEM9007", "last_evaluated_key の値が正しくありません。");
            case IDEMPOTENCY_KEY_INVALID -> new Row(400, "SEM9008", "Idempotency-Key が正しくありません。");
            case IDEMPOTENCY_KEY_REUSED -> new Row(422, "SEM9009", "この Idempotency-Key は別のリクエストで使用されています。");
            case IDEMPOTENCY_KEY_IN_USE -> new Row(409, "SEM9010", "この Idempotency-Key のリクエストは処理中です。");
            case VERSION_MISMATCH -> new Row(409, "SEM9011", "リソースが別のリクエストにより変更されました。");
            case NAME_INVALID -> new Row(400, "SEM9012", "名前が正しくありません。");
            case STATUS_INVALID -> new Row(400, "SEM9013", "ステータスが正しくありません。");

            case SIM_PROTECTED ->
                new Row(
                        400,
                        "SEM9020",
                        "Termination protection is on. Enable termination first.",
                        "解約プロテクションが有効です。先に解約プロテクションを解除してください。");
            case SIM_TERMINATED -> new Row(400, "SEM9021", "The SIM is terminated.", "この SIM は解約済みです。");
            case SIM_TRANSITION_INVALID -> new Row(400, "SEM9022", "現在のステータスからは変更できません。");
            case SIM_STATUS_UNSUPPORTED -> new Row(400, "SEM9023", "このサブスクリプションでは使用できないステータスです。");
            case SIM_OFFLINE ->
                new Row(400, "SEM0016", "The specified subscriber is offline", "指定された Subscriber はオフラインです。");
            case SESSION_REFUSED -> new Row(400, "SEM9024", "セッションを開始できません。");
            case EXPIRY_NOT_SET -> new Row(404, "SEM9025", "No expiry time is set.", "有効期限が設定されていません。");
            case EXPIRY_INVALID -> new Row(400, "SEM9026", "有効期限が正しくありません。UNIX 時間 (ミリ秒) で指定してください。");
            case SPEED_CLASS_UNSUPPORTED -> new Row(400, "SEM9027", "このサブスクリプションでは使用できない速度クラスです。");
            case IMEI_INVALID -> new Row(400, "SEM9028", "IMEI が正しくありません。");
            case IMEI_MISSING -> new Row(400, "SEM9029", "オフラインのため、IMEI を指定する必要があります。");
            case REGISTRATION_REFUSED -> new Row(400, "SEM9030", "SIM を登録できません。登録用の情報を確認してください。");
            case SUBSCRIPTION_INVALID -> new Row(400, "SEM9031", "サブスクリプションが正しくありません。");
            case SUBSCRIPTION_NOT_ADDABLE -> new Row(400, "SEM9032", "この SIM には追加できないサブスクリプションです。");
            case SUBSCRIPTION_NOT_TERMINABLE -> new Row(400, "SEM9033", "このサブスクリプションは解約できません。");
            case SUBSCRIPTION_SECONDARY -> new Row(400, "SEM9034", "プライマリサブスクリプションの IMSI を指定してください。");
            case BUNDLES_UNSUPPORTED -> new Row(400, "SEM9035", "このサブスクリプションでは使用できないバンドルです。");
            case GROUP_UNKNOWN -> new Row(400, "SEM9036", "指定されたグループが存在しません。");
            case TAG_INVALID -> new Row(400, "SEM9037", "タグが正しくありません。");
            case SEARCH_TERM_TOO_SHORT -> new Row(400, "SEM9038", "検索する値は 2 文字以上で指定してください。");
            case NOT_IN_TEST_MODE -> new Row(404, "SEM9039", "The SIM is not in test mode.", "この SIM はテストモードではありません。");
            case STOCK_DUPLICATE -> new Row(400, "SEM9040", "この SIM はすでに存在します。");

            case UNAVAILABLE -> new Row(503, "SEM9098", "The service is temporarily unavailable.", "サービスは一時的に利用できません。");
            case INTERNAL -> new Row(500, "AGW0005", "Internal error", "内部エラーが発生しました。");

            // These concern things that this door has no calls for.
            case MAIN_ACCOUNT_STATUS,
                    SUBACCOUNT_NESTING,
                    SUBACCOUNT_LIMIT,
                    INVITATION_LIMIT,
                    NUMBER_INVALID,
                    NEAR_NUMBER_INVALID,
                    NUMBER_UNAVAILABLE,
                    AREA_CODE_INVALID,
                    AREA_CODE_EMPTY,
                    AREA_CODE_UNSUPPORTED,
                    NUMBER_TYPE_MISMATCH,
                    TRIAL_NUMBER_LIMIT,
                    TRIAL_RESTRICTED,
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
                    SECONDARY_TOKEN_EXISTS,
                    LAST_OPERATOR_TOKEN,
                    KEY_ID_INVALID,
                    KEY_NAME_INVALID,
                    REQUEST_EMPTY,
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
                    CUSTOMER_MISSING -> new Row(400, "SEM9099", "このリクエストは処理できません。");
        };
    }
}
