package io.curfew.numbers;

import io.curfew.events.Command;

/** What can be done to numbers. */
public sealed interface NumberCommand extends Command permits BuyNumber, ChangeNumber, ReleaseNumber {
    /** The main account of whoever holds the number, or is to hold it. */
    String tenantId();

    /** Who holds the number, or is to hold it. */
    String accountId();
}
