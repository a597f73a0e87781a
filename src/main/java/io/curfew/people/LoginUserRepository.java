package io.curfew.people;

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

    /** The hash of a person's password; null when they have none. */
    Uni<@Nullable String> passwordHashOf(String tenantId, String id) {
        return find("select passwordHash from LoginUser where tenantId = ?1 and id = ?2", tenantId, id)
                .project(String.class)
                .firstResult();
    }

    /** Holds a person still, together with others who only need that; null when the tree has nobody of that number. */
    Uni<@Nullable LoginUser> hold(String tenantId, String id) {
        return find("tenantId = ?1 and id = ?2", tenantId, id)
                .withLock(LockModeType.PESSIMISTIC_READ)
                .firstResult();
    }

    /** Locks a person for a change; null when the tree has nobody of that number. */
    Uni<@Nullable LoginUser> lockForChange(String tenantId, String id) {
        return find("tenantId = ?1 and id = ?2", tenantId, id)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult();
    }

    Uni<List<String>> idsOf(String tenantId) {
        return find("select id from LoginUser where tenantId = ?1", tenantId)
                .project(String.class)
                .list();
    }
}
