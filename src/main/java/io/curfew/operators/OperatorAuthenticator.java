package io.curfew.operators;

import io.curfew.access.StatusRules;
import io.curfew.accounts.AccountRows;
import io.curfew.accounts.AccountView;
import io.curfew.credentials.SecretHash;
import io.curfew.kernel.RealClock;
import io.curfew.lifecycle.CurrentTree;
import io.curfew.sql.Autocommit;
import io.curfew.sql.Row;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * Finds out who calls with a pair of API key and token. One statement fetches the pair and the state of its account:
 * every call pays for it. A pair that was switched to costs a second one, which is about another tree.
 */
@ApplicationScoped
public class OperatorAuthenticator {
    private static final String PAIR = "select s.id as s_id, s.credential_id, s.user_id, s.user_name, s.ends_by,"
            + " s.switched_operator, s.switched_credential, s.switched_user, s.switched_user_name,"
            + " t.permission_set_id, u.trust_policy, " + AccountRows.columns("m")
            + " from directory d"
            + " join operator_session s on s.tenant_id = d.tenant_id and s.id = $3"
            + " join operator_token t on t.tenant_id = s.tenant_id and t.session_id = s.id and t.token_hash = $4"
            + " and t.expires_at > $2"
            + " join account m on m.tenant_id = d.tenant_id and m.id = d.tenant_id"
            + " left join sam_user u on u.tenant_id = s.tenant_id and u.id = s.user_id"
            + " and s.switched_operator is not null"
            + " where d.id = $1 and d.kind = 'OPERATOR'";

    /** Characters of an API key at most; nobody has a longer one. */
    private static final int LONGEST_KEY = 256;

    /** The account of whoever has switched, if their user and what they had logged in with are still there. */
    private static final String SWITCHED = "select " + AccountRows.columns("m")
            + " from directory d"
            + " join account m on m.tenant_id = d.tenant_id and m.id = d.tenant_id"
            + " where d.id = $1 and d.kind = 'OPERATOR'"
            + " and ($2::text is null or exists (select 1 from sam_user u where u.tenant_id = d.tenant_id and u.id = $2))"
            + " and (exists (select 1 from credential c where c.tenant_id = d.tenant_id and c.id = $3)"
            + " or exists (select 1 from sam_user u where u.tenant_id = d.tenant_id and u.id = $3)"
            + " or exists (select 1 from login_user l where l.tenant_id = d.tenant_id and l.id = $3))";

    private final Autocommit sql;
    private final SamRights rights;
    private final RealClock clock;

    OperatorAuthenticator(Autocommit sql, SamRights rights, RealClock clock) {
        this.sql = sql;
        this.rights = rights;
        this.clock = clock;
    }

    /**
     * Who calls; null when the pair was never issued, has expired or was revoked, when its account is not active, and
     * when it was switched to and whoever has switched is gone, may not act or is no longer trusted. Pairs are too
     * long to be guessed, so failures are not counted.
     *
     * @param address where the call comes from, empty when that is unknown; trust policies ask about it
     */
    @CheckReturnValue
    public Uni<@Nullable OperatorCaller> authenticate(String apiKey, String token, String address) {
        String operatorId = OperatorTokens.operatorIn(token);
        if (operatorId == null || apiKey.length() > LONGEST_KEY) {
            return Uni.createFrom().nullItem();
        }
        return sql.of(PAIR, operatorId, clock.now(), OperatorSessions.id(apiKey), SecretHash.of(token))
                .one(row -> row)
                .chain(row -> {
                    if (row == null) {
                        return Uni.createFrom().nullItem();
                    }
                    OperatorCaller caller = caller(row, operatorId);
                    if (caller != null) {
                        CurrentTree.enter(caller.tenantId());
                    }
                    return caller == null || caller.switched() == null
                            ? Uni.createFrom().item(caller)
                            : stillSwitched(caller, caller.switched(), row.stringOrNull("trust_policy"), address);
                });
    }

    private static @Nullable OperatorCaller caller(Row row, String operatorId) {
        AccountView account = active(row);
        return account == null
                ? null
                : new OperatorCaller(
                        account,
                        operatorId,
                        row.string("s_id"),
                        row.string("credential_id"),
                        row.stringOrNull("user_id"),
                        row.stringOrNull("user_name"),
                        row.stringOrNull("permission_set_id"),
                        switched(row));
    }

    private static @Nullable SwitchedFrom switched(Row row) {
        String operator = row.stringOrNull("switched_operator");
        return operator == null
                ? null
                : new SwitchedFrom(
                        operator,
                        row.string("switched_credential"),
                        row.stringOrNull("switched_user"),
                        row.stringOrNull("switched_user_name"),
                        row.instant("ends_by"));
    }

    private Uni<@Nullable OperatorCaller> stillSwitched(
            OperatorCaller caller, SwitchedFrom from, @Nullable String policy, String address) {
        if (policy == null || !rights.trusts(policy, from.operatorId(), from.userName(), address)) {
            return Uni.createFrom().nullItem();
        }
        return sql.of(SWITCHED, from.operatorId(), from.userId(), from.credentialId())
                .one(row -> row)
                .map(row -> row == null || active(row) == null ? null : caller);
    }

    /** An account whose purge is due is closed, so that nobody has to ask what time it is in its tree. */
    private static @Nullable AccountView active(Row row) {
        AccountView account = AccountRows.read(row, "m", "m");
        return account != null && StatusRules.mayAct(account.effectiveStatus()) ? account : null;
    }
}
