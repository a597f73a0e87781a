package io.curfew.security;

import io.curfew.events.Actor;
import io.smallrye.common.vertx.ContextLocals;
import io.smallrye.common.vertx.VertxContext;
import java.util.Optional;

/**
 * Who makes the call that is being answered, as the audit names them. Every door says so as soon as it knows, so that
 * whatever refuses the call later need not be told.
 *
 * @param tenantId the caller's tree
 * @param accountId the caller's account
 * @param actor the caller
 * @param address where the call comes from, empty when that is unknown
 */
public record CurrentCaller(String tenantId, String accountId, Actor actor, String address) {
    private static final String LOCAL = CurrentCaller.class.getName();

    /** Says that this is who makes the call. */
    public void enter() {
        if (VertxContext.isOnDuplicatedContext()) {
            ContextLocals.put(LOCAL, this);
        }
    }

    /** Who makes the call; empty before that is known, and outside of calls. */
    static Optional<CurrentCaller> find() {
        return VertxContext.isOnDuplicatedContext() ? ContextLocals.get(LOCAL) : Optional.empty();
    }
}
