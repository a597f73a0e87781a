package io.curfew.kernel;

/**
 * Every refusal the core can answer with. Each door translates each of them in one table (a test walks
 * {@link #values()} for every door), so adding one here means deciding its wire form there.
 */
public enum ErrorCode {
    /** No credentials, or wrong ones, or those of an account that may not act. */
    UNAUTHENTICATED,
    /** No credentials at all. */
    CREDENTIALS_MISSING,
    /** A login's name or secret is wrong, or its account may not act: callers cannot tell which. */
    LOGIN_FAILED,
    /** A token cannot be renewed because it is no longer valid. */
    TOKEN_EXPIRED,
    /** Known caller, but the call is outside what the credential may do. */
    FORBIDDEN,
    /** Too many failed logins or too many calls; nothing was processed. */
    RATE_LIMITED,
    /** The request itself is malformed: encoding, shape, a missing or unreadable value. */
    BAD_REQUEST,
    /** The request's media type is not one the door reads. */
    UNSUPPORTED_MEDIA_TYPE,
    /** The request's body is larger than the door takes. */
    TOO_LARGE,
    /** The request's address is longer than any door takes. */
    ADDRESS_TOO_LONG,
    /** The request's body did not arrive in time; nothing was done. */
    TIMEOUT,
    /** The request's headers are larger than the server takes. */
    HEADERS_TOO_LARGE,
    /** The path exists, the method does not. */
    METHOD_NOT_ALLOWED,
    /** No such thing, or one of another tenant: callers cannot tell the two apart. */
    NOT_FOUND,
    /** A page size beyond the door's limit. */
    PAGE_SIZE_TOO_LARGE,
    /** A page token that this service did not issue. */
    PAGE_TOKEN_INVALID,
    /** The database cannot be reached or did not answer in time; nothing was done. */
    UNAVAILABLE,
    /** A fault of ours; the details are in the log only. */
    INTERNAL,

    /** An {@code Idempotency-Key} longer than 255 characters or not printable. */
    IDEMPOTENCY_KEY_INVALID,
    /** The key was used for another request. */
    IDEMPOTENCY_KEY_REUSED,
    /** The first request under this key is still running. */
    IDEMPOTENCY_KEY_IN_USE,
    /** {@code If-Match} or a TimeStamp names a version other than the current one. */
    VERSION_MISMATCH,

    /** A name that is empty or longer than the door allows. */
    NAME_INVALID,
    /** A status word the door does not know. */
    STATUS_INVALID,
    /** The account is closed, and nothing leads out of closed. */
    ACCOUNT_CLOSED,
    /** The account, or its main account, is not active, so it takes nothing new. */
    ACCOUNT_NOT_ACTIVE,
    /** The main account is suspended, so its subaccounts' statuses stand still. */
    PARENT_NOT_ACTIVE,
    /** The platform operator suspended it; only the platform operator resumes it. */
    SUSPENDED_BY_PLATFORM,
    /** A main account's own status cannot be changed through this door. */
    MAIN_ACCOUNT_STATUS,
    /** Only main accounts hold subaccounts. */
    SUBACCOUNT_NESTING,
    /** The main account holds as many open subaccounts as it may. */
    SUBACCOUNT_LIMIT,
    /** Holds or protections stand in the way; the details list them. */
    BLOCKED,
    /** The account was purged; a tombstone is all that is left. */
    PURGED,

    /** Not a phone number in E.164. */
    NUMBER_INVALID,
    /** Not a phone number whose place is known, so nothing can be near it. */
    NEAR_NUMBER_INVALID,
    /** The phone number is taken, in quarantine, or not sold here. */
    NUMBER_UNAVAILABLE,
    /** Not a three-digit area code. */
    AREA_CODE_INVALID,
    /** No number is for sale in that area code. */
    AREA_CODE_EMPTY,
    /** Buying by area code is not offered for that type of number. */
    AREA_CODE_UNSUPPORTED,
    /** The number is of another type than the path says. */
    NUMBER_TYPE_MISMATCH,
    /** A trial account holds its one number already. */
    TRIAL_NUMBER_LIMIT,
    /** A subaccount of a trial account buys nothing. */
    TRIAL_RESTRICTED,
    /** The application that is named does not belong to this account. */
    APPLICATION_INVALID,
    /** A URL that is not an absolute http(s) address. */
    URL_INVALID,
    /** A webhook method other than GET and POST. */
    METHOD_INVALID,
    /** A voice fallback URL without a voice URL. */
    VOICE_FALLBACK_WITHOUT_URL,
    /** A messaging fallback URL without a messaging URL. */
    SMS_FALLBACK_WITHOUT_URL,
    /** A messaging setting on a number that takes no messages. */
    SMS_UNSUPPORTED,
    /** Caller name lookup on a number of a country that has none. */
    CALLER_ID_LOOKUP_UNSUPPORTED,
    /** The number's country requires an address of its holder, and none was named. */
    ADDRESS_REQUIRED,
    /** The number's country requires an address of its holder within that country, and none was named. */
    LOCAL_ADDRESS_REQUIRED,
    /** A number that has an emergency address is to be given up. */
    EMERGENCY_ADDRESS_SET,
    /** The target of a transfer is not an account id. */
    TRANSFER_TARGET_INVALID,
    /** The target of a transfer does not exist. */
    TRANSFER_TARGET_UNKNOWN,
    /** The target of a transfer is not active. */
    TRANSFER_TARGET_NOT_ACTIVE,
    /** The target of a transfer is in another tree. */
    TRANSFER_TARGET_UNRELATED,
    /** Only the main account's credentials transfer numbers. */
    TRANSFER_BY_SUBACCOUNT,

