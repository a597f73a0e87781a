package io.curfew.credentials;

import io.curfew.events.Actor;
import java.util.Collection;
import java.util.List;

/**
 * A credential to be deleted.
 *
 * @param tenantId the tree
 * @param accountId the account that holds it
 * @param id the credential
 * @param kinds what it may be; of another kind it is not found
 * @param actor who asks
 */
public record DeleteCredential(
        String tenantId, String accountId, String id, Collection<CredentialKind> kinds, Actor actor)
        implements CredentialCommand {
    public DeleteCredential {
        kinds = List.copyOf(kinds);
    }
}
