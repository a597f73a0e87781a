package io.curfew.identity;

import io.curfew.accounts.AccountRows;
import io.curfew.accounts.AccountView;
import io.curfew.lifecycle.CurrentTree;
import io.curfew.lifecycle.LifecycleClock;
import io.curfew.lifecycle.LifecycleStatus;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.RowSet;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who calls with a pair of API key and token. One statement fetches the pair and the state of its account:
 * every call pays for it.
 */
@ApplicationScoped
public class OperatorAuthenticator {
    private static final String PAIR = "select s.id as s_id, s.token_hash, s.credential_id, s.user_id, s.user_name,"
            + " s.permissions, " + AccountRows.columns("m")
            + " from directory d"
            + " join operator_session s on s.tenant_id = d.tenant_id and s.id = $3 and s.expires_at > $2"
            + " join account m on m.tenant_id = d.tenant_id and m.id = d.tenant_id and "
            + AccountRows.visible("m", "$2")
            + " where d.id = $1 and d.kind = 'OPERATOR'";

    /** Characters of an API key at most; a longer one is nobody's. */
    private static final int LONGEST_KEY = 256;

    private final Pool pool;
    private final LifecycleClock clock;

    OperatorAuthenticator(Pool pool, LifecycleClock clock) {
        this.pool = pool;
        this.clock = clock;
    }

    /**
     * Who calls; null when the pair was never issued, has expired or was revoked, or when its account is not active.
     * Pairs are too long to be guessed, so failures are not counted.
     */
    @CheckReturnValue
    public Uni<@Nullable OperatorCaller> authenticate(String apiKey, String token) {
        String operatorId = OperatorTokens.operatorIn(token);
        if (operatorId == null || apiKey.length() > LONGEST_KEY) {
            return Uni.createFrom().nullItem();
        }
        OffsetDateTime now = OffsetDateTime.ofInstant(clock.now(), ZoneOffset.UTC);
        return pool.preparedQuery(PAIR)
                .execute(Tuple.of(operatorId, now, OperatorSessions.id(apiKey)))
                .map(rows -> caller(rows, operatorId, token));
    }

    private static @Nullable OperatorCaller caller(RowSet<Row> rows, String operatorId, String token) {
        var iterator = rows.iterator();
        if (!iterator.hasNext()) {
            return null;
        }
        Row row = iterator.next();
        AccountView account = AccountRows.read(row, "m", LifecycleStatus.valueOf(row.getString("m_status")));
        if (account == null
                || !account.isEffectivelyActive()
                || !SecretHash.matches(token, row.getBuffer("token_hash").getBytes())) {
            return null;
        }
        CurrentTree.enter(account.tenantId());
        return new OperatorCaller(
                account,
                operatorId,
                row.getString("s_id"),
                row.getString("credential_id"),
                row.getString("user_id"),
                row.getString("user_name"),
                documents(row.getString("permissions")));
    }

    private static List<String> documents(@Nullable String permissions) {
        return permissions == null
                ? List.of()
                : new JsonArray(permissions).stream().map(String.class::cast).toList();
    }
}
