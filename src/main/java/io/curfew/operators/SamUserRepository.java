package io.curfew.operators;

import io.curfew.sql.Sql;
import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SAM users by operator. */
@ApplicationScoped
class SamUserRepository implements PanacheRepositoryBase<SamUser, String> {
    /** Inserts a user; tells whether its name was free. */
    Uni<Boolean> insertIfFree(SamUserView user) {
        return Sql.of(
                        """
                                insert into sam_user (tenant_id, id, name, description, permission_description,
                                    created_at, updated_at, version)
                                values ($1, $2, $3, $4, $5, $6, $6, 0)
                                on conflict (tenant_id, name) do nothing
                                """,
                        user.tenantId(),
                        user.id(),
                        user.name(),
                        user.description(),
                        user.permissionDescription(),
                        user.createdAt())
                .update()
                .map(inserted -> inserted > 0);
    }

    Uni<@Nullable SamUser> findByName(String tenantId, String name) {
        return find("tenantId = ?1 and name = ?2", tenantId, name).firstResult();
    }

    Uni<@Nullable SamUser> lockByName(String tenantId, String name) {
        return find("tenantId = ?1 and name = ?2", tenantId, name)
                .withLock(LockModeType.PESSIMISTIC_WRITE)
                .firstResult();
    }

    Uni<@Nullable SamUser> findInById(String tenantId, String id) {
        return find("tenantId = ?1 and id = ?2", tenantId, id).firstResult();
    }

    /** All of an operator's, by name. */
    Uni<List<SamUser>> listOf(String tenantId) {
        return list("tenantId = ?1 order by name", tenantId);
    }
}
