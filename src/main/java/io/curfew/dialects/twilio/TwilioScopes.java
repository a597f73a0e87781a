package io.curfew.dialects.twilio;

import io.curfew.credentials.Caller;
import io.curfew.credentials.CredentialKind;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.Ids;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How far each kind of credential reaches, as in the table of docs/dialects/twilio.md. */
final class TwilioScopes {
    private TwilioScopes() {}

    /**
     * Refuses with {@link ErrorCode#FORBIDDEN}, which Twilio answers with 401 and 20003, what is none of this door's
     * credentials, and an account that the credential never reaches. Only a main account's auth token reaches other
     * accounts, and only those of its tree: whether it is one of them shows when it is fetched.
     *
     * @param accountId the account that the path names, null for none
     */
    static void requireReach(Caller caller, @Nullable String accountId) {
        boolean ownAccount =
                accountId == null || accountId.equals(caller.account().id());
        if (!ownAccount && !(caller.usedAuthToken() && caller.account().isMain())) {
            throw forbidden();
        }
        if (caller.kind() != null && !caller.kind().isApiKey()) {
            throw forbidden();
        }
    }

    /**
     * Refuses with {@link ErrorCode#FORBIDDEN} what a standard key may not do, and with
     * {@link ErrorCode#PERMISSION_MISSING} what a restricted key's policy does not allow.
     */
    static void require(Caller caller, TwilioOperation operation) {
        if (caller.kind() == CredentialKind.STANDARD_KEY && !operation.standardKey()) {
            throw forbidden();
        }
        if (caller.kind() == CredentialKind.RESTRICTED_KEY) {
            requirePermission(TwilioPolicy.stored(caller.policy()), operation.permission());
        }
    }

    private static void requirePermission(TwilioPolicy policy, String permission) {
        if (permission.isEmpty()) {
            throw new DomainException(
                    ErrorCode.PERMISSION_MISSING,
                    "Authorization Error: no permission of a restricted key covers this request");
        }
        if (!policy.allows(permission)) {
            throw new DomainException(
                    ErrorCode.PERMISSION_MISSING,
                    "Authorization Error: required permission " + permission + " is missing");
        }
    }

    /**
     * Refuses with {@link ErrorCode#PERMISSION_MISSING} when a restricted key would give a key, itself included, more
     * than it has.
     *
     * @param policy what the key is to get, null for a standard key
     */
    static void requireMayGive(Caller caller, @Nullable TwilioPolicy policy) {
        boolean restricted = caller.kind() == CredentialKind.RESTRICTED_KEY;
        if (restricted
                && (policy == null || !TwilioPolicy.stored(caller.policy()).covers(policy))) {
            throw new DomainException(
                    ErrorCode.PERMISSION_MISSING,
                    "Authorization Error: a restricted key gives no permissions that it does not have");
        }
    }

    /**
     * The account that a call of the iam product is about, as it names it: the caller's own and no other, not even for a
     * main account's auth token. Refuses with {@link ErrorCode#BAD_REQUEST}, {@link ErrorCode#KEY_ID_INVALID} and
     * {@link ErrorCode#FORBIDDEN}.
     */
    static void requireOwn(Caller caller, Optional<String> accountSid) {
        String sid = accountSid
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> new DomainException(ErrorCode.BAD_REQUEST, "AccountSid is required"));
        if (!Ids.is(Ids.ACCOUNT, sid)) {
            throw new DomainException(ErrorCode.KEY_ID_INVALID, "AccountSid is an account's SID");
        }
        if (!sid.equalsIgnoreCase(caller.account().id())) {
            throw forbidden();
        }
    }

    private static DomainException forbidden() {
        return new DomainException(ErrorCode.FORBIDDEN, "Authenticate");
    }
}
