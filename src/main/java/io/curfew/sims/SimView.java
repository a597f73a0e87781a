package io.curfew.sims;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A SIM as it effectively is at the instant of reading: what is due has happened, whether or not a worker has run.
 *
 * @param tenantId the holder's main account
 * @param accountId the holder
 * @param simId ICCID of a card, EID of a chip, a number of the same form for a virtual SIM
 * @param coverage where its subscription is sold
 * @param type what it is made of
 * @param moduleType its form
 * @param subscription wire name of the primary subscription, such as {@code plan01s}
 * @param status its status
 * @param terminationEnabled whether it may be terminated; false while protection is on
 * @param expiryAt when it expires or expired, null when no expiry is set; a past expiry stays until it is cleared or
 *     replaced
 * @param expiryAction the action that was requested for then, null when none was requested or no expiry is set
 * @param expiryFiredAt when the expiry took effect, null when it has not
 * @param speedClass its speed class
 * @param groupId its group, null when in none
 * @param serialNumber printed on the card, null on virtual SIMs
 * @param otaSerialNumber serial number of the profile loaded over the air, null when none is
 * @param tags by name; the SIM's name is the tag {@code name}, which is missing from an unnamed SIM
 * @param imeiLock the only device it may be used in, perhaps followed by {@code |ANONYMOUS}; null when not locked
 * @param activeProfileId ICCID of the profile in use
 * @param primaryImsi IMSI of the primary subscription
 * @param profiles the profiles on it, in the order in which they were added
 * @param session the running session, or the last one with {@code online} false; null when it never had one
 * @param previousSession the last session that has ended, null when none has
 * @param renewalSetAt when it last became ready, standby or suspended, null when it never was; the renewal fee is
 *     counted from then
 * @param createdAt lifecycle time of its registration or creation
 * @param updatedAt lifecycle time of the last change
 * @param registeredAt lifecycle time of its registration with its secret, null when it was not registered that way
 * @param terminatedAt when it was terminated, null when it is not
 * @param purgeAt the instant from which it is gone, null when it is not terminated
 * @param returnDue whether it has to be sent back once it is terminated
 * @param returnedAt when it was returned, null when it was not
 * @param version grows with every change, through whichever door
 */
public record SimView(
        String tenantId,
        String accountId,
        String simId,
        Coverage coverage,
        SimType type,
        ModuleType moduleType,
        String subscription,
        SimStatus status,
        boolean terminationEnabled,
        @Nullable Instant expiryAt,
        @Nullable ExpiryAction expiryAction,
        @Nullable Instant expiryFiredAt,
        String speedClass,
        @Nullable String groupId,
        @Nullable String serialNumber,
        @Nullable String otaSerialNumber,
        Map<String, String> tags,
        @Nullable String imeiLock,
        String activeProfileId,
        String primaryImsi,
        List<Profile> profiles,
        @Nullable Session session,
        @Nullable Session previousSession,
        @Nullable Instant renewalSetAt,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant registeredAt,
        @Nullable Instant terminatedAt,
        @Nullable Instant purgeAt,
        boolean returnDue,
        @Nullable Instant returnedAt,
        long version) {
    public SimView {
        tags = Map.copyOf(tags);
        profiles = List.copyOf(profiles);
    }

    /** The same SIM with other profiles. */
    SimView with(List<Profile> others) {
        return new SimView(
                tenantId,
                accountId,
                simId,
                coverage,
                type,
                moduleType,
                subscription,
                status,
                terminationEnabled,
                expiryAt,
                expiryAction,
                expiryFiredAt,
                speedClass,
                groupId,
                serialNumber,
                otaSerialNumber,
                tags,
                imeiLock,
                activeProfileId,
                primaryImsi,
                others,
                session,
                previousSession,
                renewalSetAt,
                createdAt,
                updatedAt,
                registeredAt,
                terminatedAt,
                purgeAt,
                returnDue,
                returnedAt,
                version);
    }

    /** The tag {@code name}; empty when unnamed. */
    public String name() {
        return tags.getOrDefault("name", "");
    }

    /** Whether a session is running. */
    public boolean isOnline() {
        return session != null && session.online();
    }

    /** The primary subscription. */
    public Subscriber primary() {
        return subscriber(primaryImsi);
    }

    /** The subscription with that IMSI; there is one for the IMSI that a SIM was found by. */
    public Subscriber subscriber(String imsi) {
        return profiles.stream()
                .flatMap(profile -> profile.subscribers().stream())
                .filter(subscriber -> subscriber.imsi().equals(imsi))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("not a subscription of this SIM"));
    }

    /**
     * A profile that is loaded on a SIM.
     *
     * @param iccid its id
     * @param primaryImsi its first subscription
     * @param otaSupported whether more can be loaded over the air
     * @param arcPublicKey the device's public key of a virtual SIM's tunnel in base64, null on others
     * @param arcPrivateKey the private key, which only the answer to the creation has and which is stored nowhere;
     *     null otherwise
     * @param subscribers its subscriptions, the primary one first
     */
    public record Profile(
            String iccid,
            String primaryImsi,
            boolean otaSupported,
            @Nullable String arcPublicKey,
            @Nullable String arcPrivateKey,
            List<Subscriber> subscribers) {
        public Profile {
            subscribers = List.copyOf(subscribers);
        }

        /** Omits the private key. */
        @Override
        public String toString() {
            return "Profile[iccid=" + iccid + ", subscribers=" + subscribers + "]";
        }
    }

    /**
     * A subscription of a SIM.
     *
     * @param imsi its id
     * @param iccid the profile it is on
     * @param msisdn its number, digits only
     * @param subscription wire name
     * @param status its status; the primary subscription has the status of its SIM
     * @param bundles the bundles that were added to it
     * @param data whether it carries data
     * @param sms whether it carries text messages
     * @param primary whether it is the SIM's first
     */
    public record Subscriber(
            String imsi,
            String iccid,
            String msisdn,
            String subscription,
            SubscriberStatus status,
            List<String> bundles,
            boolean data,
            boolean sms,
            boolean primary) {
        public Subscriber {
            bundles = List.copyOf(bundles);
        }
    }

    /**
     * A connection of a SIM.
     *
     * @param online whether it is running
     * @param sessionId its id
     * @param imsi the subscription it runs on
     * @param imei the IMEI of the device, null when the device did not report it
     * @param ueIpAddress the device's address, null when it was given none
     * @param startedAt when it began
     * @param updatedAt when it was last heard of
     * @param endedAt when it ended, null while it is running
     */
    public record Session(
            boolean online,
            String sessionId,
            String imsi,
            @Nullable String imei,
            @Nullable String ueIpAddress,
            Instant startedAt,
            Instant updatedAt,
            @Nullable Instant endedAt) {}
}
