package io.curfew.people;

import io.curfew.events.Actor;

/**
 * Invites a user again.
 *
 * @param userId the user
 * @param actor who asks
 */
public record InviteUser(String userId, Actor actor) implements UserCommand {}
