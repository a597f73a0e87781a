package io.curfew.sims;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened to a session.
 *
 * @param simId the SIM
 * @param position ascending position in the SIM's history, from which the next page continues
 * @param event what happened
 * @param sessionId the session
 * @param imsi the subscription it ran on
 * @param imei the IMEI of the device, null when the device did not report it
 * @param subscription wire name of the subscription
 * @param ueIpAddress the device's address, null when it was given none
 * @param startedAt when the session began
 * @param at when it happened
 */
public record SessionRecord(
        String simId,
        long position,
        Event event,
        String sessionId,
        String imsi,
        @Nullable String imei,
        String subscription,
        @Nullable String ueIpAddress,
        Instant startedAt,
        Instant at) {
    /** What happened. */
    public enum Event {
        CREATED,
        MODIFIED,
        DELETED
    }
}
