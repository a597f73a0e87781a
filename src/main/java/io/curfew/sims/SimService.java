package io.curfew.sims;

import io.curfew.accounts.AccountService;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.lifecycle.TransactionScope;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Changes the SIMs that accounts hold. Every change is one transaction that also holds its history, audit entry, event and the
 * work that follows from it; before it, the transaction settles what is due on the SIM, as of the instant it fell due.
 * {@link SimQueryService} reads them.
 *
 * <p>A SIM of another tree, of another account or coverage than asked for, or one that is gone, is
 * {@link ErrorCode#NOT_FOUND}, like one that never was. Every change also refuses with
 * {@link ErrorCode#VERSION_MISMATCH} when a version was given and another is there, and with
 * {@link ErrorCode#SUBSCRIPTION_SECONDARY} when the SIM was named by a secondary subscription. Asking for what is already
 * so changes nothing, writes nothing and succeeds.
 */
@ApplicationScoped
public class SimService {
    /** Characters of a tag's name at most. */
    public static final int MAX_TAG_NAME = 128;

    /** Characters of a tag's value at most. */
    public static final int MAX_TAG_VALUE = 512;

    /** Tags of a SIM or group at most. */
    public static final int MAX_TAGS = 64;

    private final SimChanging changing;
    private final SimRegistering registering;
    private final SimGroups groups;
    private final SimCatalog catalog;
    private final AccountService accounts;

    SimService(
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

    /**
     * Makes a virtual SIM, in the status that its subscription begins in. The tunnel's private key is in the answer and
     * nowhere else.
     *
     * <p>Refuses with {@link ErrorCode#SUBSCRIPTION_INVALID} and, by the holder, with {@link ErrorCode#NOT_FOUND} and
     * {@link ErrorCode#ACCOUNT_NOT_ACTIVE}.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<SimView> createVirtual(CreateVirtualSim command) {
        return registering.createVirtual(command);
    }

    /** {@link #register(RegisterSim, TransactionScope)} with nothing to commit beside the registration. */
    @CheckReturnValue
    public Uni<SimView> register(RegisterSim command) {
        return register(command, TransactionScope.plain());
    }

    /**
     * Takes a SIM out of stock: it is ready from then on, with termination protection on. Not to be called inside a
     * transaction: the SIM is claimed in one of its own first.
     *
     * <p>Refuses with {@link ErrorCode#NOT_FOUND} for an id that was never in stock or that another main account holds,
     * {@link ErrorCode#REGISTRATION_REFUSED} (wrong secret, other coverage, meant for another, registered, in
     * somebody's registration), {@link ErrorCode#RATE_LIMITED} (ten wrong secrets for the SIM or thirty of the main
     * account within a minute), {@link ErrorCode#GROUP_UNKNOWN}, {@link ErrorCode#TAG_INVALID} and, by the holder, with
     * {@link ErrorCode#ACCOUNT_NOT_ACTIVE}.
     *
     * @param scope wraps the tenant's transaction
     */
    @CheckReturnValue
    public Uni<SimView> register(RegisterSim command, TransactionScope scope) {
        Tags.require(command.tags());
        return accounts.get(command.tenantId(), command.accountId())
                .invoke(account -> {
                    if (!account.isEffectivelyActive()) {
                        throw new DomainException(ErrorCode.ACCOUNT_NOT_ACTIVE, "The account is not active.");
                    }
                })
                .chain(() -> registering.claim(command))
                .chain(claim -> scope.run(() -> registering.register(command, claim))
                        .onFailure()
                        .call(() -> registering.giveBack(command, claim)));
    }

    /**
     * Makes the SIM active; it may connect unless its expiry has passed.
     *
     * <p>Refuses with {@link ErrorCode#SIM_TERMINATED}, {@link ErrorCode#SIM_STATUS_UNSUPPORTED} and
     * {@link ErrorCode#SIM_TRANSITION_INVALID}.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<SimView> activate(OnSim on) {
        return changeStatus(on, SimStatus.ACTIVE);
    }

    private Uni<SimView> changeStatus(OnSim on, SimStatus next) {
        return changing.change(on, (sim, now) -> sim.lifecycle().change(next, on.actor(), now));
    }

    /** Makes the SIM inactive and cuts its session. Refuses as {@link #activate} does. */
    @CheckReturnValue
    @WithTransaction
    public Uni<SimView> deactivate(OnSim on) {
        return changeStatus(on, SimStatus.INACTIVE);
    }

    /** Puts the SIM into standby and cuts its session. Refuses as {@link #activate} does. */
    @CheckReturnValue
    @WithTransaction
    public Uni<SimView> setToStandby(OnSim on) {
        return changeStatus(on, SimStatus.STANDBY);
    }

    /** Suspends the SIM and cuts its session. Refuses as {@link #activate} does. */
    @CheckReturnValue
    @WithTransaction
    public Uni<SimView> suspend(OnSim on) {
        return changeStatus(on, SimStatus.SUSPENDED);
    }

    /**
     * Terminates the SIM for good and cuts its session; its secondary subscriptions end with it.
     *
     * <p>Refuses with {@link ErrorCode#SIM_TERMINATED} also when it is terminated already, and with
     * {@link ErrorCode#SIM_PROTECTED}.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<SimView> terminate(OnSim on) {
        return changeStatus(on, SimStatus.TERMINATED);
    }

    /** Switches termination protection off. Refuses with {@link ErrorCode#SIM_TERMINATED}. */
    @CheckReturnValue
    @WithTransaction
    public Uni<SimView> enableTermination(OnSim on) {
        return changing.changeProtection(
                on, (sim, now) -> sim.lifecycle().setTerminationEnabled(true, on.actor(), now));
    }

    /**
     * Switches termination protection on. A termination scheduled while it was off happens all the same. Refuses with
     * {@link ErrorCode#SIM_TERMINATED}.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<SimView> disableTermination(OnSim on) {
        return changing.changeProtection(
                on, (sim, now) -> sim.lifecycle().setTerminationEnabled(false, on.actor(), now));
    }

    /**
     * Sets when the SIM expires and what happens then, in place of what was set. It happens once; an instant that has
     * passed counts as now, so that the answer shows it done.
     *
     * <p>Refuses with {@link ErrorCode#SIM_TERMINATED}, {@link ErrorCode#EXPIRY_INVALID},
     * {@link ErrorCode#SIM_STATUS_UNSUPPORTED} when the subscription does not know the status the action leads to, and
     * {@link ErrorCode#SIM_PROTECTED} for a termination while protection is on; what was set then stays.
     *
     * @param action what happens, null for nothing
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<SimView> setExpiry(OnSim on, Instant at, @Nullable ExpiryAction action) {
        return changing.change(on, (sim, now) -> sim.expiry().set(at, action, on.actor(), now));
    }

    /**
     * Takes the expiry away, also one that has passed, so that the SIM may connect again. What was due has happened
     * before. Refuses with {@link ErrorCode#EXPIRY_NOT_SET} and {@link ErrorCode#SIM_TERMINATED}.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<SimView> unsetExpiry(OnSim on) {
        return changing.change(on, (sim, now) -> sim.expiry().unset(on.actor(), now));
    }

    /** Puts the SIM into a group. Refuses with {@link ErrorCode#GROUP_UNKNOWN} and {@link ErrorCode#SIM_TERMINATED}. */
    @CheckReturnValue
    @WithTransaction
    public Uni<SimView> setGroup(OnSim on, String groupId) {
        return changing.changeWith(on, (sim, now) -> {
            // Also for what refuses a terminated SIM, before the group is looked for.
            sim.lifecycle().requireAlive();
            Uni<Void> held = sim.isInGroup(groupId)
                    ? Uni.createFrom().voidItem()
                    : groups.require(sim.tenantId(), sim.identity().coverage(), groupId);
            return held.invoke(() -> sim.setGroup(groupId, on.actor(), now));
        });
    }

    /**
     * Moves the SIM to another account of its tree, which holds it from then on: that account's closing terminates it, or
     * is refused while it is protected. Refuses with {@link ErrorCode#NOT_FOUND} and {@link ErrorCode#ACCOUNT_NOT_ACTIVE},
     * by the account, and with {@link ErrorCode#SIM_TERMINATED}.
     *
     * @param accountId the main account's id or a subaccount's
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<SimView> move(OnSim on, String accountId) {
        // First the account, then the SIM, as closing does.
        return accounts.requireActive(on.tenantId(), accountId)
                .chain(() -> changing.change(on, (sim, now) -> sim.moveTo(accountId, on.actor(), now)));
    }

    /** Takes the SIM out of its group. Refuses with {@link ErrorCode#SIM_TERMINATED}. */
    @CheckReturnValue
    @WithTransaction
    public Uni<SimView> unsetGroup(OnSim on) {
        return changing.change(on, (sim, now) -> sim.setGroup(null, on.actor(), now));
    }

    /** Sets these tags and leaves the others; on a terminated SIM too. Refuses with {@link ErrorCode#TAG_INVALID}. */
    @CheckReturnValue
    @WithTransaction
    public Uni<SimView> putTags(OnSim on, Map<String, String> tags) {
        return changing.change(on, (sim, now) -> sim.putTags(tags, on.actor(), now));
    }

    /** Removes a tag; on a terminated SIM too. Refuses with {@link ErrorCode#NOT_FOUND} when there is no such tag. */
    @CheckReturnValue
    @WithTransaction
    public Uni<SimView> deleteTag(OnSim on, String name) {
        return changing.change(on, (sim, now) -> sim.deleteTag(name, on.actor(), now));
    }

    /** Sets the speed class. Refuses with {@link ErrorCode#SPEED_CLASS_UNSUPPORTED}, {@link ErrorCode#SIM_TERMINATED}. */
    @CheckReturnValue
    @WithTransaction
    public Uni<SimView> updateSpeedClass(OnSim on, String speedClass) {
        return changing.change(on, (sim, now) -> sim.setSpeedClass(speedClass, on.actor(), now));
    }

    /**
     * Ties the SIM to a device.
     *
     * <p>Refuses with {@link ErrorCode#IMEI_INVALID}, {@link ErrorCode#IMEI_MISSING} and
     * {@link ErrorCode#SIM_TERMINATED}.
     *
     * @param imei the device, perhaps followed by {@code |ANONYMOUS}; null for the one it is connected with
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<SimView> setImeiLock(OnSim on, @Nullable String imei) {
        return changing.change(on, (sim, now) -> sim.connection().lockTo(imei, on.actor(), now));
    }

    /** Lets the SIM be used in any device. Refuses with {@link ErrorCode#SIM_TERMINATED}. */
    @CheckReturnValue
    @WithTransaction
    public Uni<SimView> unsetImeiLock(OnSim on) {
        return changing.change(on, (sim, now) -> sim.connection().unlock(on.actor(), now));
    }

    /** Cuts the session. Refuses with {@link ErrorCode#SIM_OFFLINE} when there is none. */
    @CheckReturnValue
    @WithTransaction
    public Uni<SimView> deleteSession(OnSim on) {
        return changing.change(on, (sim, now) -> sim.connection().end(on.actor(), now));
    }

    /**
     * Adds a subscription to a profile of the SIM. A virtual one is active at once, others are on their way until the
     * first connection with them.
     *
     * <p>Refuses with {@link ErrorCode#NOT_FOUND} for a profile that is not on the SIM,
     * {@link ErrorCode#SUBSCRIPTION_INVALID}, {@link ErrorCode#SUBSCRIPTION_NOT_ADDABLE} (not to this one, or there
     * already) and {@link ErrorCode#SIM_TERMINATED}.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<SimView> addSubscription(OnSim on, AddSubscription subscription) {
        SimPlan plan = catalog.find(subscription.subscription());
        if (plan == null) {
            throw new DomainException(ErrorCode.SUBSCRIPTION_INVALID, "There is no such subscription.");
        }
        return changing.changeWith(on, (sim, now) -> {
            sim.subscriptions().requireAddable(subscription.iccid(), plan);
            return registering
                    .enterSubscription(sim)
                    .invoke(ids -> sim.subscriptions()
                            .add(subscription.iccid(), plan, ids.imsi(), ids.msisdn(), on.actor(), now))
                    .replaceWithVoid();
        });
    }

    /**
     * Ends a virtual secondary subscription.
     *
     * <p>Refuses with {@link ErrorCode#NOT_FOUND} for one that is not on that profile,
     * {@link ErrorCode#SUBSCRIPTION_NOT_TERMINABLE} and {@link ErrorCode#SIM_TERMINATED}.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<SimView> terminateSubscription(OnSim on, String iccid, String imsi) {
        return changing.change(on, (sim, now) -> sim.subscriptions().terminate(iccid, imsi, on.actor(), now));
    }

    /**
     * Sets the primary subscription's bundles.
     *
     * <p>Refuses with {@link ErrorCode#BUNDLES_UNSUPPORTED} and {@link ErrorCode#SIM_TERMINATED}.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<SimView> setBundles(OnSim on, List<String> bundles) {
        return changing.change(on, (sim, now) -> sim.subscriptions().setBundles(List.copyOf(bundles), on.actor(), now));
    }

    /**
     * Notes that a terminated SIM came back. Refuses with {@link ErrorCode#SIM_TRANSITION_INVALID} when it is not
     * terminated.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<SimView> markReturned(OnSim on) {
        return changing.change(on, (sim, now) -> sim.lifecycle().markReturned(on.actor(), now));
    }
}
