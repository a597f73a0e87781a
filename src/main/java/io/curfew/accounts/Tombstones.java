package io.curfew.accounts;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.lifecycle.Standing;
import io.curfew.sql.Sql;
import io.smallrye.mutiny.Uni;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
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
        return Sql.of(
                        "select closed_at, purged_at, certificate from tombstone"
                                + " where tenant_id = $1 and account_id = $2",
                        tenantId,
                        accountId)
                .one(row -> new Tombstone(row.instant(0), row.instant(1), row.string(2)));
    }

    /**
     * What will be left of an account whose purge, its own or its main account's, is due, though the worker is late; null
     * while it is not due.
     */
    static @Nullable Tombstone ofDue(AccountInTree found, Instant now) {
        Standing standing = found.standing();
        Instant closedAt = standing.closedAt();
        Instant goneAt = standing.goneAt();
        return closedAt == null || goneAt == null || goneAt.isAfter(now)
                ? null
                : new Tombstone(closedAt, goneAt, certificate(found.account(), closedAt, goneAt));
    }

    /** Raises the tombstone of an account whose purge was due at {@code purgedAt}, when it was gone for everybody. */
    static Uni<Void> raise(Account account, Instant closedAt, Instant purgedAt) {
        return Sql.of(
                        """
                                insert into tombstone
                                    (tenant_id, account_id, parent_id, closed_at, purged_at, certificate)
                                values ($1, $2, $3, $4, $5, $6)
                                """,
                        account.tenantId(),
                        account.id(),
                        account.isMain() ? null : account.tenantId(),
                        closedAt,
                        purgedAt,
                        certificate(account, closedAt, purgedAt))
                .update()
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
