package io.curfew.advertising;

import io.curfew.lifecycle.LifecycleStatus;
import io.curfew.lifecycle.Standing;
import io.curfew.lifecycle.StandingSql;
import io.curfew.lifecycle.SuspensionCause;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The status of an advertiser account. It follows from the state of the account, the state of its customer, and
 * whether the account was ever activated.
 */
public enum AdvertiserStatus {
    /** In use. */
    ACTIVE,
    /** Created, and waiting for a means of payment. */
    DRAFT,
    /** Closed, and not purged yet. */
    INACTIVE,
    /** Suspended by the customer. */
    PAUSED,
    /** Suspended by the platform, or along with its customer. */
    SUSPENDED;

    /**
     * The status of an account.
     *
     * @param standing what holds for the account
     * @param draft whether it was never put to work
     */
    static AdvertiserStatus of(Standing standing, boolean draft) {
        return of(standing.status(), standing.cause(), draft);
    }

    private static AdvertiserStatus of(LifecycleStatus status, @Nullable SuspensionCause cause, boolean draft) {
        return switch (status) {
            case CLOSED -> INACTIVE;
            case SUSPENDED -> cause == SuspensionCause.CUSTOMER ? PAUSED : SUSPENDED;
            case ACTIVE -> draft ? DRAFT : ACTIVE;
        };
    }

    /**
     * The SQL condition that an account has this status. It lists the states that lead to the status.
     *
     * @param standing what holds for the account
     * @param draft whether it was never activated, as an SQL expression
     */
    String condition(StandingSql standing, String draft) {
        List<String> cases = new ArrayList<>();
        for (LifecycleStatus status : LifecycleStatus.values()) {
            for (SuspensionCause cause : causes(status)) {
                for (boolean drafted : new boolean[] {false, true}) {
                    if (of(status, cause, drafted) == this) {
                        cases.add("('%s', '%s', %s)".formatted(status, cause == null ? "" : cause, drafted));
                    }
                }
            }
        }
        return "(%s, coalesce(%s, ''), %s) in (%s)"
                .formatted(standing.status(), standing.cause(), draft, String.join(", ", cases));
    }

    private static List<@Nullable SuspensionCause> causes(LifecycleStatus status) {
        return status == LifecycleStatus.SUSPENDED
                ? Arrays.asList(SuspensionCause.values())
                : Collections.singletonList(null);
    }
}
