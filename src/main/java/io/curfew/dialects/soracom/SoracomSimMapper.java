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
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.sims.ExpiryAction;
import io.curfew.sims.GroupView;
import io.curfew.sims.ModuleType;
import io.curfew.sims.SessionRecord;
import io.curfew.sims.SimFilter;
import io.curfew.sims.SimSearch;
import io.curfew.sims.SimSearch.Connection;
import io.curfew.sims.SimSearch.Field;
import io.curfew.sims.SimStatus;
import io.curfew.sims.SimView;
import io.curfew.sims.StatusRecord;
import io.curfew.sims.StockSim;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Between the core's SIMs and groups and SORACOM's. */
final class SoracomSimMapper {
    private static final String APN = "soracom.io";

    /** Less is an instant in seconds: as milliseconds it is in 1973 or before, as seconds this is the year 5138. */
    private static final long FIRST_MILLIS = 100_000_000_000L;

    /** Filter values of SIMs that nobody holds yet, which no list of an operator has. */
    private static final Set<String> STOCK_STATUSES = Set.of("instock", "shipped");

    private static final Map<String, Field> SEARCH_FIELDS = Map.ofEntries(
            Map.entry("name", Field.NAME),
            Map.entry("group", Field.GROUP),
            Map.entry("group_id", Field.GROUP_ID),
            Map.entry("sim_id", Field.SIM_ID),
            Map.entry("imsi", Field.IMSI),
            Map.entry("msisdn", Field.MSISDN),
            Map.entry("iccid", Field.ICCID),
            Map.entry("serial_number", Field.SERIAL_NUMBER),
            Map.entry("tag", Field.TAG),
            Map.entry("bundles", Field.BUNDLES),
            Map.entry("status", Field.STATUS),
            Map.entry("module_type", Field.MODULE_TYPE));

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
                null,
                sim.createdAt().toEpochMilli(),
                sim.updatedAt().toEpochMilli(),
                millis(sim.renewalSetAt()),
                null,
                Map.of());
    }

    private static Map<String, SoracomSimProfile> profiles(SimView sim) {
        Map<String, SoracomSimProfile> profiles = new LinkedHashMap<>();
        sim.profiles().forEach(profile -> profiles.put(profile.iccid(), profile(profile)));
        return profiles;
    }

    /** The profile of a SIM with that ICCID, which is there. */
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
                null,
                null,
                List.of());
    }

    /** The name is always there. */
    private static Map<String, String> tags(Map<String, String> tags) {
        Map<String, String> shown = new TreeMap<>(tags);
        shown.putIfAbsent("name", "");
        return shown;
    }

    private static @Nullable SoracomImeiLock imeiLock(SimView sim) {
        String imei = sim.imeiLock();
        return imei == null ? null : new SoracomImeiLock(imei);
    }

    /** Once it is over, a session's id and address are told as the previous session's only. */
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
                        session.online() ? session.ueIpAddress() : null,
                        List.of(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null);
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
                        session.ueIpAddress(),
                        List.of(),
                        null,
                        null,
                        null,
                        null,
                        null,
                        null);
    }

    private static @Nullable String subscriptionOf(SimView sim, SimView.Session session) {
        return sim.profiles().stream()
                .flatMap(profile -> profile.subscribers().stream())
                .filter(subscriber -> subscriber.imsi().equals(session.imsi()))
                .map(SimView.Subscriber::subscription)
                .findFirst()
                .orElse(null);
    }

    /** A line of a SIM's status history. */
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

    /** A line of a SIM's session history. */
    static SoracomSessionEvent event(SessionRecord event, String operatorId) {
        return new SoracomSessionEvent(
                switch (event.event()) {
                    case CREATED -> "Created";
                    case MODIFIED -> "Modified";
                    case DELETED -> "Deleted";
                },
                event.at().toEpochMilli(),
                event.startedAt().toEpochMilli(),
                operatorId,
                event.simId(),
                event.imsi(),
                event.imei(),
                event.subscription(),
                event.sessionId(),
                APN,
                event.ueIpAddress(),
                null,
                null,
                null,
                null,
                null,
                null);
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
                null,
                APN,
                null,
                operatorId,
                Map.of(),
                now.toEpochMilli(),
                now.toEpochMilli(),
                null);
    }

    /**
     * The instant that {@code expiryTime} asks for. One in seconds is {@link ErrorCode#EXPIRY_INVALID}: it would be long past,
     * and the SIM would end at once.
     */
    static Instant expiryTime(SoracomBody json) {
        long millis = json.requiredNumber("expiryTime");
        if (millis < FIRST_MILLIS) {
            throw new DomainException(
                    ErrorCode.EXPIRY_INVALID, "expiryTime is in milliseconds since 1970; " + millis + " is too few.");
        }
        return Instant.ofEpochMilli(millis);
    }

    /** What an {@code expiryAction} asks for; null when it is absent. */
    static @Nullable ExpiryAction expiryAction(SoracomBody json) {
        Optional<String> word = json.text("expiryAction");
        if (word.isEmpty()) {
            return null;
        }
        for (ExpiryAction action : ExpiryAction.values()) {
            if (word.get().equals(action(action))) {
                return action;
            }
        }
        throw new DomainException(
                ErrorCode.BAD_REQUEST, "expiryAction is doNothing, deleteSession, deactivate, suspend or terminate.");
    }

    /** The tags of a body that lists them. */
    static Map<String, String> tags(SoracomBody json) {
        Map<String, String> tags = new LinkedHashMap<>();
        json.objects().forEach(tag -> tags.put(tag.requiredText("tagName"), tag.requiredText("tagValue")));
        return tags;
    }

    /** What a list of subscribers is restricted to; null when that can be no SIM that an operator holds. */
    static @Nullable SimFilter filter(SoracomCall call, SoracomQuery query) {
        Set<String> words = alternatives(query, "status_filter");
        Set<SimStatus> statuses = EnumSet.noneOf(SimStatus.class);
        for (String word : words) {
            if (!STOCK_STATUSES.contains(word)) {
                statuses.add(status(word));
            }
        }
        if (!words.isEmpty() && statuses.isEmpty()) {
            return null;
        }
        return new SimFilter(
                call.tenantId(),
                null,
                call.coverage().sims(),
                statuses,
                alternatives(query, "speed_class_filter"),
                alternatives(query, "serial_number_filter"),
                tagFilter(query));
    }

    private static SimStatus status(String word) {
        for (SimStatus status : SimStatus.values()) {
            if (word(status).equals(word)) {
                return status;
            }
        }
        throw new DomainException(
                ErrorCode.STATUS_INVALID,
                "status_filter is active, inactive, ready, instock, shipped, standby, suspended or terminated.");
    }

    private static Set<String> alternatives(SoracomQuery query, String name) {
        return query.all(name).stream()
                .flatMap(values -> Stream.of(values.split("\\|", -1)))
                .filter(value -> !value.isEmpty())
                .collect(Collectors.toSet());
    }

    private static SimFilter.@Nullable TagFilter tagFilter(SoracomQuery query) {
        Optional<String> name = query.get("tag_name");
        Optional<String> value = query.get("tag_value");
        if (name.isPresent() != value.isPresent()) {
            throw new DomainException(ErrorCode.BAD_REQUEST, "tag_name and tag_value go together.");
        }
        boolean prefix = switch (query.get("tag_value_match_mode").orElse("exact")) {
            case "exact" -> false;
            case "prefix" -> true;
            default -> throw new DomainException(ErrorCode.BAD_REQUEST, "tag_value_match_mode is exact or prefix.");
        };
        return name.isPresent() && value.isPresent() ? new SimFilter.TagFilter(name.get(), value.get(), prefix) : null;
    }

    /** What a search asks for. */
    static SimSearch search(SoracomCall call, SoracomQuery query) {
        Map<Field, List<String>> terms = new EnumMap<>(Field.class);
        SEARCH_FIELDS.forEach((name, field) -> {
            List<String> values = query.all(name);
            if (!values.isEmpty()) {
                terms.put(field, values);
            }
        });
        return new SimSearch(
                call.tenantId(),
                null,
                call.coverage().sims(),
                terms,
                query.all("subscription").stream()
                        .flatMap(values -> Stream.of(values.split(",", -1)))
                        .collect(Collectors.toSet()),
                connection(query),
                matchAny(query));
    }

    private static Connection connection(SoracomQuery query) {
        return switch (query.get("session_status").orElse("NA").toUpperCase(Locale.ROOT)) {
            case "NA" -> Connection.ANY;
            case "ONLINE" -> Connection.ONLINE;
            case "OFFLINE" -> Connection.OFFLINE;
            default -> throw new DomainException(ErrorCode.BAD_REQUEST, "session_status is NA, ONLINE or OFFLINE.");
        };
    }

    private static boolean matchAny(SoracomQuery query) {
        return switch (query.get("search_type").orElse("and").toLowerCase(Locale.ROOT)) {
            case "and" -> false;
            case "or" -> true;
            default -> throw new DomainException(ErrorCode.BAD_REQUEST, "search_type is and or or.");
        };
    }

    private static @Nullable String action(@Nullable ExpiryAction action) {
        return action == null ? null : camelCase(action);
    }

    private static String moduleType(ModuleType type) {
        return camelCase(type);
    }

    private static String word(Enum<?> constant) {
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
