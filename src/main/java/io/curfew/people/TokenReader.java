package io.curfew.people;

import io.curfew.credentials.CredentialKind;
import io.curfew.credentials.CredentialView;
import io.curfew.kernel.Cursor;
import io.curfew.kernel.PageRequest;
import io.curfew.kernel.Slice;
import io.curfew.sql.Autocommit;
import io.curfew.sql.Row;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;

/** Reads the tokens of an account, without those of people whom the reader may not know. */
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

    private final Autocommit sql;

    TokenReader(Autocommit sql) {
        this.sql = sql;
    }

    /**
     * A page of an account's tokens of these kinds, newest first; forwards only.
     *
     * @param all whether tokens of people who reach beyond the tree are among them
     */
    Uni<Slice<CredentialView>> page(
            String tenantId, String accountId, Collection<CredentialKind> kinds, boolean all, PageRequest page) {
        Cursor cursor = page.cursor();
        return sql.of(
                        PAGE,
                        tenantId,
                        accountId,
                        kinds.stream().map(Enum::name).toList(),
                        all,
                        cursor == null ? null : cursor.at(),
                        cursor == null ? "" : cursor.id(),
                        page.size() + 1)
                .list(TokenReader::view)
                .map((List<CredentialView> found) -> Slice.of(found, page));
    }

    private static CredentialView view(Row row) {
        return new CredentialView(
                row.string("id"),
                CredentialKind.valueOf(row.string("kind")),
                row.string("account_id"),
                row.stringOrNull("user_id"),
                row.stringOrNull("name"),
                null,
                row.bool("platform"),
                row.instant("created_at"),
                row.instant("updated_at"),
                row.instantOrNull("expires_at"),
                row.number("version"));
    }
}
