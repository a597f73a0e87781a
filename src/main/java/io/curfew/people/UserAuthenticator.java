package io.curfew.people;

import io.curfew.access.StatusRules;
import io.curfew.accounts.AccountRows;
import io.curfew.credentials.SecretHash;
import io.curfew.kernel.RealClock;
import io.curfew.lifecycle.CurrentTree;
import io.curfew.lifecycle.Presence;
import io.curfew.lifecycle.Standing;
import io.curfew.sql.Autocommit;
import io.curfew.sql.Row;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Finds out which person calls with an access token, and whether the developer token beside it is good. One statement
 * fetches both, the person's roles and the state of their tree: every call pays for it.
 */
@ApplicationScoped
public class UserAuthenticator {
    private static final String CALLER = "select c.id as c_id, c.secret_hash, c.expires_at, c.every_tree, u.id as u_id,"
            + " u.account_manager, m.id as m_id, m.customer_id, "
            + AccountRows.standingColumns("m")
            + ", dc.secret_hash as d_hash, dc.expires_at as d_expires_at, "
            + AccountRows.standingColumns("dm")
            + ", "
            + UserRows.ROLE_COLUMNS
            + " from directory d"
            + " join credential c on c.tenant_id = d.tenant_id and c.id = d.target_id and c.kind = 'ACCESS_TOKEN'"
            + " join account m on m.tenant_id = d.tenant_id and m.id = d.tenant_id"
            + " join login_user u on u.tenant_id = c.tenant_id and u.id = c.user_id"
            + " left join user_role r on r.tenant_id = u.tenant_id and r.user_id = u.id"
            + " left join directory dd on dd.id = $2 and dd.kind = 'SECRET'"
            + " left join credential dc on dc.tenant_id = dd.tenant_id and dc.id = dd.target_id"
            + " and dc.kind = 'DEVELOPER_TOKEN'"
            + " left join account dm on dm.tenant_id = dc.tenant_id and dm.id = dc.tenant_id"
            + " where d.id = $1 and d.kind = 'SECRET'";

    private final Autocommit sql;
    private final Presence presence;
    private final RealClock clock;

    UserAuthenticator(Autocommit sql, Presence presence, RealClock clock) {
        this.sql = sql;
        this.presence = presence;
        this.clock = clock;
    }

    /** How an attempt to authenticate ended. */
    public sealed interface Outcome {
        /** The access token was never issued, or is no longer valid: what a guess looks like. */
        record Unknown() implements Outcome {}

        /** The access token was good once. */
        record Expired() implements Outcome {}

        /** The access token is good; its tree may not act, or the developer token is not good. */
        record Refused() implements Outcome {}

        /**
         * Both are good and the tree may act. A token that its tree issued acts in that tree only.
         *
         * @param caller who calls
         */
        record Known(UserCaller caller) implements Outcome {}
    }

    /** Authenticates a pair of tokens. */
    @CheckReturnValue
    public Uni<Outcome> authenticate(String accessToken, String developerToken) {
        return sql.of(CALLER, SecretHash.directoryId(accessToken), SecretHash.directoryId(developerToken))
                .list(row -> row)
                .map(rows -> outcome(rows, accessToken, developerToken, clock.now()));
    }

    private Outcome outcome(List<Row> all, String accessToken, String developerToken, Instant now) {
        if (all.isEmpty()) {
            return new Outcome.Unknown();
        }
        Row first = all.get(0);
        if (!SecretHash.matches(accessToken, first.bytes("secret_hash"))
                || !presence.isThere(first.string("m_id"), AccountRows.standing(first, "m"))) {
            return new Outcome.Unknown();
        }
        if (isOver(first.instantOrNull("expires_at"), now)) {
            return new Outcome.Expired();
        }
        if (!isActive(first, "m") || !isGoodDeveloperToken(first, developerToken, now)) {
            return new Outcome.Refused();
        }
        String tenantId = first.string("m_id");
        boolean everyTree = first.bool("every_tree");
        CurrentTree.enter(tenantId);
        return new Outcome.Known(new UserCaller(
                tenantId,
                first.string("customer_id"),
                first.string("u_id"),
                first.string("c_id"),
                everyTree && first.bool("account_manager"),
                all.stream()
                        .map(UserRows::role)
                        .flatMap(Optional::stream)
                        .filter(role -> everyTree || role.customerTenantId().equals(tenantId))
                        .toList()));
    }

    private static boolean isGoodDeveloperToken(Row row, String developerToken, Instant now) {
        byte[] hash = row.bytesOrNull("d_hash");
        return hash != null
                && SecretHash.matches(developerToken, hash)
                && !isOver(row.instantOrNull("d_expires_at"), now)
                && isActive(row, "dm");
    }

    private static boolean isOver(@Nullable Instant expiry, Instant now) {
        return expiry != null && !expiry.isAfter(now);
    }

    private static boolean isActive(Row row, String main) {
        Standing standing = AccountRows.standing(row, main);
        return standing != null && StatusRules.mayAct(standing.status());
    }
}
