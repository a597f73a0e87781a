package io.curfew.credentials;

import io.curfew.access.StatusRules;
import io.curfew.accounts.AccountRows;
import io.curfew.accounts.AccountView;
import io.curfew.kernel.Ids;
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
 * Finds out who calls with an auth token, an API key or a bearer token; people and operators' users have authenticators
 * of their own. One statement fetches the caller, the state of its tree and, where the address names an account, that
 * account too. Every call pays for that statement, so it runs by itself, outside of any session.
 */
@ApplicationScoped
public class Authenticator {
    private static final String TREE = "join account m on m.tenant_id = a.tenant_id and m.id = a.tenant_id"
            + " left join account x on x.tenant_id = a.tenant_id and x.id = $2"
            + " left join auth_token xt on xt.tenant_id = x.tenant_id and xt.account_id = x.id ";

    private static final String SHOWN = "xt.primary_token as x_token, " + AccountRows.standingColumns("m") + ", "
            + AccountRows.columns("a") + ", " + AccountRows.columns("x");

    private static final String BY_ACCOUNT = "select t.primary_token, t.secondary_token, " + SHOWN
            + " from directory d"
            + " join account a on a.tenant_id = d.tenant_id and a.id = d.target_id"
            + " join auth_token t on t.tenant_id = a.tenant_id and t.account_id = a.id "
            + TREE
            + "where d.id = $1 and d.kind = 'ACCOUNT'";

    private static final String BY_CREDENTIAL = "select c.id as c_id, c.kind as c_kind, c.secret_hash, c.policy,"
            + " c.platform, c.expires_at, " + SHOWN
            + " from directory d"
            + " join credential c on c.tenant_id = d.tenant_id and c.id = d.target_id"
            + " join account a on a.tenant_id = c.tenant_id and a.id = c.account_id "
            + TREE
            + "where d.id = $1 and d.kind in ('CREDENTIAL', 'SECRET')";

    private final Autocommit sql;
    private final SecretCipher cipher;
    private final Presence presence;
    private final RealClock clock;

    Authenticator(Autocommit sql, SecretCipher cipher, Presence presence, RealClock clock) {
        this.sql = sql;
        this.cipher = cipher;
        this.presence = presence;
        this.clock = clock;
    }

    /** How an attempt to authenticate ended. */
    public sealed interface Outcome {
        /** The secret is wrong or there is no such name: what a guess looks like. */
        record Unknown() implements Outcome {}

        /** The secret is right, but its account may not act, or the credential has expired. */
        record Inactive() implements Outcome {}

        /**
         * The secret is right and the account may act.
         *
         * @param caller who calls
         * @param target the account that the address names, null when the caller's tree has none of that id
         * @param targetToken the target's auth token, null where there is no target or what is stored cannot be read
         */
        record Known(
                Caller caller,
                @Nullable AccountView target,
                @Nullable String targetToken) implements Outcome {
            /** Without the token. */
            @Override
            public String toString() {
                return "Known[" + caller.credentialId() + "]";
            }
        }
    }

    /**
     * Authenticates a name and a secret, as in HTTP Basic: an account's id with its auth token, or an API key's id with
     * its secret.
     *
     * @param name the account's or the key's id
     * @param targetId the account that the address names, null when it names none
     */
    @CheckReturnValue
    public Uni<Outcome> authenticate(String name, String secret, @Nullable String targetId) {
        if (Ids.is(Ids.ACCOUNT, name)) {
            return query(BY_ACCOUNT, name, targetId).map(found -> byToken(found, secret));
        }
        if (Ids.is(Ids.API_KEY, name)) {
            return query(BY_CREDENTIAL, name, targetId).map(found -> byCredential(found, secret));
        }
        return Uni.createFrom().item(new Outcome.Unknown());
    }

    /** Authenticates a secret that comes alone, as bearer tokens do. */
    @CheckReturnValue
    public Uni<Outcome> authenticateToken(String secret) {
        return query(BY_CREDENTIAL, SecretHash.directoryId(secret), null).map(found -> byCredential(found, secret));
    }

    /** What a name stands for: its row, and the account that is there. */
    private record Found(Row row, AccountView account) {}

    private Uni<@Nullable Found> query(String statement, String id, @Nullable String targetId) {
        return sql.of(statement, id, targetId).one(row -> {
            AccountView account = shown(row, "a");
            return account == null ? null : new Found(row, account);
        });
    }

    /** The account under {@code alias}; null where none was found or its purge is due. */
    private @Nullable AccountView shown(Row row, String alias) {
        AccountView account = AccountRows.read(row, alias, "m");
        return account != null && presence.isThere(account.tenantId(), account.standing()) ? account : null;
    }

    private Outcome byToken(@Nullable Found found, String secret) {
        if (found == null) {
            // This takes as much work as a name that exists, so that the time tells nothing.
            SecretHash.same(secret, AuthTokenService.newToken());
            return new Outcome.Unknown();
        }
        Row row = found.row();
        AccountView account = found.account();
        boolean primary = isToken(secret, SealedColumn.PRIMARY_TOKEN, account, row.bytes("primary_token"));
        boolean secondary = isToken(secret, SealedColumn.SECONDARY_TOKEN, account, row.bytesOrNull("secondary_token"));
        return primary || secondary ? known(found, null) : new Outcome.Unknown();
    }

    /** A token that cannot be read is nobody's. */
    private boolean isToken(String secret, SealedColumn column, AccountView account, byte @Nullable [] sealed) {
        String token =
                sealed == null ? null : cipher.decryptTextOrNull(column.of(account.tenantId(), account.id()), sealed);
        return token != null && SecretHash.same(secret, token);
    }

    /** Most calls have no use for it, so one that cannot be read does not keep them from being served. */
    private @Nullable String tokenOf(AccountView account, Row row) {
        return cipher.decryptTextOrNull(
                SealedColumn.PRIMARY_TOKEN.of(account.tenantId(), account.id()), row.bytes("x_token"));
    }

    private Outcome byCredential(@Nullable Found found, String secret) {
        if (found == null || !SecretHash.matches(secret, found.row().bytes("secret_hash"))) {
            return new Outcome.Unknown();
        }
        Instant expiresAt = found.row().instantOrNull("expires_at");
        if (expiresAt != null && !expiresAt.isAfter(clock.now())) {
            return new Outcome.Inactive();
        }
        return known(found, CredentialKind.valueOf(found.row().string("c_kind")));
    }

    private Outcome known(Found found, @Nullable CredentialKind kind) {
        Row row = found.row();
        AccountView account = found.account();
        if (!StatusRules.mayAct(account.effectiveStatus())) {
            return new Outcome.Inactive();
        }
        CurrentTree.enter(account.tenantId());
        AccountView target = shown(row, "x");
        Caller caller = kind == null
                ? new Caller(account, account.id(), null, null, false)
                : new Caller(account, row.string("c_id"), kind, row.stringOrNull("policy"), row.bool("platform"));
        return new Outcome.Known(caller, target, target == null ? null : tokenOf(target, row));
    }
}
