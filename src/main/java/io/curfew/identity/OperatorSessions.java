package io.curfew.identity;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** The rows of operators' pairs. Every method works in the caller's transaction. */
@ApplicationScoped
class OperatorSessions {
    /** A pair's id: its API key's hash, so that whoever reads the table can not use it. */
    static String id(String apiKey) {
        return HexFormat.of().formatHex(SecretHash.of(apiKey));
    }

    /**
     * A pair to be kept.
     *
     * @param permissions a JSON array of documents, null for the root user
     */
    record Row(
            String tenantId,
            String id,
            byte[] tokenHash,
            String credentialId,
            @Nullable String userId,
            @Nullable String userName,
            @Nullable String permissions,
            Instant createdAt,
            Instant expiresAt) {}

    /** Keeps a pair, and removes some of the tenant's that have expired: each login tidies up after earlier ones. */
    @CheckReturnValue
    Uni<Void> insert(Row row) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                with expired as (
                                    delete from operator_session where tenant_id = ?1 and id in (
                                        select id from operator_session where tenant_id = ?1 and expires_at <= ?8
                                        limit 10 for update skip locked))
                                insert into operator_session (tenant_id, id, token_hash, credential_id, user_id,
                                    user_name, permissions, created_at, expires_at)
                                values (?1, ?2, ?3, ?4, cast(?5 as text), cast(?6 as text), cast(?7 as text), ?8, ?9)
                                """)
                        .setParameter(1, row.tenantId())
                        .setParameter(2, row.id())
                        .setParameter(3, row.tokenHash())
                        .setParameter(4, row.credentialId())
                        .setParameter(5, row.userId())
                        .setParameter(6, row.userName())
                        .setParameter(7, row.permissions())
                        .setParameter(8, row.createdAt())
                        .setParameter(9, row.expiresAt())
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** Gives a pair that is still good another token; whether it was. */
    @CheckReturnValue
    Uni<Boolean> renew(String tenantId, String id, byte[] tokenHash, Instant now, Instant expiresAt) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                update operator_session set token_hash = ?3, expires_at = ?5
                                where tenant_id = ?1 and id = ?2 and expires_at > ?4
                                """)
                        .setParameter(1, tenantId)
                        .setParameter(2, id)
                        .setParameter(3, tokenHash)
                        .setParameter(4, now)
                        .setParameter(5, expiresAt)
                        .executeUpdate())
                .map(updated -> updated > 0);
    }

    /** Ends one pair. */
    @CheckReturnValue
    Uni<Integer> end(String tenantId, String id) {
        return delete("id = ?2", tenantId, id);
    }

    /** Ends the pairs that were issued for an auth key. */
    @CheckReturnValue
    Uni<Integer> endOfCredential(String tenantId, String credentialId) {
        return delete("credential_id = ?2", tenantId, credentialId);
    }

    /** Ends the pairs that act as a SAM user. */
    @CheckReturnValue
    Uni<Integer> endOfUser(String tenantId, String userId) {
        return delete("user_id = ?2", tenantId, userId);
    }

    /** Ends the root user's pairs. */
    @CheckReturnValue
    Uni<Integer> endOfRoot(String tenantId) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "delete from operator_session where tenant_id = ?1 and user_id is null")
                        .setParameter(1, tenantId)
                        .executeUpdate());
    }

    private static Uni<Integer> delete(String which, String tenantId, String value) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "delete from operator_session where tenant_id = ?1 and " + which)
                        .setParameter(1, tenantId)
                        .setParameter(2, value)
                        .executeUpdate());
    }
}
