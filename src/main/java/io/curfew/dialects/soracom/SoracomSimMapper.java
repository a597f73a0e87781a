package io.curfew.dialects.soracom;

import io.curfew.dialects.soracom.wire.SoracomCapabilities;
import io.curfew.dialects.soracom.wire.SoracomGroup;
import io.curfew.dialects.soracom.wire.SoracomImeiLock;
import io.curfew.dialects.soracom.wire.SoracomPreviousSession;
import io.curfew.dialects.soracom.wire.SoracomResourceSummary;
import io.curfew.dialects.soracom.wire.SoracomSandboxSubscriber;
import io.curfew.dialects.soracom.wire.SoracomSession;
import io.curfew.dialects.soracom.wire.SoracomSessionEvent;
import io.curfew.dialects.soracom.wire.SoracomSim;
import io.curfew.dialects.soracom.wire.SoracomSimProfile;
import io.curfew.dialects.soracom.wire.SoracomSimSubscription;
import io.curfew.dialects.soracom.wire.SoracomStatusHistory;
import io.curfew.dialects.soracom.wire.SoracomSubscriber;
import io.curfew.sims.ExpiryAction;
import io.curfew.sims.GroupView;
import io.curfew.sims.ModuleType;
import io.curfew.sims.SessionRecord;
import io.curfew.sims.SimStatus;
import io.curfew.sims.SimView;
import io.curfew.sims.StatusRecord;
import io.curfew.sims.StockSim;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Maps the core's SIMs and groups to SORACOM's; {@link SoracomSimRequests} reads what calls ask for. */
final class SoracomSimMapper {
    private static final String APN = "soracom.io";

    private SoracomSimMapper() {}

    /** A SIM as SORACOM shows it. */
    static SoracomSim sim(SimView sim, String operatorId) {
        SimView.Subscriber primary = sim.primary();
        return new SoracomSim(
                sim.simId(),
                operatorId,
                word(sim.type()),
                moduleType(sim.moduleType()),
                word(sim.status()),
                sim.terminationEnabled(),
                millis(sim.expiryAt()),
                action(sim.expiryAction()),
                sim.speedClass(),
                sim.groupId(),
                sim.serialNumber(),
                sim.otaSerialNumber(),
                tags(sim.tags()),
                imeiLock(sim),
                sim.activeProfileId(),
                profiles(sim),
                new SoracomCapabilities(primary.data(), primary.sms()),
                session(sim),
                previousSession(sim),
                sim.createdAt().toEpochMilli(),
                sim.updatedAt().toEpochMilli(),
                millis(sim.renewalSetAt()),
                null);
    }

    private static Map<String, SoracomSimProfile> profiles(SimView sim) {
        Map<String, SoracomSimProfile> profiles = new LinkedHashMap<>();
        sim.profiles().forEach(profile -> profiles.put(profile.iccid(), profile(profile)));
        return profiles;
    }

    /** The profile of a SIM with that ICCID, which has to exist. */
    static SoracomSimProfile profile(SimView sim, String iccid) {
        return sim.profiles().stream()
                .filter(profile -> profile.iccid().equals(iccid))
                .findFirst()
                .map(SoracomSimMapper::profile)
                .orElseThrow(() -> new IllegalArgumentException("not a profile of this SIM"));
    }

    private static SoracomSimProfile profile(SimView.Profile profile) {
        Map<String, SoracomSimSubscription> subscribers = new LinkedHashMap<>();
        profile.subscribers()
                .forEach(subscriber -> subscribers.put(
                        subscriber.imsi(),
                        new SoracomSimSubscription(
                                subscriber.imsi(),
                                subscriber.msisdn(),
                                subscriber.subscription(),
                                word(subscriber.status()),
                                subscriber.bundles(),
                                new SoracomCapabilities(subscriber.data(), subscriber.sms()))));
        return new SoracomSimProfile(
                profile.iccid(),
                profile.primaryImsi(),
                profile.otaSupported(),
                profile.arcPublicKey(),
                profile.arcPrivateKey(),
                subscribers);
    }

    /** A subscription of a SIM as SORACOM shows it. */
    static SoracomSubscriber subscriber(SimView sim, String imsi, String operatorId) {
        SimView.Subscriber subscriber = sim.subscriber(imsi);
        SimView.Session session = sim.session();
        Long expiryTime = millis(sim.expiryAt());
        long createdTime = sim.createdAt().toEpochMilli();
        long lastModifiedTime = sim.updatedAt().toEpochMilli();
        return new SoracomSubscriber(
                subscriber.imsi(),
                subscriber.iccid(),
                subscriber.msisdn(),
                sim.simId(),
                operatorId,
                subscriber.subscription(),
                APN,
                session == null || !session.online() ? null : session.ueIpAddress(),
                sim.speedClass(),
                sim.speedClass(),
                subscriber.primary() ? moduleType(sim.moduleType()) : null,
                subscriber.sms() ? 1 : 0,
                word(subscriber.status()),
                sim.terminationEnabled(),
                expiryTime,
                expiryTime,
                action(sim.expiryAction()),
                sim.groupId(),
                sim.serialNumber(),
                tags(sim.tags()),
                subscriber.bundles(),
                imeiLock(sim),
                session(sim),
                previousSession(sim),
                createdTime,
                createdTime,
                lastModifiedTime,
                lastModifiedTime,
                millis(sim.registeredAt()),
                millis(sim.renewalSetAt()),
                null);
    }

