package io.curfew.operators;

import io.curfew.events.Actor;
import io.curfew.events.Command;
import io.curfew.kernel.ErrorCode;

/**
 * What can be done to an operator's roles, to who has them, and to what all of its users may do. Each may also be refused for
 * the reasons that {@link SamRoleService} gives for every change.
 */
public sealed interface SamRoleCommand extends Command {
    /** The operator's main account. */
    String tenantId();

    /**
     * Makes a role. Refused with {@link ErrorCode#ROLE_ID_INVALID}, {@link ErrorCode#ROLE_ID_TAKEN},
     * {@link ErrorCode#POLICY_INVALID} and {@link ErrorCode#OPERATOR_LIMIT}.
     *
     * @param description what people say about the role, empty for nothing
     * @param permission a document
     */
    record Create(String tenantId, String roleId, String description, String permission, Actor actor)
            implements SamRoleCommand {}

    /**
     * Gives a role another description and permission. Refused with {@link ErrorCode#NOT_FOUND},
     * {@link ErrorCode#POLICY_INVALID} and {@link ErrorCode#OPERATOR_LIMIT}.
     *
     * @param description what people say about the role, empty for nothing
     * @param permission a document
     */
    record Change(String tenantId, String roleId, String description, String permission, Actor actor)
            implements SamRoleCommand {}

    /** Deletes a role. Refused with {@link ErrorCode#NOT_FOUND}, and with {@link ErrorCode#ROLE_IN_USE} while a user has it. */
    record Delete(String tenantId, String roleId, Actor actor) implements SamRoleCommand {}

    /**
     * Gives a role to a user; one who already has it keeps it. Refused with {@link ErrorCode#NOT_FOUND} for either, and
     * with {@link ErrorCode#OPERATOR_LIMIT}.
     */
    record Attach(String tenantId, String userName, String roleId, Actor actor) implements SamRoleCommand {}

    /** Takes a role from a user. Refused with {@link ErrorCode#NOT_FOUND} when the user does not have it. */
    record Detach(String tenantId, String userName, String roleId, Actor actor) implements SamRoleCommand {}

    /**
     * Sets what all users may do. Refused with {@link ErrorCode#POLICY_INVALID} and {@link ErrorCode#OPERATOR_LIMIT}.
     *
     * @param permission a document
     */
    record SetDefault(String tenantId, String permission, Actor actor) implements SamRoleCommand {}

    /** Takes away what all users may do. Refused with {@link ErrorCode#NOT_FOUND} when nothing was set. */
    record DeleteDefault(String tenantId, Actor actor) implements SamRoleCommand {}
}
