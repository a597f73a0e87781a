package io.curfew.people;

import io.curfew.accounts.AccountRows;
import io.curfew.kernel.Cursor;
import io.curfew.kernel.PageRequest;
import io.curfew.kernel.Slice;
import io.curfew.lifecycle.Presence;
import io.curfew.sql.Autocommit;
import io.curfew.sql.Row;
import io.curfew.sql.Sql;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads people with all that they may do, in one statement. */
@ApplicationScoped
class UserReader {
    private static final String BY_ID = "select " + UserRows.COLUMNS + ", " + AccountRows.standingColumns("m")
            + UserRows.TABLES
            + " join directory d on d.tenant_id = u.tenant_id and d.target_id = u.id and d.kind = 'USER'"
            + " where d.id = $1 order by r.role, r.customer_id";

    private static final String PAGE = "select " + UserRows.COLUMNS
            + " from (select * from login_user u where tenant_id = $1 and ($5 or not " + UserRows.BEYOND
            + ") and (cast($2 as timestamptz) is null or (created_at, id) < ($2, $3))"
            + " order by created_at desc, id desc limit $4) u"
            + " join account m on m.tenant_id = u.tenant_id and m.id = u.tenant_id"
            + " left join user_role r on r.tenant_id = u.tenant_id and r.user_id = u.id"
            + " order by u.created_at desc, u.id desc, r.role, r.customer_id";

    private static final String HOME = "select d.tenant_id, " + AccountRows.standingColumns("m")
            + " from directory d join account m on m.tenant_id = d.tenant_id and m.id = d.tenant_id"
            + " where d.id = $1 and d.kind = 'USER'";

    private final Autocommit sql;
    private final Presence presence;

    UserReader(Autocommit sql, Presence presence) {
        this.sql = sql;
        this.presence = presence;
    }

    /** The person of that number in any tree; null when there is none. */
    Uni<@Nullable UserView> find(String userId) {
        return sql.of(BY_ID, userId)
                .list(row -> row)
                .map(rows -> rows.isEmpty() || !isThere(rows.get(0), rows.get(0).string("u_tenant"))
                        ? null
                        : UserRows.people(rows, presence).get(0));
    }

    /** The tree of the person of that number; null when there is none. Needs a session. */
    Uni<@Nullable String> home(String userId) {
        return Sql.of(HOME, userId).one(row -> {
            String tenantId = row.string("tenant_id");
            return isThere(row, tenantId) ? tenantId : null;
        });
    }

    /** A tree whose purge is due has nobody any more. */
    private boolean isThere(Row row, String tenantId) {
        return presence.isThere(tenantId, AccountRows.standing(row, "m"));
    }

    /**
     * A page of a tree's people, newest first; forwards only.
     *
     * @param all whether people who reach beyond the tree are among them
     */
    Uni<Slice<UserView>> page(String tenantId, boolean all, PageRequest page) {
        Cursor cursor = page.cursor();
        return sql.of(
                        PAGE,
                        tenantId,
                        cursor == null ? null : cursor.at(),
                        cursor == null ? "" : cursor.id(),
                        page.size() + 1,
                        all)
                .list(row -> row)
                .map(rows -> UserRows.people(rows, presence))
                .map((List<UserView> rows) -> Slice.of(rows, page));
    }
}
