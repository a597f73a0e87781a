package io.curfew.identity;

import io.curfew.accounts.AccountView;
import io.curfew.events.Actor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who calls with a pair of API key and token, once the pair was checked.
 *
 * @param account the operator: a main account
 * @param operatorId its id as operator
 * @param sessionId the pair
 * @param credentialId what the pair was issued for: an auth key, or the user whose password it was
 * @param userId the SAM user, null for the root user
 * @param userName that user's name, null for the root user
 * @param permissions documents frozen when the pair was issued; empty for the root user, who may do everything
 */
public record OperatorCaller(
        AccountView account,
        String operatorId,
        String sessionId,
        String credentialId,
        @Nullable String userId,
        @Nullable String userName,
        List<String> permissions) {
    public OperatorCaller {
        permissions = List.copyOf(permissions);
    }

    /** Whether it is the root user. */
    public boolean isRoot() {
        return userId == null;
    }

    /** The tree. */
    public String tenantId() {
        return account.tenantId();
    }

    /** The caller as the audit names it. */
    public Actor actor(String door) {
        return new Actor(Actor.Kind.CUSTOMER, credentialId, door);
    }
}
