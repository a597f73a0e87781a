package io.curfew.people;

import io.curfew.events.Command;

/** What people do with their own password, which comes beside the command. */
public sealed interface PasswordCommand extends Command permits AcceptInvitation, ChoosePassword, ChangePassword {}
