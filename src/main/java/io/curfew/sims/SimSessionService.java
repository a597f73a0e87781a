package io.curfew.sims;

import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.Ids;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * Handles connections of SIMs, as a packet gateway reports them. A SIM that is not found is refused as in
 * {@link SimService}. What is due on the SIM is settled first.
 */
@ApplicationScoped
public class SimSessionService {
    private final SimChanging changing;

    SimSessionService(SimChanging changing) {
        this.changing = changing;
    }

    /**
     * Lets a device connect. This makes a ready or standby SIM active, and shows that a secondary subscription that
     * was on its way has arrived. A session that was running ends.
     *
     * <p>Refuses with {@link ErrorCode#SESSION_REFUSED}; its detail {@code reason} is {@code terminated},
     * {@code suspended}, {@code inactive}, {@code expired} or {@code imei-lock}, and {@code permanent} tells whether
     * the device is to give up.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<SimView> start(OnSim on, StartSession session) {
        String sessionId = Ids.hex(16);
        return changing.change(on, (sim, now) -> sim.connection().start(sessionId, session, on.actor(), now));
    }

    /**
     * Notes a sign of life of the running session. Refuses with {@link ErrorCode#SIM_OFFLINE}.
     *
     * @param ueIpAddress the device's new address, null for no change
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<SimView> update(OnSim on, @Nullable String ueIpAddress) {
        return changing.change(on, (sim, now) -> sim.connection().update(ueIpAddress, now));
    }

    /** Ends the running session, because the device has gone. Refuses with {@link ErrorCode#SIM_OFFLINE}. */
    @CheckReturnValue
    @WithTransaction
    public Uni<SimView> stop(OnSim on) {
        return changing.change(on, (sim, now) -> sim.connection().end(on.actor(), now));
    }
}
