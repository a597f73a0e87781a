package io.curfew.operators;

import io.curfew.accounts.AccountView;
import io.curfew.events.Actor;
import org.jspecify.annotations.Nullable;

/**
 * Who calls with a pair of API key and token, once the pair was checked.
 *
 * @param account the operator: a main account
 * @param operatorId its id as operator
 * @param sessionId the API key, by its hash
 * @param credentialId what the session was opened with: an auth key, or the user whose password it was
 * @param userId the SAM user, null for the root user
 * @param userName that user's name, null for the root user
 * @param permissionSetId what the user may do, frozen when the token was issued: {@link SamPermissions} has the documents;
 *     null for the root user, who may do everything
 * @param switched who has switched to the user, null for one who has logged in
 */
public record OperatorCaller(
        AccountView account,
        String operatorId,
        String sessionId,
        String credentialId,
        @Nullable String userId,
        @Nullable String userName,
        @Nullable String permissionSetId,
        @Nullable SwitchedFrom switched) {
    /** Whether it is the root user. */
    public boolean isRoot() {
        return userId == null;
    }

    /** The tree. */
    public String tenantId() {
        return account.tenantId();
    }

    /**
     * Tells apart the idempotency keys of different callers: the credential's id, and for a user who was switched to
     * also whoever has switched. So somebody who switches never gets an answer that the user itself was given, nor
     * uses up the user's keys.
     */
    public String idempotencyId() {
        return switched == null
                ? credentialId
                : "switched:" + switched.operatorId() + "/" + switched.credentialId() + ">" + credentialId;
    }

    /** The caller as the audit names it: the user, and who has switched to it. */
    public Actor actor(String door) {
        Actor user = new Actor(Actor.Kind.CUSTOMER, credentialId, door);
        return switched == null
                ? user
                : user.switchedFrom(switched.operatorId(), switched.credentialId(), switched.userId());
    }
}
