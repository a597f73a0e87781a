package io.curfew.sims;

import io.curfew.events.Actor;
import io.curfew.kernel.ErrorCode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A change of one SIM. Each may also be refused for the reasons that {@link SimService} gives for every change. A
 * change to a state that the SIM is in already changes nothing, unless its own description says otherwise.
 */
public sealed interface ChangeSim extends SimCommand {
    /** Which SIM, and who asks. */
    OnSim on();

    @Override
    default String tenantId() {
        return on().tenantId();
    }

    @Override
    default Actor actor() {
        return on().actor();
    }

    /** Applies the matching case to this change. Each kind has a case, so that none is forgotten. */
    <T> T fold(Cases<T> cases);

    /** One case for each kind of change. */
    interface Cases<T> {
        T status(ToStatus change);

        T protection(SetProtection change);

        T expiry(SetExpiry change);

        T noExpiry(UnsetExpiry change);

        T group(SetGroup change);

        T noGroup(UnsetGroup change);

        T holder(Move change);

        T tags(PutTags change);

        T noTag(DeleteTag change);

        T speedClass(SetSpeedClass change);

        T imeiLock(SetImeiLock change);

        T noImeiLock(UnsetImeiLock change);

        T noSession(EndSession change);

        T subscription(AddSubscription change);

        T noSubscription(EndSubscription change);

        T bundles(SetBundles change);

        T returned(MarkReturned change);
    }

