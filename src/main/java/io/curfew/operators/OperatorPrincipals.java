package io.curfew.operators;

import io.curfew.accounts.AccountRows;
import io.curfew.credentials.PasswordAsker;
import io.curfew.credentials.Passwords;
import io.curfew.credentials.SecretHash;
import io.curfew.kernel.RealClock;
import io.curfew.lifecycle.CurrentTree;
import io.curfew.lifecycle.Presence;
import io.curfew.sql.Autocommit;
import io.curfew.sql.Row;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Finds whom a login names, and whether its secret is right. This runs outside of any transaction, since checking a
 * password is slow.
 */
@ApplicationScoped
class OperatorPrincipals {
    private static final String ACCOUNT = " join account m on m.tenant_id = d.tenant_id and m.id = d.tenant_id";

    private static final String STANDING = ", " + AccountRows.standingColumns("m");

    private static final String BY_EMAIL = "select d.tenant_id, m.operator_id, l.id as credential_id,"
            + " null as user_id, p.password_hash"
            + STANDING
            + " from directory d"
            + " join login_user l on l.tenant_id = d.tenant_id and l.id = d.target_id and l.role = 'OWNER'"
            + " join person p on p.id = l.person_id"
            + ACCOUNT
            + " where d.id = $1 and d.kind = 'EMAIL'";

    private static final String BY_NAME = "select d.tenant_id, m.operator_id, u.id as credential_id,"
            + " u.id as user_id, u.password_hash"
            + STANDING
            + " from directory d"
            + " join sam_user u on u.tenant_id = d.tenant_id and u.name = $2"
            + ACCOUNT
            + " where d.id = $1 and d.kind = 'OPERATOR'";

    /** A key that names nobody, or the owner, is the root user's; any other belongs to the SAM user that it names. */
    private static final String BY_KEY = "select d.tenant_id, m.operator_id, c.id as credential_id,"
            + " u.id as user_id, c.secret_hash, c.expires_at"
            + STANDING
            + " from directory d"
            + " join credential c on c.tenant_id = d.tenant_id and c.id = d.target_id and c.kind = 'AUTH_KEY'"
            + " and c.account_id = c.tenant_id"
            + ACCOUNT
            + " left join sam_user u on u.tenant_id = c.tenant_id and u.id = c.user_id"
            + " left join login_user l on l.tenant_id = c.tenant_id and l.id = c.user_id and l.role = 'OWNER'"
            + " where d.id = $1 and d.kind = 'CREDENTIAL'"
            + " and (c.user_id is null or u.id is not null or l.id is not null)";

    private final Autocommit sql;
    private final Passwords passwords;
    private final Presence presence;
    private final RealClock clock;

    OperatorPrincipals(Autocommit sql, Passwords passwords, Presence presence, RealClock clock) {
        this.sql = sql;
        this.passwords = passwords;
        this.presence = presence;
        this.clock = clock;
    }

    /**
     * Who has logged in.
     *
     * @param credentialId the auth key, or the user whose password it was
     * @param userId the SAM user, null for the root user
     * @param byKey whether it was an auth key
     * @param passwordHash the hash by which the password was found right; null for keys
     */
    record Principal(
            String tenantId,
            String operatorId,
            String credentialId,
            @Nullable String userId,
            boolean byKey,
            @Nullable String passwordHash) {}

    /**
     * The one whom {@code login} names; null when there is no such name or the secret is wrong.
     *
     * @param address where it comes from; passwords are checked in an order that is fair to each address
     */
    @CheckReturnValue
    Uni<@Nullable Principal> find(OperatorLogin login, String address) {
        if (!login.isPlausible()) {
            return Uni.createFrom().nullItem();
        }
        PasswordAsker asker = new PasswordAsker(login.name(), address);
        if (login instanceof OperatorLogin.Root root) {
            return sql.of(BY_EMAIL, "mailto:" + root.name())
                    .one(this::ifThere)
                    .chain(row -> checkPassword(row, root.password(), asker));
        }
        if (login instanceof OperatorLogin.SamUser user) {
            return sql.of(BY_NAME, user.operatorId(), user.userName())
                    .one(this::ifThere)
                    .chain(row -> checkPassword(row, user.password(), asker));
        }
        OperatorLogin.Key key = (OperatorLogin.Key) login;
        return sql.of(BY_KEY, key.id()).one(this::ifThere).map(row -> checkKey(row, key.secret()));
    }

    /** Nobody of an account whose purge is due can log in any more. */
    private @Nullable Row ifThere(Row row) {
        return presence.isThere(row.string("tenant_id"), AccountRows.standing(row, "m")) ? row : null;
    }

    private Uni<@Nullable Principal> checkPassword(@Nullable Row row, String password, PasswordAsker asker) {
        return passwords
                .matches(password, row == null ? null : row.stringOrNull("password_hash"), asker)
                .map(right -> row != null && right ? principal(row, false) : null);
    }

    private @Nullable Principal checkKey(@Nullable Row row, String secret) {
        if (row == null || !SecretHash.matches(secret, row.bytes("secret_hash"))) {
            return null;
        }
        Instant expiresAt = row.instantOrNull("expires_at");
        return expiresAt != null && !expiresAt.isAfter(clock.now()) ? null : principal(row, true);
    }

    private static Principal principal(Row row, boolean byKey) {
        CurrentTree.enter(row.string("tenant_id"));
        return new Principal(
                row.string("tenant_id"),
                row.string("operator_id"),
                row.string("credential_id"),
                row.stringOrNull("user_id"),
                byKey,
                byKey ? null : row.stringOrNull("password_hash"));
    }
}
