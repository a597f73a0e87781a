package io.curfew.dialects.soracom;

import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.sims.ChangeSim;
import io.curfew.sims.ExpiryAction;
import io.curfew.sims.OnSim;
import io.curfew.sims.SimFilter;
import io.curfew.sims.SimSearch;
import io.curfew.sims.SimSearch.Connection;
import io.curfew.sims.SimSearch.Field;
import io.curfew.sims.SimStatus;
import java.time.Instant;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads what calls about SIMs and groups ask for, from their bodies and queries. */
final class SoracomSimRequests {
    /**
     * A smaller number is taken for seconds: as milliseconds it would be in 1973 or before, and as seconds this one is
     * in the year 5138.
     */
    static final long FIRST_MILLIS = 100_000_000_000L;

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

    private static final String SUBSCRIPTION = "subscription";

    private SoracomSimRequests() {}

    /** A change of status. */
    static Function<OnSim, ChangeSim> to(SimStatus status) {
        return on -> new ChangeSim.ToStatus(on, status);
    }

    /** A change of termination protection. */
    static Function<OnSim, ChangeSim> protection(boolean terminationEnabled) {
        return on -> new ChangeSim.SetProtection(on, terminationEnabled);
    }

    /**
     * What {@code set_expiry_time} asks for. Refuses with {@link ErrorCode#PERMISSION_MISSING} a termination at the expiry to
     * whoever is forbidden to terminate.
     */
    static Function<OnSim, ChangeSim> expiry(SoracomCall call, SoracomBody json) {
        Instant at = expiryTime(json);
        ExpiryAction action = expiryAction(json);
        if (action == ExpiryAction.TERMINATE) {
            call.requireDeferrable(Action.SIM_TERMINATE);
        }
        return on -> new ChangeSim.SetExpiry(on, at, action);
    }

    /** What {@code set_group} asks for. */
    static Function<OnSim, ChangeSim> group(SoracomBody json) {
        String groupId = json.requiredText("groupId");
        return on -> new ChangeSim.SetGroup(on, groupId);
    }

    /** What a body that lists tags asks to be put. */
    static Function<OnSim, ChangeSim> putTags(SoracomBody json) {
        Map<String, String> tags = tags(json);
        return on -> new ChangeSim.PutTags(on, tags);
    }

    /** What a path that names a tag asks to be deleted; refuses as {@link #deletedTag} does. */
    static Function<OnSim, ChangeSim> deleteTag(String name) {
        String tag = deletedTag(name);
        return on -> new ChangeSim.DeleteTag(on, tag);
    }

    /** A tag, of a SIM or a group, that is to be deleted; {@link ErrorCode#TAG_INVALID} for the one that is its name. */
    static String deletedTag(String name) {
        String tag = SoracomText.checked(name);
        if (tag.equals("name")) {
            throw new DomainException(ErrorCode.TAG_INVALID, "The tag name is not deleted; it may be empty.");
        }
        return tag;
    }

    /** What {@code update_speed_class} asks for. */
    static Function<OnSim, ChangeSim> speedClass(SoracomBody json) {
        String speedClass = json.requiredText("speedClass");
        return on -> new ChangeSim.SetSpeedClass(on, speedClass);
    }

    /** What {@code set_imei_lock} asks for. */
    static Function<OnSim, ChangeSim> imeiLock(SoracomBody json) {
        String imei = json.text("imei").orElse(null);
        return on -> new ChangeSim.SetImeiLock(on, imei);
    }

    /** What a body that lists bundles asks for. */
    static Function<OnSim, ChangeSim> bundles(SoracomBody json) {
        List<String> bundles = json.texts();
        return on -> new ChangeSim.SetBundles(on, bundles);
    }

    /**
     * The instant that {@code expiryTime} asks for. One in seconds is {@link ErrorCode#EXPIRY_INVALID}: it would be long past,
     * and the SIM would end at once.
     */
    private static Instant expiryTime(SoracomBody json) {
        long millis = json.requiredNumber("expiryTime");
        if (millis < FIRST_MILLIS) {
            throw new DomainException(
                    ErrorCode.EXPIRY_INVALID, "expiryTime is in milliseconds since 1970; " + millis + " is too few.");
        }
        return Instant.ofEpochMilli(millis);
    }

