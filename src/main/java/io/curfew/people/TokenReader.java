package io.curfew.people;

import io.curfew.credentials.CredentialKind;
import io.curfew.credentials.CredentialView;
import io.curfew.kernel.Cursor;
import io.curfew.kernel.PageRequest;
import io.curfew.kernel.Slice;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the tokens of an account, but for those of people who are not the reader's to know. */
@ApplicationScoped
class TokenReader {
    private static final String PAGE =
            "select c.id, c.kind, c.account_id, c.user_id, c.name, c.platform, c.created_at, c.updated_at, c.expires_at,"
                    + " c.version from credential c"
                    + " where c.tenant_id = $1 and c.account_id = $2 and c.kind = any($3)"
                    + " and ($4 or c.user_id is null or not exists (select 1 from login_user u"
                    + " where u.tenant_id = c.tenant_id and u.id = c.user_id and " + UserRows.BEYOND + "))"
                    + " and (cast($5 as timestamptz) is null or (c.created_at, c.id) < ($5, $6))"
                    + " order by c.created_at desc, c.id desc limit $7";

    private final Pool pool;

    TokenReader(Pool pool) {
        this.pool = pool;
    }

    /**
     * A page of an account's tokens of these kinds, newest first; forwards only.
     *
     * @param all whether those of people are among them who reach beyond the tree
     */
    Uni<Slice<CredentialView>> page(
            String tenantId, String accountId, Collection<CredentialKind> kinds, boolean all, PageRequest page) {
        Cursor cursor = page.cursor();
        return pool.preparedQuery(PAGE)
                .execute(Tuple.from(Arrays.asList(
                        tenantId,
                        accountId,
                        kinds.stream().map(Enum::name).toArray(String[]::new),
                        all,
                        cursor == null ? null : OffsetDateTime.ofInstant(cursor.at(), ZoneOffset.UTC),
                        cursor == null ? "" : cursor.id(),
                        page.size() + 1)))
                .map(rows -> {
                    List<CredentialView> found = new ArrayList<>();
                    rows.forEach(row -> found.add(view(row)));
                    return Slice.of(found, page);
                });
    }

    private static CredentialView view(Row row) {
        return new CredentialView(
                row.getString("id"),
                CredentialKind.valueOf(row.getString("kind")),
                row.getString("account_id"),
                row.getString("user_id"),
                row.getString("name"),
                null,
                row.getBoolean("platform"),
                row.getOffsetDateTime("created_at").toInstant(),
                row.getOffsetDateTime("updated_at").toInstant(),
                instant(row.getOffsetDateTime("expires_at")),
                row.getLong("version"));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
