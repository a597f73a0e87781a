package io.curfew.people;

import io.curfew.lifecycle.Presence;
import io.curfew.sql.Row;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads people and their roles out of queries that join them: a row for each role. */
final class UserRows {
    /**
     * The columns of a role under alias {@code r}, as it was given: it may name accounts that are gone by now. Without
     * account ids it is not restricted.
     */
    static final String ROLE_COLUMNS = roleColumns("r.account_ids");

    /**
     * Those accounts of a role that are kept, each followed by a blank and the microsecond of its purge where that is
     * settled: the time is the customer's own, and is looked at by {@link #people}.
     */
    private static final String KEPT_ACCOUNTS = "case when r.account_ids is not null then array("
            + "select ra.advertiser_account_id || coalesce("
            + "' ' || cast(extract(epoch from least(ra.purge_at, rm.purge_at)) * 1000000 as bigint), '')"
            + " from account ra join account rm on rm.tenant_id = ra.tenant_id and rm.id = ra.tenant_id"
            + " where ra.tenant_id = r.customer_tenant_id and ra.parent_id is not null"
            + " and ra.advertiser_account_id = any(r.account_ids)) end";

    /** The columns of a person under alias {@code u}, of their main account under {@code m}, and of a role. */
    static final String COLUMNS =
            "u.tenant_id as u_tenant, u.id as u_id, m.customer_id as u_customer, u.email as u_email,"
                    + " u.first_name as u_first, u.last_name as u_last, u.account_manager as u_manager, u.role as u_role,"
                    + " u.person_id is not null as u_accepted,"
                    + " u.created_at as u_created, u.updated_at as u_updated, u.version as u_version, "
                    + roleColumns(KEPT_ACCOUNTS);

    /**
     * A condition on a person under alias {@code u}: what they do reaches beyond their own tree, so that only the
     * platform operator may know them, change them and issue tokens for them. {@code Gate} says the same of {@link
     * UserView#target}; this is for statements that list or count.
     */
    static final String BEYOND =
            "(u.account_manager or exists (select 1 from user_role b where b.tenant_id = u.tenant_id"
                    + " and b.user_id = u.id and b.customer_tenant_id <> u.tenant_id))";

    /** What {@link #COLUMNS} are taken from. */
    static final String TABLES = " from login_user u"
            + " join account m on m.tenant_id = u.tenant_id and m.id = u.tenant_id"
            + " left join user_role r on r.tenant_id = u.tenant_id and r.user_id = u.id ";

    private UserRows() {}

    private static String roleColumns(String accounts) {
        return "r.role as r_role, r.customer_tenant_id as r_tenant, r.customer_id as r_customer,"
                + " r.account_ids is not null as r_restricted, " + accounts + " as r_accounts,"
                + " r.link_permission as r_link";
    }

    /** The role of a row; empty for a person who has none. */
    static Optional<RoleGrant> role(Row row) {
        String role = row.stringOrNull("r_role");
        if (role == null) {
            return Optional.empty();
        }
        String link = row.stringOrNull("r_link");
        return Optional.of(new RoleGrant(
                CustomerRole.valueOf(role),
                row.string("r_tenant"),
                row.string("r_customer"),
                row.bool("r_restricted"),
                Set.copyOf(row.strings("r_accounts")),
                link == null ? null : LinkPermission.valueOf(link)));
    }

    /** Everybody of the rows of {@link #COLUMNS}, in their order; of a role's accounts only those that are still there. */
    static List<UserView> people(List<Row> rows, Presence presence) {
        Map<String, List<Row>> byPerson = new LinkedHashMap<>();
        for (Row row : rows) {
            byPerson.computeIfAbsent(row.string("u_id"), id -> new ArrayList<>())
                    .add(row);
        }
        return byPerson.values().stream()
                .map(theirs -> person(theirs, presence))
                .toList();
    }

    private static UserView person(List<Row> rows, Presence presence) {
        Row first = rows.get(0);
        return new UserView(
                first.string("u_tenant"),
                first.string("u_id"),
                first.string("u_customer"),
                first.string("u_email"),
                first.stringOrNull("u_first"),
                first.stringOrNull("u_last"),
                first.bool("u_manager"),
                Role.valueOf(first.string("u_role")) == Role.OWNER,
                first.bool("u_accepted"),
                rows.stream()
                        .map(UserRows::role)
                        .flatMap(Optional::stream)
                        .map(grant -> grant.at(accountsThere(grant, presence)))
                        .toList(),
                first.instant("u_created"),
                first.instant("u_updated"),
                first.number("u_version"));
    }

    private static Set<String> accountsThere(RoleGrant grant, Presence presence) {
        Set<String> there = new HashSet<>();
        for (String kept : grant.accountIds()) {
            int blank = kept.indexOf(' ');
            if (blank < 0) {
                there.add(kept);
            } else if (presence.isThereUntil(grant.customerTenantId(), instant(kept.substring(blank + 1)))) {
                there.add(kept.substring(0, blank));
            }
        }
        return there;
    }

    private static Instant instant(String micros) {
        return Instant.EPOCH.plus(Long.parseLong(micros), ChronoUnit.MICROS);
    }
}
