package io.curfew.dialects.twilio;

import io.curfew.identity.Caller;
import io.curfew.identity.CredentialKind;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;

/** How far each kind of credential reaches, as in the table of docs/dialects/twilio.md. */
final class TwilioScopes {
    private TwilioScopes() {}

    /** Refuses with {@link ErrorCode#FORBIDDEN}, which Twilio answers with 401 and 20003. */
    static void require(Caller caller, TwilioPath path, String method) {
        boolean ownAccount = path.accountId() == null
                || path.accountId().equals(caller.account().id());
        // Only a main account's auth token reaches other accounts, and only those of its tree: that is asked later.
        if (!ownAccount && !(caller.usedAuthToken() && caller.account().isMain())) {
            throw forbidden();
        }
        if (caller.kind() == CredentialKind.STANDARD_KEY && path.area() != TwilioPath.Area.OTHER) {
            throw forbidden();
        }
        if (caller.kind() != null && !caller.kind().isApiKey()) {
            throw forbidden();
        }
    }

    private static DomainException forbidden() {
        return new DomainException(ErrorCode.FORBIDDEN, "Authenticate");
    }
}
