package io.curfew.people;

import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads people and their roles out of queries that join them: a row for each role. */
final class UserRows {
    /** The columns of a role under alias {@code r}. */
    static final String ROLE_COLUMNS =
            "r.role as r_role, r.customer_tenant_id as r_tenant, r.customer_id as r_customer, r.account_ids as r_accounts,"
                    + " r.link_permission as r_link";

    /** The columns of a person under alias {@code u}, of their main account under {@code m}, and of a role. */
    static final String COLUMNS =
            "u.tenant_id as u_tenant, u.id as u_id, m.customer_id as u_customer, u.email as u_email,"
                    + " u.first_name as u_first, u.last_name as u_last, u.account_manager as u_manager, u.role as u_role,"
                    + " u.created_at as u_created, u.updated_at as u_updated, u.version as u_version, "
                    + ROLE_COLUMNS;

    /**
     * A condition on a person under alias {@code u}: what they do reaches beyond their own tree, so that they are the
     * platform operator's to know, to change and to issue tokens for. {@link UserView#reachesBeyondItsTree} says the same.
     */
    static final String BEYOND =
            "(u.account_manager or exists (select 1 from user_role b where b.tenant_id = u.tenant_id"
                    + " and b.user_id = u.id and b.customer_tenant_id <> u.tenant_id))";

    /** What {@link #COLUMNS} are taken from. */
    static final String TABLES = " from login_user u"
            + " join account m on m.tenant_id = u.tenant_id and m.id = u.tenant_id"
            + " left join user_role r on r.tenant_id = u.tenant_id and r.user_id = u.id ";

    private UserRows() {}

    /** The role of a row; empty for a person who has none. */
    static Optional<RoleGrant> role(Row row) {
        String role = row.getString("r_role");
        if (role == null) {
            return Optional.empty();
        }
        String[] accounts = row.getArrayOfStrings("r_accounts");
        String link = row.getString("r_link");
        return Optional.of(new RoleGrant(
                CustomerRole.valueOf(role),
                row.getString("r_tenant"),
                row.getString("r_customer"),
                accounts == null ? Set.of() : Set.of(accounts),
                link == null ? null : LinkPermission.valueOf(link)));
    }

    /** Everybody of the rows, in their order. */
    static List<UserView> people(RowSet<Row> rows) {
        Map<String, List<Row>> byPerson = new LinkedHashMap<>();
        for (Row row : rows) {
            byPerson.computeIfAbsent(row.getString("u_id"), id -> new ArrayList<>())
                    .add(row);
        }
        return byPerson.values().stream().map(UserRows::person).toList();
    }

    private static UserView person(List<Row> rows) {
        Row first = rows.get(0);
        return new UserView(
                first.getString("u_tenant"),
                first.getString("u_id"),
                first.getString("u_customer"),
                first.getString("u_email"),
                first.getString("u_first"),
                first.getString("u_last"),
                first.getBoolean("u_manager"),
                Role.valueOf(first.getString("u_role")) == Role.OWNER,
                rows.stream().map(UserRows::role).flatMap(Optional::stream).toList(),
                first.getOffsetDateTime("u_created").toInstant(),
                first.getOffsetDateTime("u_updated").toInstant(),
                first.getLong("u_version"));
    }
}
