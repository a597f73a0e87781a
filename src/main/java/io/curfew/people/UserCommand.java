package io.curfew.people;

import io.curfew.events.Command;

/** What others can do to a tree's people; a password is its person's alone, see {@link PasswordCommand}. */
public sealed interface UserCommand extends Command
        permits CreateUser, ChangeRoles, DeleteUser, InviteUser, ResetPassword {}