    /** What an {@code expiryAction} asks for; null when it is absent. */
    private static @Nullable ExpiryAction expiryAction(SoracomBody json) {
        Optional<String> word = json.text("expiryAction");
        if (word.isEmpty()) {
            return null;
        }
        for (ExpiryAction action : ExpiryAction.values()) {
            if (word.get().equals(SoracomSimMapper.action(action))) {
                return action;
            }
        }
        throw new DomainException(
                ErrorCode.BAD_REQUEST, "expiryAction is doNothing, deleteSession, deactivate, suspend or terminate.");
    }

    /** The tags of a body that lists them; a value may be empty. */
    static Map<String, String> tags(SoracomBody json) {
        Map<String, String> tags = new LinkedHashMap<>();
        json.objects().forEach(tag -> tags.put(tag.textOrEmpty("tagName"), tag.textOrEmpty("tagValue")));
        return tags;
    }

    /** What a list of subscribers is restricted to; null when no SIM that an operator holds can be among it. */
    static @Nullable SimFilter filter(SoracomCall call, SoracomQuery query) {
        Set<String> words = alternatives(query, "status_filter");
        Set<SimStatus> statuses = EnumSet.noneOf(SimStatus.class);
        for (String word : words) {
            if (!STOCK_STATUSES.contains(word)) {
                statuses.add(status(word));
            }
        }
        Set<String> speedClasses = speedClasses(query);
        if ((!words.isEmpty() && statuses.isEmpty()) || speedClasses == null) {
            return null;
        }
        return new SimFilter(
                call.tenantId(),
                null,
                call.coverage().sims(),
                statuses,
                speedClasses,
                alternatives(query, "serial_number_filter"),
                null,
                tagFilter(query));
    }

    private static SimStatus status(String word) {
        for (SimStatus status : SimStatus.values()) {
            if (SoracomSimMapper.word(status).equals(word)) {
                return status;
            }
        }
        throw new DomainException(
                ErrorCode.STATUS_INVALID,
                "status_filter is active, inactive, ready, instock, shipped, standby, suspended or terminated.");
    }

    /** Older clients ask for the type, which is the speed class. Null when no SIM can have one. */
    private static @Nullable Set<String> speedClasses(SoracomQuery query) {
        Set<String> classes = alternatives(query, "speed_class_filter");
        Set<String> types = alternatives(query, "type_filter");
        if (classes.isEmpty() || types.isEmpty()) {
            return classes.isEmpty() ? types : classes;
        }
        Set<String> both = new HashSet<>(classes);
        both.retainAll(types);
        return both.isEmpty() ? null : both;
    }

    /** The values of a filter, empty when it is absent; one that is there restricts, so it has to have a value. */
    private static Set<String> alternatives(SoracomQuery query, String name) {
        Set<String> values = query.all(name).stream()
                .flatMap(one -> Stream.of(one.split("\\|", -1)))
                .filter(value -> !value.isEmpty())
                .collect(Collectors.toSet());
        boolean sound = values.stream().allMatch(value -> value.chars().noneMatch(Character::isISOControl));
        if (!sound || values.isEmpty() != query.all(name).isEmpty()) {
            throw new DomainException(ErrorCode.BAD_REQUEST, name + " has values separated by |.");
        }
        return values;
    }

    /** What a list is restricted to by a tag, null when it is not; {@link ErrorCode#BAD_REQUEST} for half of one. */
    static SimFilter.@Nullable TagFilter tagFilter(SoracomQuery query) {
        Optional<String> name = query.get("tag_name");
        Optional<String> value = query.get("tag_value");
        if (name.isPresent() != value.isPresent() || query.isEmpty("tag_name") || query.isEmpty("tag_value")) {
            throw new DomainException(ErrorCode.BAD_REQUEST, "tag_name and tag_value go together, each with a value.");
        }
        boolean prefix = switch (query.get("tag_value_match_mode").orElse("exact")) {
            case "exact" -> false;
            case "prefix" -> true;
            default -> throw new DomainException(ErrorCode.BAD_REQUEST, "tag_value_match_mode is exact or prefix.");
        };
        return name.isPresent() && value.isPresent() ? new SimFilter.TagFilter(name.get(), value.get(), prefix) : null;
    }

    /** What a search asks for; {@link ErrorCode#SEARCH_TERM_TOO_SHORT} for a term that is empty. */
    static SimSearch search(SoracomCall call, SoracomQuery query) {
        if (query.isEmpty(SUBSCRIPTION) || SEARCH_FIELDS.keySet().stream().anyMatch(query::isEmpty)) {
            throw new DomainException(ErrorCode.SEARCH_TERM_TOO_SHORT, "A search term has two characters or more.");
        }
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
                query.all(SUBSCRIPTION).stream()
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
}
