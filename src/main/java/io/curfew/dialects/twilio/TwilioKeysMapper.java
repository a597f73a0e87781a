package io.curfew.dialects.twilio;

import io.curfew.accounts.AccountView;
import io.curfew.credentials.CredentialView;
import io.curfew.credentials.IssuedCredential;
import io.curfew.dialects.twilio.TwilioPaging.Position;
import io.curfew.dialects.twilio.wire.TwilioIamKey;
import io.curfew.dialects.twilio.wire.TwilioKey;
import io.curfew.dialects.twilio.wire.TwilioKeyPolicy;
import io.curfew.dialects.twilio.wire.TwilioListedIamKey;
import io.curfew.dialects.twilio.wire.TwilioNewIamKey;
import io.curfew.dialects.twilio.wire.TwilioNewKey;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.Ids;
import io.curfew.kernel.Slice;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Maps between the core's credentials and Twilio's API keys, for the 2010 API and the iam product. */
final class TwilioKeysMapper {
    private static final int MAX_NAME = 64;

    /** Every key can be used for calls and for signing tokens. */
    private static final List<String> FLAGS = List.of("rest_api", "signing");

    private TwilioKeysMapper() {}

    /** A key in the 2010 API. */
    static TwilioKey key(CredentialView key) {
        return new TwilioKey(key.id(), key.name(), created(key), updated(key));
    }

    /** A key that was just made, in the 2010 API. */
    static TwilioNewKey created(IssuedCredential issued) {
        CredentialView key = issued.credential();
        return new TwilioNewKey(key.id(), key.name(), created(key), updated(key), issued.secret());
    }

    /** A key in the iam product. */
    static TwilioIamKey iamKey(CredentialView key) {
        return new TwilioIamKey(key.id(), key.name(), created(key), updated(key), policy(key));
    }

    /** A key in the iam product's list. */
    static TwilioListedIamKey listedIamKey(CredentialView key) {
        return new TwilioListedIamKey(key.id(), key.name(), created(key), updated(key), FLAGS);
    }

    /** A key that was just made, in the iam product. */
    static TwilioNewIamKey createdIam(IssuedCredential issued) {
        CredentialView key = issued.credential();
        return new TwilioNewIamKey(key.id(), key.name(), created(key), updated(key), issued.secret(), policy(key));
    }

    private static @Nullable TwilioKeyPolicy policy(CredentialView key) {
        return key.policy() == null ? null : TwilioPolicy.stored(key.policy()).wire();
    }

    private static String created(CredentialView key) {
        return TwilioDates.rfc2822(key.createdAt());
    }

    private static String updated(CredentialView key) {
        return TwilioDates.rfc2822(key.updatedAt());
    }

    /**
     * Refuses any account but the caller's own: the iam product is about that account only, even for a main account's
     * auth token, although calls name an account. Refuses with {@link ErrorCode#BAD_REQUEST},
     * {@link ErrorCode#KEY_ID_INVALID} and {@link ErrorCode#FORBIDDEN}.
     */
    static void requireOwn(AccountView own, Optional<String> accountSid) {
        String sid = accountSid
                .filter(text -> !text.isEmpty())
                .orElseThrow(() -> new DomainException(ErrorCode.BAD_REQUEST, "AccountSid is required"));
        if (!Ids.is(Ids.ACCOUNT, sid)) {
            throw new DomainException(ErrorCode.KEY_ID_INVALID, "AccountSid is an account's SID");
        }
        if (!sid.equalsIgnoreCase(own.id())) {
            throw TwilioRights.forbidden();
        }
    }

    /** The positions of a page's keys in the list. */
    static List<Position> positions(Slice<CredentialView> page) {
        return page.items().stream()
                .map(key -> new Position(key.createdAt(), key.id()))
                .toList();
    }

    /** A key's id as it is stored; refuses other text with {@link ErrorCode#KEY_ID_INVALID}. */
    static String keyId(String text) {
        if (!Ids.is(Ids.API_KEY, text)) {
            throw new DomainException(ErrorCode.KEY_ID_INVALID, "Invalid Sid provided in the request");
        }
        return Ids.API_KEY + text.substring(2).toLowerCase(Locale.ROOT);
    }

    /**
     * The name that a form gives, empty for none; refuses a name that is too long with
     * {@link ErrorCode#KEY_NAME_INVALID}.
     */
    static Optional<String> name(TwilioParams form) {
        Optional<String> name = form.name("FriendlyName");
        if (name.filter(text -> text.codePointCount(0, text.length()) > MAX_NAME)
                .isPresent()) {
            throw new DomainException(ErrorCode.KEY_NAME_INVALID, "FriendlyName has 64 characters at most");
        }
        return name;
    }

    /** The name of a key to be created, null for none. */
    static @Nullable String newName(TwilioParams form) {
        return name(form).filter(text -> !text.isEmpty()).orElse(null);
    }
}
