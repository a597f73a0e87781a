package io.curfew.numbers;

import io.curfew.events.Actor;

/**
 * What can be done to numbers. A command is a value that says all there is to say, so that it can be kept and carried out later
 * or by somebody else: it holds no secret and refers to no session.
 */
public sealed interface NumberCommand permits BuyNumber, ChangeNumber, ReleaseNumber {
    /** The main account of whoever holds the number, or is to hold it. */
    String tenantId();

    /** Who holds the number, or is to hold it. */
    String accountId();

    /** Who asks. */
    Actor actor();
}
