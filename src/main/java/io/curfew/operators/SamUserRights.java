package io.curfew.operators;

import io.curfew.access.HolderRights;
import io.curfew.access.Reach;
import io.curfew.access.Target;
import io.curfew.access.Verdict;
import io.curfew.kernel.Action;
import java.util.List;

/**
 * What a SAM user may do with the one call that is being answered: permissions name the API's operations and ask for
 * the call's circumstances, which the core's acts do not know.
 */
public final class SamUserRights extends HolderRights {
    /** The operations that end a SIM, by its id and by its IMSI. */
    private static final List<String> TERMINATIONS = List.of("Sim:terminateSim", "Subscriber:terminateSubscriber");

    private final List<SamPolicy> policies;
    private final List<String> names;
    private final SamCircumstances circumstances;

    /**
     * Rights.
     *
     * @param caller the SAM user
     * @param policies what has been permitted and denied
     * @param names what permissions call the operation that was called, and called it before
     */
    public SamUserRights(
            OperatorCaller caller, List<SamPolicy> policies, List<String> names, SamCircumstances circumstances) {
        super(Target.tree(caller.tenantId()), Reach.of(Target.tree(caller.tenantId())));
        this.policies = List.copyOf(policies);
        this.names = List.copyOf(names);
        this.circumstances = circumstances;
    }

    /** Whoever is logged in may log out, whatever their permissions. */
    @Override
    public Verdict grants(Action action, Target target) {
        return action == Action.SESSION_CLOSE || SamPolicy.allows(policies, names, circumstances)
                ? Verdict.ALLOWED
                : Verdict.PERMISSION_MISSING;
    }

    /** A termination is forbidden to whoever is denied an operation that ends a SIM. */
    @Override
    public boolean forbids(Action action) {
        return action == Action.SIM_TERMINATE && SamPolicy.denies(policies, TERMINATIONS, circumstances);
    }
}
