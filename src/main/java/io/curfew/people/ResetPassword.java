package io.curfew.people;

import io.curfew.events.Actor;

/**
 * Lets a user choose another password, or the first one, by a token that is issued for it.
 *
 * @param userId the user
 * @param actor who asks
 */
public record ResetPassword(String userId, Actor actor) implements UserCommand {}
