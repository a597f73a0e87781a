package io.curfew.people;

import io.curfew.kernel.Cursor;
import io.curfew.kernel.PageRequest;
import io.curfew.kernel.Slice;
import io.curfew.lifecycle.StandingSql;
import io.curfew.sql.Autocommit;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads people with all that they may do, in one statement. */
@ApplicationScoped
class UserReader {
    private static final String BY_ID = "select " + UserRows.COLUMNS
            + UserRows.TABLES
            + " join directory d on d.tenant_id = u.tenant_id and d.target_id = u.id and d.kind = 'USER'"
            + " where d.id = $1 and " + StandingSql.ofMain("m").isThere("$2")
            + " order by r.role, r.customer_id";

    private static final String PAGE = "select " + UserRows.COLUMNS
            + " from (select * from login_user u where tenant_id = $1 and ($5 or not " + UserRows.BEYOND
            + ") and (cast($2 as timestamptz) is null or (created_at, id) < ($2, $3))"
            + " order by created_at desc, id desc limit $4) u"
            + " join account m on m.tenant_id = u.tenant_id and m.id = u.tenant_id"
            + " left join user_role r on r.tenant_id = u.tenant_id and r.user_id = u.id"
            + " order by u.created_at desc, u.id desc, r.role, r.customer_id";

    private final Autocommit sql;

    UserReader(Autocommit sql) {
        this.sql = sql;
    }

    /** The person of that number in any tree; null when there is none. */
    Uni<@Nullable UserView> find(String userId, Instant now) {
        return sql.of(BY_ID, userId, now)
                .list(row -> row)
                .map(UserRows::people)
                .map(found -> found.isEmpty() ? null : found.get(0));
    }

    /**
     * A page of a tree's people, newest first; forwards only.
     *
     * @param all whether those are among them who reach beyond the tree
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
                .map(UserRows::people)
                .map((List<UserView> rows) -> Slice.of(rows, page));
    }
}
