package io.curfew.operators;

import io.curfew.events.Actor;
import io.curfew.events.Command;
import io.curfew.kernel.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * What can be done to the users that an operator makes. Each may also be refused for the reasons that {@link SamUserService}
 * gives for every change, and all but {@link Create} with {@link ErrorCode#NOT_FOUND} when the operator has no user of that
 * name.
 */
public sealed interface SamUserCommand extends Command {
    /** The operator's main account. */
    String tenantId();

    /** The user's name. */
    String name();

    /**
     * Makes a user, who may do nothing and has nothing to log in with.
     *
     * <p>Refused with {@link ErrorCode#USER_NAME_INVALID}, {@link ErrorCode#USER_NAME_TAKEN} and
     * {@link ErrorCode#OPERATOR_LIMIT}.
     *
     * @param description what people say about the user, empty for nothing
     */
    record Create(String tenantId, String name, String description, Actor actor) implements SamUserCommand {}

    /**
     * Gives a user another description. Refused with {@link ErrorCode#OPERATOR_LIMIT}.
     *
     * @param description what people say about the user, empty for nothing
     */
    record Describe(String tenantId, String name, String description, Actor actor) implements SamUserCommand {}

    /**
     * Gives a user what it may do, which holds for pairs issued from then on. Refused with {@link ErrorCode#POLICY_INVALID}
     * and {@link ErrorCode#OPERATOR_LIMIT}.
     *
     * @param permission a document, null for nothing
     * @param description what people say about the permission, empty for nothing
     */
    record Permit(String tenantId, String name, @Nullable String permission, String description, Actor actor)
            implements SamUserCommand {}

    /**
     * Says who may switch to a user; the pairs of those who may not any more end. Refused with
     * {@link ErrorCode#POLICY_INVALID} and {@link ErrorCode#OPERATOR_LIMIT}.
     *
     * @param trustPolicy a document, null for nobody
     */
    record Trust(String tenantId, String name, @Nullable String trustPolicy, Actor actor) implements SamUserCommand {}

    /**
     * Gives a user its first password. Refused with {@link ErrorCode#PASSWORD_INVALID} (8 to 128 characters) and
     * {@link ErrorCode#PASSWORD_EXISTS}.
     */
    record SetPassword(String tenantId, String name, Actor actor) implements SamUserCommand {}

    /**
     * Gives a user who has a password another one. Pairs that were issued stay good: to end them, revoke them. Refused with
     * {@link ErrorCode#PASSWORD_INVALID}, and with {@link ErrorCode#LOGIN_FAILED} when the current password is wrong.
     */
    record ChangePassword(String tenantId, String name, Actor actor) implements SamUserCommand {}

    /** Takes a user's password away. Refused with {@link ErrorCode#NOT_FOUND} also when it has none. */
    record DeletePassword(String tenantId, String name, Actor actor) implements SamUserCommand {}

    /** Deletes a user with its keys; its pairs end at once. */
    record Delete(String tenantId, String name, Actor actor) implements SamUserCommand {}
}
