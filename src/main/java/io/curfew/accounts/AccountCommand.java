package io.curfew.accounts;

import io.curfew.events.Actor;

/**
 * What can be done to accounts. A command is a value that says all there is to say, so that it can be kept and carried out later
 * or by somebody else: it holds no secret and refers to no session.
 */
public sealed interface AccountCommand permits OpenAccount, ChangeAccount, SetPolicy {
    /** Who asks. */
    Actor actor();
}
