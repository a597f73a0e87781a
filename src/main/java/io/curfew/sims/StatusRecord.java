package io.curfew.sims;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A status that a subscription was set to, with what else was the case at that time.
 *
 * @param simId the SIM
 * @param position place in the SIM's history, growing; to go on from
 * @param imsi the subscription
 * @param primaryImsi the SIM's primary one
 * @param subscription its wire name
 * @param status from {@code at} on
 * @param speedClass the SIM's, then
 * @param groupId the SIM's, then; null when in none
 * @param bundles the subscription's, then
 * @param at when it took effect; for an expiry the due instant, however late the worker was
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

    /** Whether it is about the SIM's primary subscription. */
    public boolean isPrimary() {
        return imsi.equals(primaryImsi);
    }
}
