package io.curfew.dialects.twilio;

import io.curfew.kernel.Ids;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a path of the door is about, before a resource is chosen.
 *
 * @param accountId the account that a 2010 path names, null when it names none; not necessarily an account's id
 * @param area which part of the API it is
 */
record TwilioPath(@Nullable String accountId, Area area) {
    /** Parts of the API that credentials reach or do not reach. */
    enum Area {
        /** Accounts themselves. */
        ACCOUNTS,
        /** API keys. */
        KEYS,
        /** Auth tokens. */
        AUTH_TOKENS,
        /** Everything else of an account's. */
        OTHER
    }

    private static final String ACCOUNTS = "/2010-04-01/Accounts";

    static TwilioPath of(String path) {
        if (path.startsWith("/v1/Keys")) {
            return new TwilioPath(null, Area.KEYS);
        }
        if (path.startsWith("/v1/AuthTokens")) {
            return new TwilioPath(null, Area.AUTH_TOKENS);
        }
        if (!path.startsWith(ACCOUNTS)) {
            return new TwilioPath(null, Area.OTHER);
        }
        List<String> segments = List.of(path.substring(ACCOUNTS.length()).split("/", -1));
        if (segments.size() < 2) {
            return new TwilioPath(null, Area.ACCOUNTS);
        }
        String account = normalize(withoutSuffix(segments.get(1)));
        if (segments.size() == 2) {
            return new TwilioPath(account, Area.ACCOUNTS);
        }
        String resource = withoutSuffix(segments.get(2));
        boolean keys = resource.equals("Keys") || resource.equals("SigningKeys");
        return new TwilioPath(account, keys ? Area.KEYS : Area.OTHER);
    }

    private static String withoutSuffix(String segment) {
        int dot = segment.indexOf('.');
        return dot < 0 ? segment : segment.substring(0, dot);
    }

    private static String normalize(String id) {
        return Ids.is(Ids.ACCOUNT, id) ? Ids.ACCOUNT + id.substring(2).toLowerCase(Locale.ROOT) : id;
    }
}
