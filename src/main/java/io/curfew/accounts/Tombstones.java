package io.curfew.accounts;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.HexFormat;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is left of purged accounts. */
final class Tombstones {
    /**
     * When an account ended, and the proof of it.
     *
     * @param purgedAt when its purge was due: from then on it is gone for every reader, however late the worker is
     */
    record Tombstone(Instant closedAt, Instant purgedAt, String certificate) {
        DomainException asRefusal() {
            return new DomainException(
                    ErrorCode.PURGED,
                    "The account was purged.",
                    Map.of(
                            "closedAt", closedAt.toString(),
                            "purgedAt", purgedAt.toString(),
                            "certificate", certificate));
        }
    }

    private Tombstones() {}

    static Uni<@Nullable Tombstone> find(String tenantId, String accountId) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery(
                                "select closed_at, purged_at, certificate from tombstone"
                                        + " where tenant_id = ?1 and account_id = ?2",
                                Object[].class)
                        .setParameter(1, tenantId)
                        .setParameter(2, accountId)
                        .getSingleResultOrNull())
                .map(row -> row == null
                        ? null
                        : new Tombstone(
                                ((OffsetDateTime) row[0]).toInstant(), ((OffsetDateTime) row[1]).toInstant(), (String)
                                        row[2]));
    }

    /** What will be left of an account whose purge is due, though the worker is late; null while it is not due. */
    static @Nullable Tombstone ofDue(Account account, Instant now) {
        Instant closedAt = account.closedAt();
        Instant purgeAt = account.purgeAt();
        return closedAt == null || purgeAt == null || purgeAt.isAfter(now)
                ? null
                : new Tombstone(closedAt, purgeAt, certificate(account, closedAt, purgeAt));
    }

    /** Raises the tombstone of an account whose purge was due at {@code purgedAt}, from when on it was gone for all. */
    static Uni<Void> raise(Account account, Instant closedAt, Instant purgedAt) {
        return Panache.getSession()
                .chain(session -> session.createNativeQuery("""
                                insert into tombstone
                                    (tenant_id, account_id, parent_id, closed_at, purged_at, certificate)
                                values (?1, ?2, ?3, ?4, ?5, ?6)
                                """)
                        .setParameter(1, account.tenantId())
                        .setParameter(2, account.id())
                        .setParameter(3, account.isMain() ? null : account.tenantId())
                        .setParameter(4, closedAt)
                        .setParameter(5, purgedAt)
                        .setParameter(6, certificate(account, closedAt, purgedAt))
                        .executeUpdate())
                .replaceWithVoid();
    }

    /** A digest of what the tombstone says, so that a copy given to somebody can be compared with it. */
    private static String certificate(Account account, Instant closedAt, Instant purgedAt) {
        String text = String.join("|", account.tenantId(), account.id(), closedAt.toString(), purgedAt.toString());
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
