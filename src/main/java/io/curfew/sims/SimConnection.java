package io.curfew.sims;

import io.curfew.events.Actor;
import io.curfew.events.EventType;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The connection of a {@link Sim}: its session, the one before, and the only device that it may be used in. */
final class SimConnection {
    private static final Pattern IMEI = Pattern.compile("[0-9]{15}");
    private static final String ANONYMOUS = "|ANONYMOUS";

    private final Sim sim;

    private SimView.@Nullable Session session;
    private SimView.@Nullable Session previous;
    private @Nullable String imeiLock;

    SimConnection(Sim sim, JsonObject row) {
        this.sim = sim;
        this.session = SimRows.session(row.getJsonObject("session"));
        this.previous = SimRows.session(row.getJsonObject("previous_session"));
        this.imeiLock = row.getString("imei_lock");
    }

    boolean isOnline() {
        return session != null && session.online();
    }

    /** Whether a session is running on that subscription. */
    boolean isOnlineWith(String imsi) {
        return session != null && session.online() && session.imsi().equals(imsi);
    }

    /** Lets a device connect. Refuses with {@link ErrorCode#NOT_FOUND} and {@link ErrorCode#SESSION_REFUSED}. */
    void start(String sessionId, StartSession start, Actor actor, Instant at) {
        String imsi = start.imsi() == null ? sim.identity().primaryImsi() : start.imsi();
        SimView.Subscriber subscriber = sim.subscriptions().require(imsi);
        requireMayConnect(subscriber, start.imei());
        if (isOnline()) {
            cut(at);
        }
        SimStatus status = sim.lifecycle().status();
        if (status == SimStatus.READY || status == SimStatus.STANDBY) {
            sim.lifecycle().move(SimStatus.ACTIVE, "connection", actor, at);
        }
        sim.subscriptions().connected(subscriber, at);
        session = new SimView.Session(true, sessionId, imsi, start.imei(), start.ueIpAddress(), at, at, null);
        sim.noteSession(SessionRecord.Event.CREATED, session, at);
        sim.changed(EventType.SIM_SESSION_CREATED, actor, at, Map.of());
    }

    private void requireMayConnect(SimView.Subscriber subscriber, @Nullable String imei) {
        switch (sim.lifecycle().status()) {
            case TERMINATED -> throw refused("terminated", true);
            case SUSPENDED -> throw refused("suspended", true);
            case INACTIVE -> throw refused("inactive", false);
            case READY, ACTIVE, STANDBY -> {}
        }
        if (!subscriber.primary() && subscriber.status() == SubscriberStatus.TERMINATED) {
            throw refused("terminated", true);
        }
        if (sim.expiry().firedAt() != null) {
            throw refused("expired", false);
        }
        if (imeiLock != null && !fitsLock(imeiLock, imei)) {
            throw refused("imei-lock", false);
        }
    }

    private static boolean fitsLock(String lock, @Nullable String imei) {
        return lock.endsWith(ANONYMOUS) ? imei == null || lock.equals(imei + ANONYMOUS) : lock.equals(imei);
    }

    private static DomainException refused(String reason, boolean permanent) {
        return new DomainException(
                ErrorCode.SESSION_REFUSED,
                "The SIM may not connect: " + reason + ".",
                Map.of("reason", reason, "permanent", permanent));
    }

    /** Notes a sign of life of the running session. Refuses with {@link ErrorCode#SIM_OFFLINE}. */
    void update(@Nullable String ueIpAddress, Instant at) {
        SimView.Session running = requireSession();
        boolean moved = ueIpAddress != null && !ueIpAddress.equals(running.ueIpAddress());
        session = new SimView.Session(
                true,
                running.sessionId(),
                running.imsi(),
                running.imei(),
                moved ? ueIpAddress : running.ueIpAddress(),
                running.startedAt(),
                at,
                null);
        sim.noteSession(SessionRecord.Event.MODIFIED, session, at);
        sim.advance();
    }

    /** Ends the running session on request. Refuses with {@link ErrorCode#SIM_OFFLINE}. */
    void end(Actor actor, Instant at) {
        requireSession();
        cut(at);
        sim.changed(EventType.SIM_SESSION_DELETED, actor, at, Map.of());
    }

    private SimView.Session requireSession() {
        if (session == null || !session.online()) {
            throw new DomainException(ErrorCode.SIM_OFFLINE, "The specified subscriber is offline");
        }
        return session;
    }

    /** Ends the running session as part of another change, which publishes the event. */
    void cut(Instant at) {
        SimView.Session running = requireSession();
        sim.noteSession(SessionRecord.Event.DELETED, running, at);
        session = new SimView.Session(
                false,
                running.sessionId(),
                running.imsi(),
                running.imei(),
                running.ueIpAddress(),
                running.startedAt(),
                at,
                at);
        previous = session;
    }

    /**
     * Ties the SIM to a device. Refuses with {@link ErrorCode#SIM_TERMINATED}, {@link ErrorCode#IMEI_INVALID} and
     * {@link ErrorCode#IMEI_MISSING}.
     *
     * @param imei the device, null for the one that the SIM is connected with
     */
    void lockTo(@Nullable String imei, Actor actor, Instant at) {
        sim.lifecycle().requireAlive();
        String device = imei == null ? presentDevice() : imei;
        String digits = device.endsWith(ANONYMOUS) ? device.substring(0, device.length() - ANONYMOUS.length()) : device;
        if (!IMEI.matcher(digits).matches()) {
            throw new DomainException(ErrorCode.IMEI_INVALID, "Not an IMEI.");
        }
        if (!device.equals(imeiLock)) {
            imeiLock = device;
            sim.updated("imeiLock", actor, at);
        }
    }

    private String presentDevice() {
        String imei = session == null || !session.online() ? null : session.imei();
        if (imei == null) {
            throw new DomainException(ErrorCode.IMEI_MISSING, "The SIM is not connected, so the IMEI has to be given.");
        }
        return imei;
    }

    /** Lets the SIM be used in any device. Refuses with {@link ErrorCode#SIM_TERMINATED}. */
    void unlock(Actor actor, Instant at) {
        sim.lifecycle().requireAlive();
        if (imeiLock != null) {
            imeiLock = null;
            sim.updated("imeiLock", actor, at);
        }
    }

    /** The running session, or the last one; null when there was never one. */
    SimView.@Nullable Session session() {
        return session;
    }

    /** The last session that has ended; null when none has. */
    SimView.@Nullable Session previous() {
        return previous;
    }

    /** The only device it may be used in; null when it may be used in any. */
    @Nullable
    String imeiLock() {
        return imeiLock;
    }

    /** Writes its columns into a row of {@code sim}. */
    void writeTo(JsonObject row) {
        row.put("online", isOnline())
                .put("session", SimRows.json(session))
                .put("previous_session", SimRows.json(previous))
                .put("imei_lock", imeiLock);
    }
}
