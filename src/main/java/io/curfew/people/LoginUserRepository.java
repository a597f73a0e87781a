package io.curfew.people;

import io.curfew.sql.Sql;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** People by tree. */
@ApplicationScoped
class LoginUserRepository implements PanacheRepositoryBase<LoginUser, String> {
    /** The owner's e-mail address; null for a tree whose owner does not log in. */
    Uni<@Nullable String> emailOfOwner(String tenantId) {
        return find(
                        "select email from LoginUser where tenantId = ?1 and role = ?2 order by createdAt, id",
                        tenantId,
                        Role.OWNER)
                .project(String.class)
                .firstResult();
    }

    /** The owner's number; null for a tree that is gone. */
    Uni<@Nullable String> idOfOwner(String tenantId) {
        return find(
                        "select id from LoginUser where tenantId = ?1 and role = ?2 order by createdAt, id",
                        tenantId,
                        Role.OWNER)
                .project(String.class)
                .firstResult();
    }

    /**
     * Holds a user and their person still, as others may at the same time; tells whether the password is still that
     * one.
     */
    Uni<Boolean> hold(String tenantId, String id, String passwordHash) {
        return Sql.of(
                        "select u.id from login_user u join person p on p.id = u.person_id"
                                + " where u.tenant_id = $1 and u.id = $2 and p.password_hash = $3 for share",
                        tenantId,
                        id,
                        passwordHash)
                .one(row -> row.string(0))
                .map(held -> held != null);
    }

    /** Whoever makes somebody of that address in a tree waits for others who do. */
    Uni<Void> lockAddress(String tenantId, String email) {
        return Sql.of("select count(*) from pg_advisory_xact_lock(hashtextextended($1, 12))", tenantId + " " + email)
                .exactlyOne(row -> row.number(0))
                .replaceWithVoid();
    }

    /**
     * Whether the tree has a user of that address.
     *
     * @param all whether users who reach beyond the tree count too
     */
    Uni<Boolean> isTaken(String tenantId, String email, boolean all) {
        return Sql.of(
                        "select count(*) from login_user u where u.tenant_id = $1 and u.email = $2 and ($3 or not "
                                + UserRows.BEYOND + ")",
                        tenantId,
                        email,
                        all)
                .exactlyOne(row -> row.number(0))
                .map(count -> count > 0);
    }

    /**
     * A user, by where they are.
     *
     * @param tenantId the tree
     * @param userId the user's number
     */
    record Member(String tenantId, String userId) {}

    /** The root user whom a person is; null when they are none. */
    Uni<@Nullable Member> rootOf(String email, String personId) {
        return Sql.of(
                        "select u.tenant_id, u.id from directory d"
                                + " join login_user u on u.tenant_id = d.tenant_id and u.id = d.target_id"
                                + " and u.role = 'OWNER'"
                                + " where d.id = $1 and d.kind = 'EMAIL' and u.person_id = $2",
                        People.addressId(email),
                        personId)
                .one(row -> new Member(row.string(0), row.string(1)));
    }

    /** Locks a person for a change; null when the tree has nobody of that number. */
    Uni<@Nullable LoginUser> lockForChange(String tenantId, String id) {
        return find("tenantId = ?1 and id = ?2", tenantId, id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult();
    }

    Uni<List<String>> idsOf(String tenantId, int most) {
        return find("select id from LoginUser where tenantId = ?1 order by id", tenantId)
                .project(String.class)
                .page(0, most)
                .list();
    }
}
