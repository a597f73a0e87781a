package io.curfew.people;

import io.curfew.access.Reach;
import io.curfew.events.Actor;
import org.jspecify.annotations.Nullable;

/**
 * A person's password to be replaced.
 *
 * @param userId the person
 * @param reach whom the asker may ask this about
 * @param current the password until now; null to set another whatever it is, which is the platform operator's
 * @param password the password from now on
 * @param actor who asks
 */
public record ChangePassword(
        String userId, Reach reach, @Nullable String current, String password, Actor actor) {
    /** Without the passwords. */
    @Override
    public String toString() {
        return "ChangePassword[" + userId + "]";
    }
}
