package io.curfew.people;

import io.curfew.events.Actor;

/**
 * An invitation to be accepted.
 *
 * @param invitation what the token was found to stand for
 * @param known whether the password is the one that the person has already; else it is the first one of a person who is new
 * @param actor who asks
 */
public record AcceptInvitation(Invitation invitation, boolean known, Actor actor) implements PasswordCommand {}
