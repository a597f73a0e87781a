package io.curfew.access;

/** Rights of a credential that acts for one account, and reaches that or its whole tree. */
public abstract class HolderRights implements Rights {
    private final Target.Account holder;
    private final Reach reach;

    /**
     * Rights.
     *
     * @param holder the account that the credential acts for
     * @param reach which accounts it reaches
     */
    protected HolderRights(Target.Account holder, Reach reach) {
        this.holder = holder;
        this.reach = reach;
    }

    @Override
    public final Target.Account holder() {
        return holder;
    }

    /** Which accounts the credential reaches. */
    public final Reach reach() {
        return reach;
    }

    /** Whether the credential reaches what that account holds, beside the account itself. */
    public boolean reachesInto(Target.Account account) {
        return reach.covers(account);
    }

    @Override
    public final boolean reaches(Target target) {
        return reach.covers(target);
    }
}
