package io.curfew.people;

import io.curfew.events.Command;

/** What can be done to the tokens that the native API issues, beside issuing them. */
public sealed interface TokenCommand extends Command permits DeleteToken {}
