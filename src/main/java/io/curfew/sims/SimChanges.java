package io.curfew.sims;

import io.curfew.accounts.AccountService;
import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** What each change of a SIM does, in the caller's transaction. */
@ApplicationScoped
class SimChanges implements ChangeSim.Cases<Uni<SimView>> {
    private final SimChanging changing;
    private final SimRegistering registering;
    private final SimGroups groups;
    private final SimCatalog catalog;
    private final AccountService accounts;

    SimChanges(
            SimChanging changing,
            SimRegistering registering,
            SimGroups groups,
            SimCatalog catalog,
            AccountService accounts) {
        this.changing = changing;
        this.registering = registering;
        this.groups = groups;
        this.catalog = catalog;
        this.accounts = accounts;
    }

    @Override
    public Uni<SimView> status(ChangeSim.ToStatus change) {
        return changing.change(change.on(), (sim, now) -> sim.lifecycle().change(change.status(), change.actor(), now));
    }

    @Override
    public Uni<SimView> protection(ChangeSim.SetProtection change) {
        return changing.changeProtection(
                change.on(),
                (sim, now) -> sim.lifecycle().setTerminationEnabled(change.terminationEnabled(), change.actor(), now));
    }

    @Override
    public Uni<SimView> expiry(ChangeSim.SetExpiry change) {
        return changing.change(
                change.on(), (sim, now) -> sim.expiry().set(change.at(), change.action(), change.actor(), now));
    }

    @Override
    public Uni<SimView> noExpiry(ChangeSim.UnsetExpiry change) {
        return changing.change(change.on(), (sim, now) -> sim.expiry().unset(change.actor(), now));
    }

    @Override
    public Uni<SimView> group(ChangeSim.SetGroup change) {
        return changing.changeWith(change.on(), (sim, now) -> {
            Uni<Void> held = sim.isInGroup(change.groupId())
                    ? Uni.createFrom().voidItem()
                    : groups.require(sim.tenantId(), sim.identity().coverage(), change.groupId());
            return held.invoke(() -> sim.setGroup(change.groupId(), change.actor(), now));
        });
    }

    @Override
    public Uni<SimView> noGroup(ChangeSim.UnsetGroup change) {
        return changing.change(change.on(), (sim, now) -> sim.setGroup(null, change.actor(), now));
    }

    @Override
    public Uni<SimView> holder(ChangeSim.Move change) {
        // The account is locked before the SIM, in the same order as a closing locks them.
        return accounts.admit(Action.SIM_MOVE, change.tenantId(), change.accountId())
                .chain(() -> changing.change(
                        change.on(), (sim, now) -> sim.moveTo(change.accountId(), change.actor(), now)));
    }

    @Override
    public Uni<SimView> tags(ChangeSim.PutTags change) {
        return changing.change(change.on(), (sim, now) -> sim.putTags(change.tags(), change.actor(), now));
    }

    @Override
    public Uni<SimView> noTag(ChangeSim.DeleteTag change) {
        return changing.change(change.on(), (sim, now) -> sim.deleteTag(change.name(), change.actor(), now));
    }

    @Override
    public Uni<SimView> speedClass(ChangeSim.SetSpeedClass change) {
        return changing.change(change.on(), (sim, now) -> sim.setSpeedClass(change.speedClass(), change.actor(), now));
    }

    @Override
    public Uni<SimView> imeiLock(ChangeSim.SetImeiLock change) {
        return changing.change(change.on(), (sim, now) -> sim.connection().lockTo(change.imei(), change.actor(), now));
    }

    @Override
    public Uni<SimView> noImeiLock(ChangeSim.UnsetImeiLock change) {
        return changing.change(change.on(), (sim, now) -> sim.connection().unlock(change.actor(), now));
    }

    @Override
    public Uni<SimView> noSession(ChangeSim.EndSession change) {
        return changing.change(change.on(), (sim, now) -> sim.connection().end(change.actor(), now));
    }

    @Override
    public Uni<SimView> subscription(ChangeSim.AddSubscription change) {
        SimPlan plan = catalog.find(change.subscription());
        if (plan == null) {
            throw new DomainException(ErrorCode.SUBSCRIPTION_INVALID, "There is no such subscription.");
        }
        return changing.changeWith(change.on(), (sim, now) -> {
            sim.subscriptions().requireAddable(change.iccid(), plan);
            return registering
                    .enterSubscription(sim)
                    .invoke(ids -> sim.subscriptions()
                            .add(change.iccid(), plan, ids.imsi(), ids.msisdn(), change.actor(), now))
                    .replaceWithVoid();
        });
    }

    @Override
    public Uni<SimView> noSubscription(ChangeSim.EndSubscription change) {
        return changing.change(
                change.on(),
                (sim, now) -> sim.subscriptions().terminate(change.iccid(), change.imsi(), change.actor(), now));
    }

    @Override
    public Uni<SimView> bundles(ChangeSim.SetBundles change) {
        return changing.change(
                change.on(), (sim, now) -> sim.subscriptions().setBundles(change.bundles(), change.actor(), now));
    }

    @Override
    public Uni<SimView> returned(ChangeSim.MarkReturned change) {
        return changing.change(change.on(), (sim, now) -> sim.lifecycle().markReturned(change.actor(), now));
    }
}
