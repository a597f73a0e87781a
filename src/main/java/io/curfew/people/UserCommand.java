package io.curfew.people;

import io.curfew.access.Reach;
import io.curfew.events.Actor;

/**
 * What others can do to a tree's people; a password is its person's alone. A command is a value that says all there is to say, so
 * that it can be kept and carried out later or by somebody else: it holds no secret and refers to no session.
 */
public sealed interface UserCommand permits CreateUser, ChangeRoles, DeleteUser {
    /** The trees that the asker reaches. */
    Reach reach();

    /** Who asks. */
    Actor actor();
}
