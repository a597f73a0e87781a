package io.curfew.people;

import io.curfew.events.Actor;

/**
 * Removes a person.
 *
 * @param userId the person
 * @param actor who asks
 */
public record DeleteUser(String userId, Actor actor) implements UserCommand {}
