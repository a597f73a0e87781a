package io.curfew.credentials;

import io.curfew.events.Actor;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A change of a credential; what is null stays as it is.
 *
 * @param tenantId the tree
 * @param accountId the account that holds it
 * @param id the credential
 * @param kinds what it may be; of another kind it is not found
 * @param name the name it shall have, empty for none
 * @param policy the policy it shall have, as JSON; only for restricted keys
 * @param actor who asks
 */
public record ChangeCredential(
        String tenantId,
        String accountId,
        String id,
        Collection<CredentialKind> kinds,
        @Nullable String name,
        @Nullable String policy,
        Actor actor)
        implements CredentialCommand {
    public ChangeCredential {
        kinds = List.copyOf(kinds);
    }
}
