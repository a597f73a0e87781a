package io.curfew.people;

import io.curfew.accounts.AccountRows;
import io.curfew.accounts.AccountView;
import io.curfew.credentials.CredentialKind;
import io.curfew.credentials.CredentialView;
import io.curfew.kernel.Cursor;
import io.curfew.kernel.PageRequest;
import io.curfew.kernel.Slice;
import io.curfew.lifecycle.Presence;
import io.curfew.sql.Autocommit;
import io.curfew.sql.Row;
import io.curfew.sql.Sql;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads tokens; in lists without those of people whom the reader may not know. */
@ApplicationScoped
class TokenReader {
    private static final String COLUMNS =
            "c.id, c.kind, c.account_id, c.user_id, c.name, c.platform, c.created_at, c.updated_at, c.expires_at, c.version";

    private static final String PAGE = "select " + COLUMNS + " from credential c"
            + " where c.tenant_id = $1 and c.account_id = $2 and c.kind = any($3)"
            + " and ($4 or c.user_id is null or not exists (select 1 from login_user u"
            + " where u.tenant_id = c.tenant_id and u.id = c.user_id and " + UserRows.BEYOND + "))"
            + " and (cast($5 as timestamptz) is null or (c.created_at, c.id) < ($5, $6))"
            + " order by c.created_at desc, c.id desc limit $7";

    private static final String ONE = "select " + COLUMNS + ", " + AccountRows.columns("a") + ", "
            + AccountRows.standingColumns("m")
            + " from directory d"
            + " join credential c on c.tenant_id = d.tenant_id and c.id = d.target_id and c.kind = any($2)"
            + " join account a on a.tenant_id = c.tenant_id and a.id = c.account_id"
            + " join account m on m.tenant_id = a.tenant_id and m.id = a.tenant_id"
            + " where d.id = $1 and d.kind = 'CREDENTIAL'";

    private final Autocommit sql;
    private final Presence presence;

    TokenReader(Autocommit sql, Presence presence) {
        this.sql = sql;
        this.presence = presence;
    }

    /**
     * A token of whichever tree.
     *
     * @param tenantId the tree
     * @param token the token
     */
    record Found(String tenantId, CredentialView token) {}

    /**
     * The token of that id and of one of these kinds; null when there is none or the purge of its account is due. Needs a
     * session.
     */
    Uni<@Nullable Found> find(String id, Collection<CredentialKind> kinds) {
        return Sql.of(ONE, id, names(kinds)).one(row -> {
            AccountView account = AccountRows.read(row, "a", "m");
            return account != null && presence.isThere(account.tenantId(), account.standing())
                    ? new Found(account.tenantId(), view(row))
                    : null;
        });
    }

    private static List<String> names(Collection<CredentialKind> kinds) {
        return kinds.stream().map(Enum::name).toList();
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
                        names(kinds),
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
