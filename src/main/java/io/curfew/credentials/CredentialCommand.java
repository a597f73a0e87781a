package io.curfew.credentials;

import io.curfew.events.Command;

/** What can be done to the credentials of accounts. */
public sealed interface CredentialCommand extends Command
        permits IssueCredential, ChangeCredential, DeleteCredential, AuthTokenCommand {
    /** The tree. */
    String tenantId();

    /** The account that the credential acts for. */
    String accountId();
}
