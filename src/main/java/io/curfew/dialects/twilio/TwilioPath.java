package io.curfew.dialects.twilio;

import io.curfew.kernel.Ids;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Which account a path of the door names, so that the account can be fetched together with the caller. What the call does
 * there is for the resource to say: {@link TwilioOperation}.
 *
 * @param accountId the account that a 2010 path names, null when it names none; not necessarily an account's id
 */
record TwilioPath(@Nullable String accountId) {
    /** Where the account's SID stands in the templates of resources. */
    static final String ACCOUNT_SID = "AccountSid";

    private static final String YEAR = "/2010-04-01/";
    private static final String ACCOUNTS = YEAR + "Accounts/";

    /**
     * Reads a path. A path of 2010 ends with the one suffix that there is, and no other path has a suffix. Empty for a
     * path that is spelled in another way, such as {@code Accounts.x.json}.
     */
    static Optional<TwilioPath> of(String path) {
        int dot = path.indexOf('.');
        boolean oneSuffix = dot > path.lastIndexOf('/') && path.indexOf('.', dot + 1) < 0;
        if (dot >= 0 && !(oneSuffix && path.startsWith(YEAR))) {
            return Optional.empty();
        }
        if (!path.startsWith(ACCOUNTS)) {
            return Optional.of(new TwilioPath(null));
        }
        String named = dot < 0 ? path.substring(ACCOUNTS.length()) : path.substring(ACCOUNTS.length(), dot);
        int slash = named.indexOf('/');
        return Optional.of(new TwilioPath(normalize(slash < 0 ? named : named.substring(0, slash))));
    }

    /** An account's SID in the case in which it is kept; any other text as it is. */
    static String normalize(String id) {
        return Ids.is(Ids.ACCOUNT, id) ? Ids.ACCOUNT + id.substring(2).toLowerCase(Locale.ROOT) : id;
    }
}
