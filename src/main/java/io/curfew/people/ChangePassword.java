package io.curfew.people;

import io.curfew.access.Reach;
import io.curfew.events.Actor;

/**
 * A person's password to be replaced.
 *
 * @param userId the person
 * @param reach whom the asker may ask this about
 * @param current the password until now
 * @param password the password from now on
 * @param actor who asks
 */
public record ChangePassword(String userId, Reach reach, String current, String password, Actor actor) {
    /** Without the passwords. */
    @Override
    public String toString() {
        return "ChangePassword[" + userId + "]";
    }
}
