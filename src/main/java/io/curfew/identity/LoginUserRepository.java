package io.curfew.identity;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** People by tree. */
@ApplicationScoped
class LoginUserRepository implements PanacheRepositoryBase<LoginUser, String> {
    Uni<List<String>> idsOf(String tenantId) {
        return find("select id from LoginUser where tenantId = ?1", tenantId)
                .project(String.class)
                .list();
    }
}
