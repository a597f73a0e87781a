package io.curfew.dialects.twilio;

import io.curfew.kernel.Ids;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a path of the door names: an account, so that it can be fetched together with the caller, and whether the path
 * goes on below it. The resource says what the call does there: {@link TwilioOperation}.
 *
 * @param accountId the account that a 2010 path names, null when it names none; not necessarily an account's id
 * @param depth how many segments follow {@code Accounts}: 1 for the account itself
 */
record TwilioPath(@Nullable String accountId, int depth) {
    /** The name of the account's SID in the path templates of resources. */
    static final String ACCOUNT_SID = "AccountSid";

    private static final String YEAR = "/2010-04-01/";
    private static final String ACCOUNTS = YEAR + "Accounts/";
    private static final Pattern TYPED_LIST = Pattern.compile("/(Local|Mobile|TollFree)\\.json$");

    /**
     * Reads a path. A path of the 2010 API ends with {@code .json}, and no other path has a suffix. Empty for a path
     * that is not in canonical form, such as {@code Accounts.x.json}.
     */
    static Optional<TwilioPath> of(String path) {
        int dot = path.indexOf('.');
        boolean oneSuffix = dot > path.lastIndexOf('/') && path.indexOf('.', dot + 1) < 0;
        if (dot >= 0 && !(oneSuffix && path.startsWith(YEAR))) {
            return Optional.empty();
        }
        if (!path.startsWith(ACCOUNTS)) {
            return Optional.of(new TwilioPath(null, 0));
        }
        String[] named =
                path.substring(ACCOUNTS.length(), dot < 0 ? path.length() : dot).split("/", -1);
        return Optional.of(new TwilioPath(normalize(named[0]), named.length));
    }

    /** Whether the path names something that the account holds, and not the account itself. */
    boolean isBelowAccount() {
        return depth > 1;
    }

    /**
     * Whether a path of the 2010 API names a single resource and not a list. Lists and single resources alternate along
     * a path, except for the lists of numbers of one type.
     */
    static boolean namesOneThing(String path) {
        return of(path).filter(named -> named.depth % 2 == 1).isPresent()
                && !TYPED_LIST.matcher(path).find();
    }

    /** An account's SID in the case in which it is stored; any other text as it is. */
    static String normalize(String id) {
        return Ids.is(Ids.ACCOUNT, id) ? Ids.ACCOUNT + id.substring(2).toLowerCase(Locale.ROOT) : id;
    }
}
