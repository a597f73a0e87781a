package io.curfew.security;

import io.curfew.kernel.Ids;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name that somebody claims, before any of it is known to be true.
 *
 * @param name what was said
 * @param directoryId the id by which the directory finds it, or its owner; null when it cannot find it
 */
record LoginName(String name, @Nullable String directoryId) {
    private static final Pattern SAM_USER = Pattern.compile("(OP[0-9]{10})/.*", Pattern.DOTALL);
    private static final Pattern AUTH_KEY = Pattern.compile("keyId-[A-Za-z0-9_-]+");

    /** Tells by its form what was said: an account's or a key's id, an e-mail address, or a SAM user's name. */
    static LoginName of(String name) {
        Matcher samUser = SAM_USER.matcher(name);
        if (samUser.matches()) {
            return new LoginName(name, samUser.group(1));
        }
        if (Ids.is(Ids.ACCOUNT, name)
                || Ids.is(Ids.API_KEY, name)
                || AUTH_KEY.matcher(name).matches()) {
            return new LoginName(name, name);
        }
        return new LoginName(name, name.indexOf('@') > 0 ? "mailto:" + name : null);
    }

    /** Without the name, which strangers write. */
    @Override
    public String toString() {
        return "LoginName[]";
    }
}
