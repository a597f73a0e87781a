package io.curfew.people;

import io.curfew.access.Reach;
import io.curfew.events.Actor;

/**
 * Removes a person.
 *
 * @param userId the person
 * @param reach the trees whose people the asker may remove
 * @param actor who asks
 */
public record DeleteUser(String userId, Reach reach, Actor actor) implements UserCommand {}
