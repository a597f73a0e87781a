package io.curfew.operators;

import io.curfew.access.HolderRights;
import io.curfew.access.Reach;
import io.curfew.access.Target;
import io.curfew.access.Verdict;
import io.curfew.kernel.Action;

/** What an operator's root user may do: everything, in the operator's tree. */
public final class RootRights extends HolderRights {
    /** Rights of {@code caller}, the root user. */
    public RootRights(OperatorCaller caller) {
        super(Target.tree(caller.tenantId()), Reach.of(Target.tree(caller.tenantId())));
    }

    @Override
    public Verdict grants(Action action, Target target) {
        return Verdict.ALLOWED;
    }
}
