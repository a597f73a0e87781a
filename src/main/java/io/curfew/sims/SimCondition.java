package io.curfew.sims;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Selects SIMs, as an SQL condition over {@link SimTables}.
 *
 * @param sql the text that follows the condition on the tenant
 * @param parameters the parameters that it binds, by name
 */
record SimCondition(String sql, Map<String, Object> parameters) {
    // Several values are sent as one parameter with one line for each: no id, status, speed class or prefix contains a
    // line feed.
    private static final String SEPARATOR = "\n";

    /** The SIMs of a tree that readers find at {@code now}. */
    static SimCondition there(
            String tenantId, @Nullable String accountId, @Nullable Coverage coverage, Instant now, Duration retention) {
        Builder builder = new Builder(tenantId, now, retention);
        builder.holder(accountId, coverage);
        return builder.build();
    }

    static SimCondition of(SimFilter filter, Instant now, Duration retention) {
        Builder builder = new Builder(filter.tenantId(), now, retention);
        builder.holder(filter.accountId(), filter.coverage());
        if (!filter.statuses().isEmpty()) {
            builder.and(SimStandingSql.STATUS + " = any(" + builder.texts(names(filter.statuses())) + ")");
        }
        if (!filter.speedClasses().isEmpty()) {
            builder.and("s.speed_class = any(" + builder.texts(filter.speedClasses()) + ")");
        }
        if (!filter.serialNumberPrefixes().isEmpty()) {
            builder.and("exists (select 1 from unnest(" + builder.texts(filter.serialNumberPrefixes())
                    + ") as prefix where starts_with(s.serial_number, prefix))");
        }
        String groupId = filter.groupId();
        if (groupId != null) {
            builder.and("s.group_id = " + builder.text(groupId));
        }
        SimFilter.TagFilter tag = filter.tag();
        if (tag != null) {
            builder.and(tag.sql("s.tags", builder.text(tag.name()), builder.text(tag.value())));
        }
        return builder.build();
    }

    /** Refuses with {@link ErrorCode#SEARCH_TERM_TOO_SHORT}. */
    static SimCondition of(SimSearch search, Instant now, Duration retention) {
        Builder builder = new Builder(search.tenantId(), now, retention);
        builder.holder(search.accountId(), search.coverage());
        switch (search.connection()) {
            case ANY -> {}
            case ONLINE -> builder.and(SimStandingSql.ONLINE);
            case OFFLINE -> builder.and("not " + SimStandingSql.ONLINE);
        }
        List<String> criteria = new ArrayList<>();
        new TreeMap<>(search.terms()).forEach((field, values) -> {
            List<String> terms = terms(values);
            if (!terms.isEmpty()) {
                criteria.add(terms.stream()
                        .map(term -> matches(field, builder.text("%" + escaped(term) + "%")))
                        .collect(Collectors.joining(" or ", "(", ")")));
            }
        });
        if (!search.subscriptions().isEmpty()) {
            criteria.add("s.subscription = any(" + builder.texts(search.subscriptions()) + ")");
        }
        if (!criteria.isEmpty()) {
            builder.and(criteria.stream().collect(Collectors.joining(search.matchAny() ? " or " : " and ", "(", ")")));
        }
        return builder.build();
    }

    private static List<String> terms(List<String> values) {
        return values.stream()
                .flatMap(value -> List.of(value.split(",", -1)).stream())
                .map(SimCondition::longEnough)
                .toList();
    }

    private static String longEnough(String term) {
        if (term.codePointCount(0, term.length()) < SimSearch.MIN_TERM) {
            throw new DomainException(
                    ErrorCode.SEARCH_TERM_TOO_SHORT,
                    "Search terms have " + SimSearch.MIN_TERM + " characters at least.");
        }
        return term;
    }

    /** Escapes backslash, percent sign and underscore, so that they stand for themselves. */
    private static String escaped(String term) {
        return term.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_");
    }

    private static String matches(SimSearch.Field field, String pattern) {
        return switch (field) {
            case NAME -> "s.tags ->> 'name' ilike " + pattern;
            case GROUP ->
                "exists (select 1 from sim_group g where g.tenant_id = s.tenant_id and g.id = s.group_id"
                        + " and g.tags ->> 'name' ilike " + pattern + ")";
            case GROUP_ID -> "(s.group_id ilike " + pattern + " and " + SimStandingSql.IN_GROUP + ")";
            case SIM_ID -> "s.id ilike " + pattern;
            case IMSI -> onSubscriber("u.imsi ilike " + pattern);
            case MSISDN -> onSubscriber("u.msisdn ilike " + pattern);
            case ICCID ->
                "exists (select 1 from sim_profile p where p.tenant_id = s.tenant_id and p.sim_id = s.id"
                        + " and p.iccid ilike " + pattern + ")";
            case SERIAL_NUMBER -> "s.serial_number ilike " + pattern;
            case TAG ->
                "exists (select 1 from jsonb_each_text(s.tags) as tag (name, value) where tag.value ilike " + pattern
                        + ")";
            case BUNDLES ->
                onSubscriber("exists (select 1 from jsonb_array_elements_text(u.bundles) as bundle where bundle ilike "
                        + pattern + ")");
            case STATUS -> "(" + SimStandingSql.STATUS + ") ilike " + pattern;
            case MODULE_TYPE -> "replace(s.module_type, '_', '') ilike " + pattern;
        };
    }

    private static String onSubscriber(String condition) {
        return "exists (select 1 from sim_subscriber u where u.tenant_id = s.tenant_id and u.sim_id = s.id and "
                + condition + ")";
    }

    private static List<String> names(Collection<? extends Enum<?>> constants) {
        return constants.stream().map(Enum::name).toList();
    }

    private static final class Builder {
        private final StringBuilder sql = new StringBuilder("and ").append(SimStandingSql.IS_THERE);
        private final Map<String, Object> parameters = new HashMap<>();

        private Builder(String tenantId, Instant now, Duration retention) {
            parameters.put("tenant", tenantId);
            parameters.put("now", now);
            parameters.put("goneSince", now.minus(retention));
        }

        private void holder(@Nullable String accountId, @Nullable Coverage coverage) {
            if (accountId != null) {
                and("s.account_id = " + text(accountId));
            }
            if (coverage != null) {
                and("s.coverage = " + text(coverage.code()));
            }
        }

        private void and(String condition) {
            sql.append(" and ").append(condition);
        }

        private String text(String value) {
            String name = "t" + parameters.size();
            // PostgreSQL cannot store a null character, so no stored value contains one.
            parameters.put(name, value.replace('\0', '\n'));
            return "cast(:" + name + " as text)";
        }

        private String texts(Collection<String> values) {
            return "string_to_array(" + text(String.join(SEPARATOR, values)) + ", chr(10))";
        }

        private SimCondition build() {
            return new SimCondition(sql.toString(), Map.copyOf(parameters));
        }
    }

    /** The same condition, restricted further by one that binds no parameters. */
    SimCondition and(String condition) {
        return new SimCondition(sql + " and " + condition, parameters);
    }
}