    /** Termination protection is on. */
    SIM_PROTECTED,
    /** The SIM is terminated, and nothing leads out of terminated. */
    SIM_TERMINATED,
    /** The SIM's status cannot change to the one asked for. */
    SIM_TRANSITION_INVALID,
    /** The SIM's subscription does not know the status asked for. */
    SIM_STATUS_UNSUPPORTED,
    /** The SIM has no session. */
    SIM_OFFLINE,
    /** The SIM's status, expiry or device lock forbids a session; the details hold {@code reason}. */
    SESSION_REFUSED,
    /** No expiry is set. */
    EXPIRY_NOT_SET,
    /** An expiry beyond what a calendar holds. */
    EXPIRY_INVALID,
    /** Not one of the subscription's speed classes. */
    SPEED_CLASS_UNSUPPORTED,
    /** Not an IMEI. */
    IMEI_INVALID,
    /** No IMEI given, and no session to take it from. */
    IMEI_MISSING,
    /** The registration secret is wrong, or the SIM is not one to be registered here. */
    REGISTRATION_REFUSED,
    /** No such subscription, or not one for this kind of SIM. */
    SUBSCRIPTION_INVALID,
    /** The subscription cannot be added to this SIM. */
    SUBSCRIPTION_NOT_ADDABLE,
    /** The subscription is not a virtual secondary one, or already terminated. */
    SUBSCRIPTION_NOT_TERMINABLE,
    /** The IMSI belongs to a secondary subscription, and the change concerns the whole SIM. */
    SUBSCRIPTION_SECONDARY,
    /** The subscription takes no such bundles. */
    BUNDLES_UNSUPPORTED,
    /** There is no such group in this coverage. */
    GROUP_UNKNOWN,
    /** A tag without a name, or one that is too long, or too many of them. */
    TAG_INVALID,
    /** A search term of fewer than two characters. */
    SEARCH_TERM_TOO_SHORT,
    /** The SIM is not in test mode. */
    NOT_IN_TEST_MODE,
    /** A SIM with one of these ids is known already; the details hold {@code simId}. */
    STOCK_DUPLICATE,

    /** A secondary auth token exists already. */
    SECONDARY_TOKEN_EXISTS,
    /** A key's id of the wrong kind. */
    KEY_ID_INVALID,
    /** A key's name that is longer than the door allows. */
    KEY_NAME_INVALID,
    /** The credential's policy does not allow this call. */
    PERMISSION_MISSING,

    /** The platform operator would be left without a token that does not expire. */
    LAST_OPERATOR_TOKEN,
    /** No such user to switch to, or one that does not trust the caller: callers cannot tell which. */
    SWITCH_REFUSED,
    /** An e-mail address that a user of the same tree has, or the root user of an operator. */
    EMAIL_TAKEN,
    /** More open invitations than an account can have. */
    INVITATION_LIMIT,
    /** A user name that is empty, too long, or has control characters. */
    USER_NAME_INVALID,
    /** The operator has a user of that name. */
    USER_NAME_TAKEN,
    /** A password that is too short or too long. */
    PASSWORD_INVALID,
    /** The user has a password, which is changed and not set. */
    PASSWORD_EXISTS,
    /** A role's id that is empty, too long, or has control characters. */
    ROLE_ID_INVALID,
    /** The operator has a role of that id. */
    ROLE_ID_TAKEN,
    /** Users still have the role. */
    ROLE_IN_USE,
    /** A malformed permission document or trust policy. */
    POLICY_INVALID,
    /** More users, roles, auth keys, tokens or permissions than an operator can have. */
    OPERATOR_LIMIT,

    /** An empty request: it has no body, or does not name what it is about. */
    REQUEST_EMPTY,
    /** Not a date. */
    DATE_INVALID,
    /** The operation asked for does not exist, or not in this version. */
    OPERATION_UNKNOWN,
    /** The access token was good once and has expired. */
    ACCESS_TOKEN_EXPIRED,
    /** There is no such advertiser account among those that the caller's customers hold. */
    ADVERTISER_ACCOUNT_UNKNOWN,
    /** The customer holds an account of that name. */
    ACCOUNT_NAME_TAKEN,
    /** The customer holds an account that is still a draft, and takes no second draft until that one is active. */
    DRAFT_ACCOUNT_EXISTS,
    /** A value that its field does not take; the details hold {@code field}. */
    FIELD_INVALID,
    /** An account without the address of its business. */
    BUSINESS_ADDRESS_MISSING,
    /** Not a business address; the details hold {@code field}. */
    BUSINESS_ADDRESS_INVALID,
    /** Tax information under an unknown name. */
    TAX_INFORMATION_INVALID,
    /** Only users of the customer who pays set the billing threshold. */
    BILLING_THRESHOLD_FORBIDDEN,
    /** A search without a predicate. */
    PREDICATE_MISSING,
    /**
     * A predicate with an unknown field, an operator that the field does not take, or a malformed value; or one that does
     * not do alone.
     */
    PREDICATE_INVALID,
    /** No page is named, or one beyond what can be asked for. */
    PAGE_INVALID,
    /** A change of a customer that does not name the customer. */
    CUSTOMER_MISSING
}
