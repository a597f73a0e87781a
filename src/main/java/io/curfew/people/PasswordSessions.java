package io.curfew.people;

import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;

/** What people have opened with their password, and what ends with it: a port, for those who open something. */
public interface PasswordSessions {
    /** Ends everything that a person has opened with their password, in the caller's transaction; how much that was. */
    @CheckReturnValue
    Uni<Integer> endOf(String tenantId, String userId);
}
