package io.curfew.dialects.twilio;

import io.curfew.access.HolderRights;
import io.curfew.access.Target;
import io.curfew.access.Verdict;
import io.curfew.credentials.Caller;
import io.curfew.credentials.CredentialKind;
import io.curfew.credentials.CredentialRights;
import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import java.util.Optional;

/** The rights of this door's credentials, and the errors for what the gate refuses. */
final class TwilioRights {
    private TwilioRights() {}

    /** What the caller may do; refuses credentials of other doors with {@link ErrorCode#FORBIDDEN}. */
    static HolderRights of(Caller caller) {
        if (caller.kind() != null && !caller.kind().isApiKey()) {
            throw forbidden();
        }
        return caller.kind() == CredentialKind.RESTRICTED_KEY
                ? new RestrictedKeyRights(caller)
                : CredentialRights.of(caller);
    }

    /**
     * The error for a refusal of the gate: {@link ErrorCode#FORBIDDEN}, which Twilio answers with 401 and 20003;
     * {@link ErrorCode#PERMISSION_MISSING} for a restricted key; {@link ErrorCode#MAIN_ACCOUNT_STATUS}; or
     * {@link ErrorCode#TRANSFER_BY_SUBACCOUNT}, since transfers are the only action here that concerns a whole tree.
     */
    static DomainException refusal(Verdict verdict, Action action, Target target) {
        return switch (verdict) {
            case PERMISSION_MISSING -> permissionMissing(action, target);
            case MAIN_STATUS ->
                new DomainException(ErrorCode.MAIN_ACCOUNT_STATUS, "A main account's status is not changed here.");
            case WHOLE_TREE_ONLY ->
                new DomainException(
                        ErrorCode.TRANSFER_BY_SUBACCOUNT, "Only the main account can transfer phone numbers.");
            case ALLOWED, OUT_OF_REACH, NOT_GRANTED, PLATFORM_ONLY, OWN_STATUS -> forbidden();
        };
    }

    private static DomainException permissionMissing(Action action, Target target) {
        Optional<String> permission = RestrictedKeyRights.permission(action);
        String what;
        if (target instanceof Target.Handout) {
            what = "a restricted key gives no permissions that it does not have";
        } else if (permission.isEmpty()) {
            what = "no permission of a restricted key covers this request";
        } else {
            what = "required permission " + permission.get() + " is missing";
        }
        return new DomainException(ErrorCode.PERMISSION_MISSING, "Authorization Error: " + what);
    }

    static DomainException forbidden() {
        return new DomainException(ErrorCode.FORBIDDEN, "Authenticate");
    }
}
