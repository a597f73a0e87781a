package io.curfew.people;

import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;

/** A port for rooms in which people open something with their password, which ends with it. */
public interface PasswordSessions {
    /**
     * Ends everything that a person has opened with their password, in the caller's transaction; gives the number of
     * things ended.
     */
    @CheckReturnValue
    Uni<Integer> endOf(String tenantId, String userId);
}