    /** The tags, which always include the name. */
    private static Map<String, String> tags(Map<String, String> tags) {
        Map<String, String> shown = new TreeMap<>(tags);
        shown.putIfAbsent("name", "");
        return shown;
    }

    private static @Nullable SoracomImeiLock imeiLock(SimView sim) {
        String imei = sim.imeiLock();
        return imei == null ? null : new SoracomImeiLock(imei);
    }

    /** The SIM's session. Once it is over, its id and address are shown only as the previous session's. */
    private static @Nullable SoracomSession session(SimView sim) {
        SimView.Session session = sim.session();
        return session == null
                ? null
                : new SoracomSession(
                        session.online(),
                        session.updatedAt().toEpochMilli(),
                        session.imei(),
                        session.imsi(),
                        subscriptionOf(sim, session),
                        session.online() ? session.sessionId() : null,
                        session.online() ? session.ueIpAddress() : null);
    }

    private static @Nullable SoracomPreviousSession previousSession(SimView sim) {
        SimView.Session session = sim.previousSession();
        return session == null
                ? null
                : new SoracomPreviousSession(
                        session.online(),
                        session.updatedAt().toEpochMilli(),
                        session.startedAt().toEpochMilli(),
                        millis(session.endedAt()),
                        session.imei(),
                        session.imsi(),
                        subscriptionOf(sim, session),
                        session.sessionId(),
                        session.ueIpAddress());
    }

    private static @Nullable String subscriptionOf(SimView sim, SimView.Session session) {
        return sim.profiles().stream()
                .flatMap(profile -> profile.subscribers().stream())
                .filter(subscriber -> subscriber.imsi().equals(session.imsi()))
                .map(SimView.Subscriber::subscription)
                .findFirst()
                .orElse(null);
    }

    /** A record of a SIM's status history. */
    static SoracomStatusHistory status(StatusRecord status) {
        return new SoracomStatusHistory(
                status.simId(),
                status.imsi(),
                status.primaryImsi(),
                status.isPrimary(),
                status.subscription(),
                word(status.status()),
                status.speedClass(),
                status.groupId(),
                status.bundles(),
                status.at().getEpochSecond());
    }

    /** A record of a SIM's session history. */
    static SoracomSessionEvent event(SessionRecord event, String operatorId) {
        return new SoracomSessionEvent(
                switch (event.event()) {
                    case CREATED -> "Created";
                    case MODIFIED -> "Modified";
                    case DELETED -> "Deleted";
                },
                event.at().toEpochMilli(),
                SoracomIdentityMapper.iso(event.startedAt()),
                operatorId,
                event.simId(),
                event.imsi(),
                event.imei(),
                event.subscription(),
                event.sessionId(),
                APN,
                event.ueIpAddress());
    }

    /** A group as SORACOM shows it. */
    static SoracomGroup group(GroupView group, String operatorId) {
        return new SoracomGroup(
                group.groupId(),
                operatorId,
                new TreeMap<>(group.tags()),
                group.configuration(),
                group.createdAt().toEpochMilli(),
                group.updatedAt().toEpochMilli());
    }

    /** How many SIMs there are in each status. */
    static SoracomResourceSummary simsPerStatus(Map<SimStatus, Long> counts, Instant now) {
        long ready = counts.getOrDefault(SimStatus.READY, 0L);
        long active = counts.getOrDefault(SimStatus.ACTIVE, 0L);
        long inactive = counts.getOrDefault(SimStatus.INACTIVE, 0L);
        long standby = counts.getOrDefault(SimStatus.STANDBY, 0L);
        long suspended = counts.getOrDefault(SimStatus.SUSPENDED, 0L);
        List<SoracomResourceSummary.Value> values = List.of(
                new SoracomResourceSummary.Value("readySims", ready),
                new SoracomResourceSummary.Value("activeSims", active),
                new SoracomResourceSummary.Value("inactiveSims", inactive),
                new SoracomResourceSummary.Value("standbySims", standby),
                new SoracomResourceSummary.Value("suspendedSims", suspended));
        return new SoracomResourceSummary(
                "simsPerStatus",
                List.of(new SoracomResourceSummary.Item(List.of(), now.toEpochMilli(), values)),
                ready,
                active,
                inactive,
                standby,
                suspended);
    }

    /** A SIM that the sandbox made. */
    static SoracomSandboxSubscriber sandbox(StockSim sim, String operatorId, Instant now) {
        return new SoracomSandboxSubscriber(
                sim.imsi(),
                sim.msisdn(),
                sim.serialNumber(),
                sim.registrationSecret(),
                "shipped",
                sim.subscription(),
                APN,
                operatorId,
                Map.of(),
                now.toEpochMilli(),
                now.toEpochMilli(),
                null);
    }

    /** SORACOM's word for the action at an expiry; null if there is none. */
    static @Nullable String action(@Nullable ExpiryAction action) {
        return action == null ? null : camelCase(action);
    }

    private static String moduleType(ModuleType type) {
        return camelCase(type);
    }

    /** SORACOM's word for a constant whose name is the same word. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String camelCase(Enum<?> constant) {
        StringBuilder word = new StringBuilder();
        for (char letter : constant.name().toCharArray()) {
            boolean capital = word.length() > 0 && word.charAt(word.length() - 1) == '_';
            if (capital) {
                word.setLength(word.length() - 1);
            }
            word.append(capital ? letter : Character.toLowerCase(letter));
        }
        return word.toString();
    }

    private static @Nullable Long millis(@Nullable Instant instant) {
        return instant == null ? null : instant.toEpochMilli();
    }
}
