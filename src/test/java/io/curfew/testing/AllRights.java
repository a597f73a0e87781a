package io.curfew.testing;

import io.curfew.access.HolderRights;
import io.curfew.access.Reach;
import io.curfew.access.Rights;
import io.curfew.access.Target;
import io.curfew.access.Verdict;
import io.curfew.kernel.Action;

/** Rights that grant whatever they reach. */
public final class AllRights extends HolderRights {
    /** The platform operator's. */
    public static final Rights PLATFORM = new AllRights(Target.tree("AC9"), Reach.EVERYTHING, true);

    private final boolean platform;

    private AllRights(Target.Account holder, Reach reach, boolean platform) {
        super(holder, reach);
        this.platform = platform;
    }

    /** Those of an account, which reach its tree if it is a main account. */
    public static Rights of(Target.Account holder) {
        return new AllRights(holder, Reach.of(holder), false);
    }

    @Override
    public boolean isPlatform() {
        return platform;
    }

    @Override
    public Verdict grants(Action action, Target target) {
        return Verdict.ALLOWED;
    }
}
