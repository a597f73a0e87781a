package io.curfew.operators;

import io.curfew.credentials.SecretHash;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.people.PasswordSessions;
import io.curfew.sql.Sql;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The rows of operators' sessions, each of which is one API key, and of their tokens. A session's end takes its tokens
 * along, including those that are being issued meanwhile. Every method works in the caller's transaction.
 */
@ApplicationScoped
class OperatorSessions implements PasswordSessions {
    /** A session's id: its API key's hash, so that whoever reads the table cannot use it. */
    static String id(String apiKey) {
        return HexFormat.of().formatHex(SecretHash.of(apiKey));
    }

    /**
     * A session to be kept.
     *
     * @param switched who has switched to the user, null for a login
     */
    record Row(
            String tenantId,
            String id,
            String credentialId,
            @Nullable String userId,
            @Nullable String userName,
            @Nullable SwitchedFrom switched) {}

    /**
     * A token to be kept.
     *
     * @param permissionSetId what it may do, null for the root user's
     */
    record Token(byte[] hash, @Nullable String permissionSetId, Instant createdAt, Instant expiresAt) {}

    /**
     * Keeps a session with its first token, and removes some of the tenant's sessions and permissions that nobody can use
     * any more: each login tidies up after earlier ones.
     */
    @CheckReturnValue
    Uni<Void> insert(Row row, Token token) {
        SwitchedFrom switched = row.switched();
        return Sql.of(
                        """
                                with ended as (
                                    delete from operator_session where tenant_id = $1 and id in (
                                        select id from operator_session where tenant_id = $1 and expires_at <= $8
                                        limit 10 for update skip locked)),
                                unneeded as (
                                    delete from sam_permission_set where tenant_id = $1 and id in (
                                        select id from sam_permission_set where tenant_id = $1 and needed_until <= $8
                                        limit 10 for update skip locked)),
                                opened as (
                                    insert into operator_session (tenant_id, id, credential_id, user_id, user_name,
                                        created_at, expires_at, ends_by, switched_operator, switched_credential,
                                        switched_user, switched_user_name)
                                    values ($1, $2, $3, cast($4 as text), cast($5 as text), $8, $9,
                                        cast($10 as timestamptz), cast($11 as text), cast($12 as text),
                                        cast($13 as text), cast($14 as text)))
                                insert into operator_token (tenant_id, session_id, token_hash, permission_set_id,
                                    created_at, expires_at)
                                values ($1, $2, $6, cast($7 as text), $8, $9)
                                """,
                        row.tenantId(),
                        row.id(),
                        row.credentialId(),
                        row.userId(),
                        row.userName(),
                        token.hash(),
                        token.permissionSetId(),
                        token.createdAt(),
                        token.expiresAt(),
                        switched == null ? null : switched.endsBy(),
                        switched == null ? null : switched.operatorId(),
                        switched == null ? null : switched.credentialId(),
                        switched == null ? null : switched.userId(),
                        switched == null ? null : switched.userName())
                .update()
                .replaceWithVoid();
    }

    /**
     * Gives a session another token beside those that it has, unless the token by which it is renewed has ended; tells
     * whether one was added. Tokens that have ended are removed. Refuses with {@link ErrorCode#OPERATOR_LIMIT} where the
     * session has as many living tokens as it can have.
     */
    @CheckReturnValue
    Uni<Boolean> renew(String tenantId, String id, byte[] renewedHash, Token token) {
        // The session is locked first, by a statement of its own, so that this waits for a transaction that is ending
        // it, and such a transaction for this one.
        return extend(tenantId, id, renewedHash, token)
                .chain(renewed -> renewed == 0
                        ? Uni.createFrom().item(false)
                        : add(tenantId, id, token)
                                .invoke(OperatorSessions::requireAdded)
                                .replaceWith(true));
    }

    private static Uni<Integer> extend(String tenantId, String id, byte[] renewedHash, Token token) {
        return Sql.of("""
                        update operator_session s set expires_at = greatest(s.expires_at, $5)
                        where s.tenant_id = $1 and s.id = $2 and exists (
                            select 1 from operator_token t
                            where t.tenant_id = s.tenant_id and t.session_id = s.id
                                and t.token_hash = $3 and t.expires_at > $4)
                        """, tenantId, id, renewedHash, token.createdAt(), token.expiresAt())
                .update();
    }

    private static Uni<Integer> add(String tenantId, String id, Token token) {
        return Sql.of(
                        """
                        with ended as (
                            delete from operator_token
                            where tenant_id = $1 and session_id = $2 and expires_at <= $5)
                        insert into operator_token (tenant_id, session_id, token_hash, permission_set_id,
                            created_at, expires_at)
                        select $1, $2, cast($3 as bytea), cast($4 as text), $5, cast($6 as timestamptz)
                        where (select count(*) from (
                            select 1 from operator_token
                            where tenant_id = $1 and session_id = $2 and expires_at > $5 limit $7) living) < $7
                        """,
                        tenantId,
                        id,
                        token.hash(),
                        token.permissionSetId(),
                        token.createdAt(),
                        token.expiresAt(),
                        SamLimits.MAX_TOKENS_OF_SESSION)
                .update();
    }

    private static void requireAdded(int added) {
        if (added == 0) {
            throw new DomainException(
                    ErrorCode.OPERATOR_LIMIT,
                    "An API key has up to " + SamLimits.MAX_TOKENS_OF_SESSION + " tokens at a time.");
        }
    }

    /** Ends one session. */
    @CheckReturnValue
    Uni<Integer> end(String tenantId, String id) {
        return delete("id = $2", tenantId, id);
    }

    @Override
    public Uni<Integer> endOf(String tenantId, String userId) {
        return endOfCredential(tenantId, userId);
    }

    /** Ends the sessions that were opened by an auth key, or by the password of a person. */
    @CheckReturnValue
    Uni<Integer> endOfCredential(String tenantId, String credentialId) {
        return delete("credential_id = $2", tenantId, credentialId);
    }

    /** Ends the sessions that act as a SAM user. */
    @CheckReturnValue
    Uni<Integer> endOfUser(String tenantId, String userId) {
        return delete("user_id = $2", tenantId, userId);
    }

    /** Ends the root user's sessions. */
    @CheckReturnValue
    Uni<Integer> endOfRoot(String tenantId) {
        return Sql.of("delete from operator_session where tenant_id = $1 and user_id is null", tenantId)
                .update();
    }

    private static Uni<Integer> delete(String which, String tenantId, String value) {
        return Sql.of("delete from operator_session where tenant_id = $1 and " + which, tenantId, value)
                .update();
    }
}
