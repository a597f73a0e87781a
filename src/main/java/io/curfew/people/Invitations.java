package io.curfew.people;

import io.curfew.accounts.Directory;
import io.curfew.credentials.SecretHash;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.Ids;
import io.curfew.sql.Sql;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of invitations and of password resets. A user has one of each kind at most: a new one replaces the one before.
 * Used ones stay until they expire, so that an answer can be given again. Every method needs the caller's session, and each
 * that writes its transaction.
 */
@ApplicationScoped
class Invitations {
    private static final int TOKEN = 43;

    /** How many expired ones a new one removes at most. */
    private static final int TIDIED = 20;

    private static final String TOO_MANY = "Too many invitations of this account are open: delete users, or wait.";

    private final Directory directory;
    private final PeopleConfig config;

    Invitations(Directory directory, PeopleConfig config) {
        this.directory = directory;
        this.config = config;
    }

    /** Issues a token; refuses with {@link ErrorCode#INVITATION_LIMIT}. */
    Uni<IssuedInvitation> issue(String tenantId, String userId, Invitation.Kind kind, Instant now) {
        String id = Ids.next("IV");
        String token = "curfew_inv_" + Ids.base62(TOKEN);
        Instant expiresAt = now.plus(validity(kind));
        return outdated(tenantId, userId, kind, now)
                .chain(ids -> delete(tenantId, ids))
                .chain(() -> requirePlace(tenantId, now))
                .chain(() ->
                        directory.claim(Map.of(SecretHash.directoryId(token), Directory.Kind.SECRET), tenantId, id))
                .chain(() -> Sql.of(
                                "insert into invitation (tenant_id, id, user_id, kind, token_hash, created_at, expires_at)"
                                        + " values ($1, $2, $3, $4, $5, $6, $7)",
                                tenantId,
                                id,
                                userId,
                                kind,
                                SecretHash.of(token),
                                now,
                                expiresAt)
                        .update())
                .replaceWith(new IssuedInvitation(token, expiresAt));
    }

    private Duration validity(Invitation.Kind kind) {
        return switch (kind) {
            case MEMBERSHIP -> config.invitationValidity();
            case PASSWORD_RESET -> config.resetValidity();
        };
    }

    private static Uni<List<String>> outdated(String tenantId, String userId, Invitation.Kind kind, Instant now) {
        return Sql.of("""
                                (select id from invitation where tenant_id = $1 and user_id = $2 and kind = $3)
                                union
                                (select id from invitation where tenant_id = $1 and expires_at <= $4
                                order by expires_at limit $5)
                                """, tenantId, userId, kind, now, TIDIED).list(row -> row.string(0));
    }

    private Uni<Void> requirePlace(String tenantId, Instant now) {
        return Sql.of("""
                                select count(*) from (
                                    select 1 from invitation
                                    where tenant_id = $1 and expires_at > $2 and used_at is null limit $3) as open
                                """, tenantId, now, config.maxInvitations())
                .exactlyOne(row -> row.number(0))
                .invoke(open -> {
                    if (open >= config.maxInvitations()) {
                        throw new DomainException(ErrorCode.INVITATION_LIMIT, TOO_MANY);
                    }
                })
                .replaceWithVoid();
    }

    /** What {@code token} stands for; null when it was never issued, has expired or was replaced. Used ones are found. */
    Uni<@Nullable Invitation> find(String token, Instant now) {
        return Sql.of("""
                                select i.tenant_id, i.id, i.kind, i.user_id, u.email, i.token_hash,
                                    i.used_at is not null
                                from directory d
                                join invitation i on i.tenant_id = d.tenant_id and i.id = d.target_id
                                    and i.expires_at > $2
                                join login_user u on u.tenant_id = i.tenant_id and u.id = i.user_id
                                where d.id = $1 and d.kind = 'SECRET'
                                """, SecretHash.directoryId(token), now)
                .one(row -> SecretHash.matches(token, row.bytes(5))
                        ? new Invitation(
                                row.string(0),
                                row.string(1),
                                Invitation.Kind.valueOf(row.string(2)),
                                row.string(3),
                                row.string(4),
                                row.bool(6))
                        : null);
    }

    /** Uses an invitation up; tells whether it could still be used. */
    Uni<Boolean> use(Invitation invitation, Instant now) {
        return Sql.of(
                        "update invitation set used_at = $3"
                                + " where tenant_id = $1 and id = $2 and used_at is null and expires_at > $3",
                        invitation.tenantId(),
                        invitation.id(),
                        now)
                .update()
                .map(used -> used > 0);
    }

    /** Removes all that are for a user. */
    Uni<Void> deleteOfUser(String tenantId, String userId) {
        return Sql.of("select id from invitation where tenant_id = $1 and user_id = $2", tenantId, userId)
                .list(row -> row.string(0))
                .chain(ids -> delete(tenantId, ids));
    }

    /** Removes all of these users of a tree. */
    Uni<Void> deleteAll(String tenantId, List<String> userIds) {
        return Sql.of("select id from invitation where tenant_id = $1 and user_id = any($2)", tenantId, userIds)
                .list(row -> row.string(0))
                .chain(ids -> delete(tenantId, ids));
    }

    private Uni<Void> delete(String tenantId, List<String> ids) {
        return ids.isEmpty()
                ? Uni.createFrom().voidItem()
                : directory
                        .forget(tenantId, ids)
                        .chain(() -> Sql.of(
                                        "delete from invitation where tenant_id = $1 and id = any($2)", tenantId, ids)
                                .update())
                        .replaceWithVoid();
    }
}
