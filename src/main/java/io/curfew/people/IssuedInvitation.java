package io.curfew.people;

import java.time.Instant;

/**
 * A token that was just issued; shown this once.
 *
 * @param token what it is presented by
 * @param expiresAt when it begins to be refused
 */
public record IssuedInvitation(String token, Instant expiresAt) {
    /** Without the token. */
    @Override
    public String toString() {
        return "IssuedInvitation[" + expiresAt + "]";
    }
}
