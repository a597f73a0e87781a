package io.curfew.people;

import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** What a tree's owner is asked about by those whose root user the owner is. */
@ApplicationScoped
public class OwnerService {
    private final LoginUserRepository users;

    OwnerService(LoginUserRepository users) {
        this.users = users;
    }

    /** The owner's number; null for a tree that is gone. */
    @CheckReturnValue
    @WithSession
    public Uni<@Nullable String> idOf(String tenantId) {
        return users.idOfOwner(tenantId);
    }

    /** The owner's e-mail address; null for a tree that is gone. */
    @CheckReturnValue
    @WithSession
    public Uni<@Nullable String> emailOf(String tenantId) {
        return users.emailOfOwner(tenantId);
    }

    /**
     * Holds a person still until the transaction ends, together with others who only need that.
     *
     * @param passwordHash the hash that their password was found right by
     * @return whether they are there and have that password still
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<Boolean> hold(String tenantId, String userId, @Nullable String passwordHash) {
        return passwordHash == null ? Uni.createFrom().item(false) : users.hold(tenantId, userId, passwordHash);
    }
}
