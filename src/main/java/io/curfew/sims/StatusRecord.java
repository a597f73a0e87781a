package io.curfew.sims;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A status that a subscription was set to, with other properties that it and its SIM had at that time.
 *
 * @param simId the SIM
 * @param position ascending position in the SIM's history, from which the next page continues
 * @param imsi the subscription
 * @param primaryImsi the IMSI of the SIM's primary subscription
 * @param subscription its wire name
 * @param status its status from {@code at} on
 * @param speedClass the SIM's speed class at that time
 * @param groupId the SIM's group at that time, null when it was in none
 * @param bundles the subscription's bundles at that time
 * @param at when it took effect; for an expiry this is the instant it fell due, however late the worker was
 */
public record StatusRecord(
        String simId,
        long position,
        String imsi,
        String primaryImsi,
        String subscription,
        SubscriberStatus status,
        String speedClass,
        @Nullable String groupId,
        List<String> bundles,
        Instant at) {
    public StatusRecord {
        bundles = List.copyOf(bundles);
    }

    /** Whether this record is about the SIM's primary subscription. */
    public boolean isPrimary() {
        return imsi.equals(primaryImsi);
    }
}
