package io.curfew.accounts;

import io.curfew.events.Command;

/** What can be done to accounts. */
public sealed interface AccountCommand extends Command permits OpenAccount, ChangeAccount, SetPolicy {}
