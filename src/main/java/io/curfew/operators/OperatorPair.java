package io.curfew.operators;

import org.jspecify.annotations.Nullable;

/**
 * A pair of API key and token that was just issued; shown this once.
 *
 * @param apiKey the API key, which stays when the token is renewed
 * @param token the token, a JWT
 * @param operatorId the operator it is good for
 * @param userName the SAM user it acts as, null for the root user
 */
public record OperatorPair(
        String apiKey,
        String token,
        String operatorId,
        @Nullable String userName) {
    /** Without the secrets. */
    @Override
    public String toString() {
        return "OperatorPair[" + operatorId + "]";
    }
}
