package io.curfew.access;

import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.lifecycle.LifecycleStatus;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * Which acts an account's effective status allows, whoever asks. The effective status is the more severe of its own and
 * its main account's. {@link Gate} says who may ask; {@code LifecycleState} says which status may follow which.
 */
public final class StatusRules {
    /** What gives an account something new. It takes nothing unless it is active. */
    private static final Set<Action> NEED_ACTIVE = Collections.unmodifiableSet(EnumSet.of(
            Action.ACCOUNT_CREATE,
            Action.KEY_CREATE,
            Action.TOKEN_ISSUE,
            Action.USER_INVITE,
            Action.SESSION_OPEN,
            Action.AUTH_KEY_CREATE,
            Action.SAM_USER_MANAGE,
            Action.SAM_ROLE_MANAGE,
            Action.NUMBER_BUY,
            // This is about the account that is to receive the number; a suspended account may give one.
            Action.NUMBER_TRANSFER,
            Action.SIM_CREATE,
            Action.SIM_REGISTER,
            Action.SIM_MOVE,
            Action.SIM_GROUP_CREATE,
            Action.SIM_GROUP_UPDATE));

    /** What changes or ends something that an account has. A suspended one may; a closed one has nothing any more. */
    private static final Set<Action> NEED_OPEN = Collections.unmodifiableSet(EnumSet.of(
            Action.KEY_UPDATE,
            Action.USER_MANAGE,
            Action.USER_CHANGE_PASSWORD,
            Action.USER_RESET_PASSWORD,
            Action.USER_CHOOSE_PASSWORD,
            Action.INVITATION_ACCEPT,
            Action.NUMBER_UPDATE,
            Action.NUMBER_RELEASE,
            Action.NUMBER_CHARGE));

    private StatusRules() {}

    /** Whether credentials of such an account are good for anything at all. */
    public static boolean mayAct(LifecycleStatus effective) {
        return effective == LifecycleStatus.ACTIVE;
    }

    /**
     * The effective statuses that allow the act; all of them when the act is not about something that the account
     * holds.
     */
    public static Set<LifecycleStatus> allowing(Action action) {
        if (NEED_ACTIVE.contains(action)) {
            return EnumSet.of(LifecycleStatus.ACTIVE);
        }
        return NEED_OPEN.contains(action)
                ? EnumSet.of(LifecycleStatus.ACTIVE, LifecycleStatus.SUSPENDED)
                : EnumSet.allOf(LifecycleStatus.class);
    }

    /**
     * Refuses with {@link ErrorCode#PARENT_NOT_ACTIVE} a customer's change of a subaccount's status where the main
     * account is not active: then the whole tree stands still for everybody but the platform operator.
     */
    public static void requireParent(LifecycleStatus parent) {
        if (parent != LifecycleStatus.ACTIVE) {
            throw new DomainException(ErrorCode.PARENT_NOT_ACTIVE, "The main account is not active.");
        }
    }

    /** Refuses with {@link ErrorCode#ACCOUNT_NOT_ACTIVE} what the effective status does not allow. */
    public static void require(Action action, LifecycleStatus effective) {
        if (!allowing(action).contains(effective)) {
            throw new DomainException(ErrorCode.ACCOUNT_NOT_ACTIVE, "The account is not active.");
        }
    }
}
