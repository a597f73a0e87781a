package io.curfew.credentials;

import io.curfew.events.Actor;
import io.curfew.kernel.ErrorCode;

/** The rotation of an account's auth token. Each step is refused with {@link ErrorCode#NOT_FOUND} for an unknown account. */
public sealed interface AuthTokenCommand extends CredentialCommand {
    /**
     * Makes a secondary token, valid at once beside the primary one. An existing secondary token is not replaced, since
     * somebody may have begun to use it: this is refused with {@link ErrorCode#SECONDARY_TOKEN_EXISTS}.
     */
    record CreateSecondary(String tenantId, String accountId, Actor actor) implements AuthTokenCommand {}

    /** Drops the secondary token. Refused with {@link ErrorCode#NOT_FOUND} when there is none. */
    record DeleteSecondary(String tenantId, String accountId, Actor actor) implements AuthTokenCommand {}

    /** Makes the secondary token the primary one. Refused with {@link ErrorCode#NOT_FOUND} when there is no secondary one. */
    record Promote(String tenantId, String accountId, Actor actor) implements AuthTokenCommand {}
}
