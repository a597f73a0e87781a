package io.curfew.people;

import io.curfew.events.Actor;

/**
 * A password to be chosen by a token that was issued for it.
 *
 * @param reset what the token was found to stand for
 * @param actor who asks
 */
public record ChoosePassword(Invitation reset, Actor actor) implements PasswordCommand {}
