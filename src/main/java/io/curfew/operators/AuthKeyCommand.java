package io.curfew.operators;

import io.curfew.events.Actor;
import io.curfew.events.Command;
import io.curfew.kernel.ErrorCode;
import org.jspecify.annotations.Nullable;

/** What can be done to auth keys. */
public sealed interface AuthKeyCommand extends Command {
    /** The operator's main account. */
    String tenantId();

    /** The SAM user whose key it is, null for the root user. */
    @Nullable
    String userName();

    /**
     * Issues a key. Refused with {@link ErrorCode#NOT_FOUND}, {@link ErrorCode#ACCOUNT_NOT_ACTIVE}, and with
     * {@link ErrorCode#OPERATOR_LIMIT} when the user has as many as there may be.
     */
    record Issue(String tenantId, @Nullable String userName, Actor actor) implements AuthKeyCommand {}

    /** Deletes a key; the pairs that were issued for it end at once. Refused with {@link ErrorCode#NOT_FOUND}. */
    record Delete(String tenantId, @Nullable String userName, String keyId, Actor actor) implements AuthKeyCommand {}
}
