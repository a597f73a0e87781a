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

/** Reads from bodies and queries what calls about SIMs and groups ask for. */
final class SoracomSimRequests {
    /**
     * The smallest number that is read as milliseconds. A smaller one is taken for seconds: in milliseconds it would be
     * in 1973 or before, while this number in seconds would be in the year 5138.
     */
    static final long FIRST_MILLIS = 100_000_000_000L;

    /** Filter values for SIMs that nobody holds yet, which are in no operator's list. */
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
     * The change that {@code set_expiry_time} asks for. Refuses with {@link ErrorCode#PERMISSION_MISSING} an expiry
     * with the action {@code terminate} if the caller is forbidden to terminate.
     */
    static Function<OnSim, ChangeSim> expiry(SoracomCall call, SoracomBody json) {
        Instant at = expiryTime(json);
        ExpiryAction action = expiryAction(json);
        if (action == ExpiryAction.TERMINATE) {
            call.requireDeferrable(Action.SIM_TERMINATE);
        }
        return on -> new ChangeSim.SetExpiry(on, at, action);
    }

    /** The change that {@code set_group} asks for. */
    static Function<OnSim, ChangeSim> group(SoracomBody json) {
        String groupId = json.requiredText("groupId");
        return on -> new ChangeSim.SetGroup(on, groupId);
    }

    /** The change that a body with a list of tags to put asks for. */
    static Function<OnSim, ChangeSim> putTags(SoracomBody json) {
        Map<String, String> tags = tags(json);
        return on -> new ChangeSim.PutTags(on, tags);
    }

    /** The deletion of the tag that a path names; refuses like {@link #deletedTag}. */
    static Function<OnSim, ChangeSim> deleteTag(String name) {
        String tag = deletedTag(name);
        return on -> new ChangeSim.DeleteTag(on, tag);
    }

    /** The tag to delete from a SIM or a group; refuses to delete {@code name} with {@link ErrorCode#TAG_INVALID}. */
    static String deletedTag(String name) {
        String tag = SoracomText.checked(name);
        if (tag.equals("name")) {
            throw new DomainException(ErrorCode.TAG_INVALID, "The tag name is not deleted; it may be empty.");
        }
        return tag;
    }

    /** The change that {@code update_speed_class} asks for. */
    static Function<OnSim, ChangeSim> speedClass(SoracomBody json) {
        String speedClass = json.requiredText("speedClass");
        return on -> new ChangeSim.SetSpeedClass(on, speedClass);
    }

    /** The change that {@code set_imei_lock} asks for. */
    static Function<OnSim, ChangeSim> imeiLock(SoracomBody json) {
        String imei = json.text("imei").orElse(null);
        return on -> new ChangeSim.SetImeiLock(on, imei);
    }

    /** The change that a body with a list of bundles asks for. */
    static Function<OnSim, ChangeSim> bundles(SoracomBody json) {
        List<String> bundles = json.texts();
        return on -> new ChangeSim.SetBundles(on, bundles);
    }

    /**
     * The instant that {@code expiryTime} asks for. Refuses a time in seconds with {@link ErrorCode#EXPIRY_INVALID}: it
     * would be long past, and the SIM would end at once.
     */
    private static Instant expiryTime(SoracomBody json) {
        long millis = json.requiredNumber("expiryTime");
        if (millis < FIRST_MILLIS) {
            throw new DomainException(
                    ErrorCode.EXPIRY_INVALID, "expiryTime is in milliseconds since 1970; " + millis + " is too few.");
        }
        return Instant.ofEpochMilli(millis);
    }

    /** The action that {@code expiryAction} names; null when it is absent. */
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

    /** The tags in a body that lists them; a tag's value may be empty. */
    static Map<String, String> tags(SoracomBody json) {
        Map<String, String> tags = new LinkedHashMap<>();
        json.objects().forEach(tag -> tags.put(tag.textOrEmpty("tagName"), tag.textOrEmpty("tagValue")));
        return tags;
    }

    /** The filter of a list of subscribers; null when no SIM that an operator holds can match it. */
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

    /** The speed classes to filter by, which older clients call the type. Null when no SIM can match. */
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

    /**
     * The values of a filter, empty when it is absent. Refuses a filter without a value, since it would not restrict
     * the list.
     */
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

    /**
     * The filter by a tag, null when there is none; refuses a name or value alone with {@link ErrorCode#BAD_REQUEST}.
     */
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

    /** What a search asks for; refuses an empty term with {@link ErrorCode#SEARCH_TERM_TOO_SHORT}. */
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
