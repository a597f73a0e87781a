package io.curfew.people;

import io.curfew.events.Actor;

/**
 * A person's password to be replaced.
 *
 * @param userId the person
 * @param actor who asks
 */
public record ChangePassword(String userId, Actor actor) implements PasswordCommand {}
