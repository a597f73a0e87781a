package io.curfew.people;

import io.curfew.events.Actor;
import java.util.List;

/**
 * A person who calls with an access token.
 *
 * @param tenantId their own tree
 * @param customerId their own tree's customer number
 * @param userId their number
 * @param credentialId the access token's id
 * @param accountManager whether they are the platform's own, and the token reaches every tree
 * @param roles what they may do, by customer, as far as the token reaches
 */
public record UserCaller(
        String tenantId,
        String customerId,
        String userId,
        String credentialId,
        boolean accountManager,
        List<RoleGrant> roles) {
    public UserCaller {
        roles = List.copyOf(roles);
    }

    /** The caller as the audit names them. */
    public Actor actor(String door) {
        return new Actor(accountManager ? Actor.Kind.PLATFORM : Actor.Kind.CUSTOMER, credentialId, door);
    }
}
