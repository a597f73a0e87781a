package io.curfew.api;

import io.curfew.accounts.AccountView;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * ETags and the conditions that name them. An account's ETag is its version. Where its main account's status overrides
 * its own, that status follows the version, since what is shown changes though the version does not.
 */
final class Conditions {
    /** A version that nothing ever has. */
    private static final long NONE = -1;

    private static final Pattern ETAG = Pattern.compile("(W/)?\"([\\x21\\x23-\\x7e\\x80-\\xff]*)\"");
    private static final Pattern VERSION = Pattern.compile("([0-9]{1,18})(-[a-z]+)?");

    private Conditions() {}

    static String etag(AccountView account) {
        return account.status() == account.effectiveStatus()
                ? etag(account.version())
                : "\"" + account.version() + "-"
                        + account.effectiveStatus().name().toLowerCase(Locale.ROOT) + "\"";
    }

    static String etag(long version) {
        return "\"" + version + "\"";
    }

    /**
     * The version that {@code If-Match} asks for; null when any will do. An ETag of another kind than ours matches
     * nothing.
     *
     * <p>Refuses with {@link ErrorCode#BAD_REQUEST} what is neither {@code *} nor one ETag.
     */
    static @Nullable Long ifMatch(@Nullable String header) {
        if (header == null || header.strip().equals("*")) {
            return null;
        }
        Matcher etag = ETAG.matcher(header.strip());
        if (!etag.matches()) {
            throw new DomainException(ErrorCode.BAD_REQUEST, "If-Match is * or one ETag.");
        }
        Matcher version = VERSION.matcher(etag.group(2));
        return etag.group(1) == null && version.matches() ? Long.valueOf(version.group(1)) : Long.valueOf(NONE);
    }

    /** Whether {@code If-None-Match} names {@code etag}, so that the caller has it already. */
    static boolean isKnown(@Nullable String header, String etag) {
        if (header == null) {
            return false;
        }
        if (header.strip().equals("*")) {
            return true;
        }
        Matcher named = ETAG.matcher(header);
        while (named.find()) {
            if (("\"" + named.group(2) + "\"").equals(etag)) {
                return true;
            }
        }
        return false;
    }
}