    /**
     * Brings the SIM into a status: active, so that it may connect unless its expiry has passed; inactive, in standby
     * or suspended, which cuts its session; or terminated for good, which also ends its secondary subscriptions.
     *
     * <p>A SIM that is in the status already is left as it is, even when it is terminated. Refused with
     * {@link ErrorCode#SIM_TERMINATED}, {@link ErrorCode#SIM_STATUS_UNSUPPORTED},
     * {@link ErrorCode#SIM_TRANSITION_INVALID} and, for a termination, {@link ErrorCode#SIM_PROTECTED}.
     */
    record ToStatus(OnSim on, SimStatus status) implements ChangeSim {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.status(this);
        }
    }

    /**
     * Switches termination protection on or off. A termination that was scheduled while it was off happens all the
     * same.
     *
     * <p>Refused with {@link ErrorCode#SIM_TERMINATED}.
     *
     * @param terminationEnabled whether the SIM may be terminated, that is, protection is off
     */
    record SetProtection(OnSim on, boolean terminationEnabled) implements ChangeSim {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.protection(this);
        }
    }

    /**
     * Sets when the SIM expires and what happens then, replacing any earlier expiry. The action happens once. An
     * instant in the past counts as now, so the answer shows the action as done.
     *
     * <p>Refused with {@link ErrorCode#SIM_TERMINATED}, {@link ErrorCode#EXPIRY_INVALID},
     * {@link ErrorCode#SIM_STATUS_UNSUPPORTED} when the subscription does not have the status that the action leads
     * to, and {@link ErrorCode#SIM_PROTECTED} for a termination while protection is on. After a refusal the earlier
     * expiry stays.
     *
     * @param action what happens, null for nothing
     */
    record SetExpiry(OnSim on, Instant at, @Nullable ExpiryAction action) implements ChangeSim {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.expiry(this);
        }
    }

    /**
     * Removes the expiry, even one that has passed, so that the SIM may connect again. An action that was due by then
     * has already happened.
     *
     * <p>Refused with {@link ErrorCode#EXPIRY_NOT_SET} and {@link ErrorCode#SIM_TERMINATED}.
     */
    record UnsetExpiry(OnSim on) implements ChangeSim {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.noExpiry(this);
        }
    }

    /** Puts the SIM into a group, even when it is terminated. Refused with {@link ErrorCode#GROUP_UNKNOWN}. */
    record SetGroup(OnSim on, String groupId) implements ChangeSim {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.group(this);
        }
    }

    /** Takes the SIM out of its group, even when it is terminated. */
    record UnsetGroup(OnSim on) implements ChangeSim {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.noGroup(this);
        }
    }

    /**
     * Moves the SIM to another account of its tree, which holds it from then on. Closing that account terminates the
     * SIM, or is refused while the SIM is protected.
     *
     * <p>Refused with {@link ErrorCode#NOT_FOUND} and {@link ErrorCode#ACCOUNT_NOT_ACTIVE} because of the new account,
     * and with {@link ErrorCode#SIM_TERMINATED}.
     *
     * @param accountId the main account's id or a subaccount's
     */
    record Move(OnSim on, String accountId) implements ChangeSim {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.holder(this);
        }
    }

    /** Sets these tags and leaves the others, even on a terminated SIM. Refused with {@link ErrorCode#TAG_INVALID}. */
    record PutTags(OnSim on, Map<String, String> tags) implements ChangeSim {
        public PutTags {
            tags = Map.copyOf(tags);
        }

        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.tags(this);
        }
    }

    /**
     * Removes a tag, even from a terminated SIM. Refused with {@link ErrorCode#NOT_FOUND} when there is no such tag.
     */
    record DeleteTag(OnSim on, String name) implements ChangeSim {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.noTag(this);
        }
    }

    /**
     * Sets the speed class. Refused with {@link ErrorCode#SPEED_CLASS_UNSUPPORTED} and
     * {@link ErrorCode#SIM_TERMINATED}.
     */
    record SetSpeedClass(OnSim on, String speedClass) implements ChangeSim {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.speedClass(this);
        }
    }

    /**
     * Ties the SIM to a device.
     *
     * <p>Refused with {@link ErrorCode#IMEI_INVALID}, {@link ErrorCode#IMEI_MISSING} and
     * {@link ErrorCode#SIM_TERMINATED}.
     *
     * @param imei the device, perhaps followed by {@code |ANONYMOUS}; null for the one it is connected with
     */
    record SetImeiLock(OnSim on, @Nullable String imei) implements ChangeSim {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.imeiLock(this);
        }
    }

    /** Lets the SIM be used in any device. Refused with {@link ErrorCode#SIM_TERMINATED}. */
    record UnsetImeiLock(OnSim on) implements ChangeSim {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.noImeiLock(this);
        }
    }

    /** Cuts the session. Refused with {@link ErrorCode#SIM_OFFLINE} when there is none. */
    record EndSession(OnSim on) implements ChangeSim {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.noSession(this);
        }
    }

    /**
     * Adds a subscription to a profile of the SIM. A virtual subscription is active at once; any other is on its way
     * until a device first connects with it.
     *
     * <p>Refused with {@link ErrorCode#NOT_FOUND} for a profile that is not on the SIM,
     * {@link ErrorCode#SUBSCRIPTION_INVALID}, {@link ErrorCode#SUBSCRIPTION_NOT_ADDABLE} (it cannot be added to this
     * SIM, or is there already) and {@link ErrorCode#SIM_TERMINATED}.
     *
     * @param iccid the profile it goes onto
     * @param subscription wire name of a subscription that can be added to the SIM's
     */
    record AddSubscription(OnSim on, String iccid, String subscription) implements ChangeSim {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.subscription(this);
        }
    }

    /**
     * Ends a virtual secondary subscription.
     *
     * <p>Refused with {@link ErrorCode#NOT_FOUND} for one that is not on that profile,
     * {@link ErrorCode#SUBSCRIPTION_NOT_TERMINABLE}, {@link ErrorCode#SIM_TERMINATED} and, while termination protection
     * is on, {@link ErrorCode#SIM_PROTECTED}.
     *
     * @param iccid the profile it is on
     * @param imsi the IMSI of the subscription
     */
    record EndSubscription(OnSim on, String iccid, String imsi) implements ChangeSim {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.noSubscription(this);
        }
    }

    /**
     * Sets the primary subscription's bundles.
     *
     * <p>Refused with {@link ErrorCode#BUNDLES_UNSUPPORTED} and {@link ErrorCode#SIM_TERMINATED}.
     */
    record SetBundles(OnSim on, List<String> bundles) implements ChangeSim {
        public SetBundles {
            bundles = List.copyOf(bundles);
        }

        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.bundles(this);
        }
    }

    /**
     * Notes that a terminated SIM was returned. Refused with {@link ErrorCode#SIM_TRANSITION_INVALID} when it is not
     * terminated.
     */
    record MarkReturned(OnSim on) implements ChangeSim {
        @Override
        public <T> T fold(Cases<T> cases) {
            return cases.returned(this);
        }
    }
}
