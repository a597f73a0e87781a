package io.curfew.access;

import io.curfew.kernel.Action;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * The one place that says who may do what. Rules that hold for every credential are here; the rest is what the
 * credential's {@link Rights} grant. Routes name their act and ask with {@link Target.Any} or with the account that the
 * address names; whoever learns more about the target asks again. Docs: {@code docs/access.md}.
 */
public final class Gate {
    /** What only the platform operator does, whoever it is done to. */
    private static final Set<Action> PLATFORM_ACTS = Collections.unmodifiableSet(EnumSet.of(
            Action.USER_RESET_PASSWORD,
            Action.SIM_STOCK_READ,
            Action.SIM_STOCK_ADD,
            Action.SIM_RETURN,
            Action.WORK_DROP));

    /** What concerns a whole tree, so that no subaccount does it. */
    private static final Set<Action> TREE_ACTS = Collections.unmodifiableSet(EnumSet.of(
            Action.NUMBER_TRANSFER,
            Action.USER_READ,
            Action.USER_INVITE,
            Action.USER_MANAGE,
            Action.USER_CHANGE_PASSWORD,
            Action.USER_RESET_PASSWORD));

    private static final Set<Action> STATUS_ACTS = Collections.unmodifiableSet(
            EnumSet.of(Action.ACCOUNT_SUSPEND, Action.ACCOUNT_RESUME, Action.ACCOUNT_CLOSE));

    private Gate() {}

    /** Whether {@code caller} may do {@code action} to {@code target}. */
    public static Verdict may(Rights caller, Action action, Target target) {
        if (!caller.isPlatform() && (PLATFORM_ACTS.contains(action) || target instanceof Target.Platform)) {
            return Verdict.PLATFORM_ONLY;
        }
        if (TREE_ACTS.contains(action) && !caller.holder().isMain()) {
            return Verdict.WHOLE_TREE_ONLY;
        }
        if (!reaches(caller, target)) {
            return Verdict.OUT_OF_REACH;
        }
        if (STATUS_ACTS.contains(action) && target instanceof Target.Account account) {
            Verdict verdict = changesStatus(caller, account);
            if (!verdict.isAllowed()) {
                return verdict;
            }
        }
        return caller.grants(action, target);
    }

    /**
     * Whether {@code caller} may have {@code action} done later, by something else that it may do, such as setting an
     * expiry. Only what forbids the act stands against it; that nothing grants it does not.
     */
    public static Verdict mayDefer(Rights caller, Action action, Target target) {
        if (!reaches(caller, target)) {
            return Verdict.OUT_OF_REACH;
        }
        return caller.forbids(action) ? Verdict.PERMISSION_MISSING : Verdict.ALLOWED;
    }

    /** Whether {@code target} is there for {@code caller}, before it is known what is to be done with it. */
    public static boolean reaches(Rights caller, Target target) {
        return target instanceof Target.Any || caller.reaches(target);
    }

    /** Nobody changes the status of the account that they act for, and only the platform operator a main account's. */
    private static Verdict changesStatus(Rights caller, Target.Account account) {
        if (account.isMain()) {
            boolean own = account.tenantId().equals(caller.holder().tenantId());
            return caller.isPlatform() && !own ? Verdict.ALLOWED : Verdict.MAIN_STATUS;
        }
        return account.accountId().equals(caller.holder().accountId()) ? Verdict.OWN_STATUS : Verdict.ALLOWED;
    }
}
