package io.curfew.people;

import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Tells of a tree's owner what the room for which the owner is the root user has to know. */
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
     * Holds a person still until the transaction ends, as others may at the same time.
     *
     * @param passwordHash the hash by which their password was found right
     * @return whether they are there and still have that password
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<Boolean> hold(String tenantId, String userId, @Nullable String passwordHash) {
        return passwordHash == null ? Uni.createFrom().item(false) : users.hold(tenantId, userId, passwordHash);
    }
}
