package io.curfew.sims;

import io.curfew.kernel.Cursor;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.PageRequest;
import io.curfew.kernel.Slice;
import io.curfew.lifecycle.TransactionScope;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The SIMs that accounts hold. Every change is one transaction that also holds its history, audit entry, event and the
 * work that follows from it; before it, the transaction settles what is due on the SIM, as of the instant it fell due.
 * Reads show what is due as done, however late the worker is. From an account's closing on its SIMs are terminated, and
 * a while after its termination (see {@link SimsConfig#retention}) a SIM is gone.
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

    /**
     * The SIM.
     *
     * @param coverage the coverage it must be of, null for either
     */
    @CheckReturnValue
    public Uni<SimView> get(String tenantId, @Nullable Coverage coverage, SimRef sim) {
        throw new UnsupportedOperationException();
    }

    /** The place in lists right after the SIM, for doors whose page keys are SIM ids or IMSIs. */
    @CheckReturnValue
    public Uni<Cursor> cursorAfter(String tenantId, @Nullable Coverage coverage, SimRef sim) {
        throw new UnsupportedOperationException();
    }

    /** A page of SIMs, newest first, terminated ones too until they are purged. */
    @CheckReturnValue
    public Uni<Slice<SimView>> list(SimFilter filter, PageRequest page) {
        throw new UnsupportedOperationException();
    }

    /** A page of what is found, newest first. Refuses with {@link ErrorCode#SEARCH_TERM_TOO_SHORT}. */
    @CheckReturnValue
    public Uni<Slice<SimView>> search(SimSearch search, PageRequest page) {
        throw new UnsupportedOperationException();
    }

    /** The statuses of a SIM's subscriptions over time, in the order asked for; what is due is among them. */
    @CheckReturnValue
    public Uni<Slice<StatusRecord>> statusHistory(
            String tenantId, @Nullable Coverage coverage, SimRef sim, HistoryRange range) {
        throw new UnsupportedOperationException();
    }

    /** What happened to a SIM's sessions, in the order asked for; what is due is among it. */
    @CheckReturnValue
    public Uni<Slice<SessionRecord>> sessionHistory(
            String tenantId, @Nullable Coverage coverage, SimRef sim, HistoryRange range) {
        throw new UnsupportedOperationException();
    }

    /**
     * How many SIMs of a tree there are in each effective status; a status without SIMs is there with 0.
     *
     * @param coverage their coverage, null for either
     */
    @CheckReturnValue
    public Uni<Map<SimStatus, Long>> countsByStatus(String tenantId, @Nullable Coverage coverage) {
        throw new UnsupportedOperationException();
    }

    /**
     * Makes a virtual SIM, in the status that its subscription begins in. The tunnel's private key is in the answer and
     * nowhere else.
     *
     * <p>Refuses with {@link ErrorCode#SUBSCRIPTION_INVALID} and, by the holder, with {@link ErrorCode#NOT_FOUND} and
     * {@link ErrorCode#ACCOUNT_NOT_ACTIVE}.
     */
    @CheckReturnValue
    public Uni<SimView> createVirtual(CreateVirtualSim command) {
        throw new UnsupportedOperationException();
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
     * <p>Refuses with {@link ErrorCode#NOT_FOUND} for an id that is not in stock,
     * {@link ErrorCode#REGISTRATION_REFUSED} (wrong secret, other coverage, meant for another, registered, in
     * somebody's registration), {@link ErrorCode#GROUP_UNKNOWN}, {@link ErrorCode#TAG_INVALID} and, by the holder, with
     * {@link ErrorCode#ACCOUNT_NOT_ACTIVE}.
     *
     * @param scope wraps the tenant's transaction
     */
    @CheckReturnValue
    public Uni<SimView> register(RegisterSim command, TransactionScope scope) {
        throw new UnsupportedOperationException();
    }

    /**
     * Makes the SIM active; it may connect unless its expiry has passed.
     *
     * <p>Refuses with {@link ErrorCode#SIM_TERMINATED}, {@link ErrorCode#SIM_STATUS_UNSUPPORTED} and
     * {@link ErrorCode#SIM_TRANSITION_INVALID}.
     */
    @CheckReturnValue
    public Uni<SimView> activate(OnSim on) {
        throw new UnsupportedOperationException();
    }

    /** Makes the SIM inactive and cuts its session. Refuses as {@link #activate} does. */
    @CheckReturnValue
    public Uni<SimView> deactivate(OnSim on) {
        throw new UnsupportedOperationException();
    }

    /** Puts the SIM into standby and cuts its session. Refuses as {@link #activate} does. */
    @CheckReturnValue
    public Uni<SimView> setToStandby(OnSim on) {
        throw new UnsupportedOperationException();
    }

    /** Suspends the SIM and cuts its session. Refuses as {@link #activate} does. */
    @CheckReturnValue
    public Uni<SimView> suspend(OnSim on) {
        throw new UnsupportedOperationException();
    }

    /**
     * Terminates the SIM for good and cuts its session; its secondary subscriptions end with it.
     *
     * <p>Refuses with {@link ErrorCode#SIM_TERMINATED} also when it is terminated already, and with
     * {@link ErrorCode#SIM_PROTECTED}.
     */
    @CheckReturnValue
    public Uni<SimView> terminate(OnSim on) {
        throw new UnsupportedOperationException();
    }

    /** Switches termination protection off. Refuses with {@link ErrorCode#SIM_TERMINATED}. */
    @CheckReturnValue
    public Uni<SimView> enableTermination(OnSim on) {
        throw new UnsupportedOperationException();
    }

    /**
     * Switches termination protection on. A termination scheduled while it was off happens all the same. Refuses with
     * {@link ErrorCode#SIM_TERMINATED}.
     */
    @CheckReturnValue
    public Uni<SimView> disableTermination(OnSim on) {
        throw new UnsupportedOperationException();
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
    public Uni<SimView> setExpiry(OnSim on, Instant at, @Nullable ExpiryAction action) {
        throw new UnsupportedOperationException();
    }

    /**
     * Takes the expiry away, also one that has passed, so that the SIM may connect again. What was due has happened
     * before. Refuses with {@link ErrorCode#EXPIRY_NOT_SET} and {@link ErrorCode#SIM_TERMINATED}.
     */
    @CheckReturnValue
    public Uni<SimView> unsetExpiry(OnSim on) {
        throw new UnsupportedOperationException();
    }

    /** Puts the SIM into a group. Refuses with {@link ErrorCode#GROUP_UNKNOWN} and {@link ErrorCode#SIM_TERMINATED}. */
    @CheckReturnValue
    public Uni<SimView> setGroup(OnSim on, String groupId) {
        throw new UnsupportedOperationException();
    }

    /** Takes the SIM out of its group. Refuses with {@link ErrorCode#SIM_TERMINATED}. */
    @CheckReturnValue
    public Uni<SimView> unsetGroup(OnSim on) {
        throw new UnsupportedOperationException();
    }

    /** Sets these tags and leaves the others; on a terminated SIM too. Refuses with {@link ErrorCode#TAG_INVALID}. */
    @CheckReturnValue
    public Uni<SimView> putTags(OnSim on, Map<String, String> tags) {
        throw new UnsupportedOperationException();
    }

    /** Removes a tag; on a terminated SIM too. Refuses with {@link ErrorCode#NOT_FOUND} when there is no such tag. */
    @CheckReturnValue
    public Uni<SimView> deleteTag(OnSim on, String name) {
        throw new UnsupportedOperationException();
    }

    /** Sets the speed class. Refuses with {@link ErrorCode#SPEED_CLASS_UNSUPPORTED}, {@link ErrorCode#SIM_TERMINATED}. */
    @CheckReturnValue
    public Uni<SimView> updateSpeedClass(OnSim on, String speedClass) {
        throw new UnsupportedOperationException();
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
    public Uni<SimView> setImeiLock(OnSim on, @Nullable String imei) {
        throw new UnsupportedOperationException();
    }

    /** Lets the SIM be used in any device. Refuses with {@link ErrorCode#SIM_TERMINATED}. */
    @CheckReturnValue
    public Uni<SimView> unsetImeiLock(OnSim on) {
        throw new UnsupportedOperationException();
    }

    /** Cuts the session. Refuses with {@link ErrorCode#SIM_OFFLINE} when there is none. */
    @CheckReturnValue
    public Uni<SimView> deleteSession(OnSim on) {
        throw new UnsupportedOperationException();
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
    public Uni<SimView> addSubscription(OnSim on, AddSubscription subscription) {
        throw new UnsupportedOperationException();
    }

    /**
     * Ends a virtual secondary subscription.
     *
     * <p>Refuses with {@link ErrorCode#NOT_FOUND} for one that is not on that profile,
     * {@link ErrorCode#SUBSCRIPTION_NOT_TERMINABLE} and {@link ErrorCode#SIM_TERMINATED}.
     */
    @CheckReturnValue
    public Uni<SimView> terminateSubscription(OnSim on, String iccid, String imsi) {
        throw new UnsupportedOperationException();
    }

    /** Sets the primary subscription's bundles. Refuses with {@link ErrorCode#BUNDLES_UNSUPPORTED} and
     * {@link ErrorCode#SIM_TERMINATED}. */
    @CheckReturnValue
    public Uni<SimView> setBundles(OnSim on, List<String> bundles) {
        throw new UnsupportedOperationException();
    }

    /**
     * Notes that a terminated SIM came back. Refuses with {@link ErrorCode#SIM_TRANSITION_INVALID} when it is not
     * terminated.
     */
    @CheckReturnValue
    public Uni<SimView> markReturned(OnSim on) {
        throw new UnsupportedOperationException();
    }
}
