package io.curfew.lifecycle;

import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Tells what is there at its tree's time, for those who learn of the tree only from the row that they have read, and who
 * go by real time in everything else, as credentials do.
 */
@ApplicationScoped
public class Presence {
    private final LifecycleClock clock;

    Presence(LifecycleClock clock) {
        this.clock = clock;
    }

    /**
     * {@link Standing#isThere} at the present instant of that tree.
     *
     * @param standing what holds for the account, null where there is none
     */
    public boolean isThere(String tenantId, @Nullable Standing standing) {
        return standing != null && standing.isThere(clock.now(tenantId));
    }

    /** The same of an account of which no more is known than when it will be gone. */
    public boolean isThereUntil(String tenantId, Instant goneAt) {
        return goneAt.isAfter(clock.now(tenantId));
    }
}
