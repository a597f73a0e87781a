package io.curfew.lifecycle;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What effectively holds for an account: its own state combined with that of the accounts above it. Everything that reads
 * or checks a state goes by this; statements that have to filter by it say the same in the words of {@link StandingSql}.
 *
 * <p>What is due holds from its instant on, however late the worker is: an account whose purge is due is
 * {@linkplain #isThere not there} any more.
 *
 * @param status the most severe of its own status and those above it
 * @param cause who alone can lift the suspension; null unless the status is suspended. Under a suspended account it is
 *     the platform operator, for nobody in a suspended tree can call
 * @param closedAt the first closing, its own or one above it: from then on what it holds is released; null while it is
 *     open
 * @param goneAt the first instant at which its purge or one above it is due; null while none is settled
 */
public record Standing(
        LifecycleStatus status,
        @Nullable SuspensionCause cause,
        @Nullable Instant closedAt,
        @Nullable Instant goneAt) {

    /**
     * What holds for an account below another one: this is what would hold for the account alone, and {@code above} is
     * what holds for the other one.
     */
    public Standing under(Standing above) {
        LifecycleStatus most = above.status.compareTo(status) > 0 ? above.status : status;
        SuspensionCause lifts = above.status == LifecycleStatus.SUSPENDED ? SuspensionCause.PLATFORM : cause;
        return new Standing(
                most,
                most == LifecycleStatus.SUSPENDED ? lifts : null,
                earlier(closedAt, above.closedAt),
                earlier(goneAt, above.goneAt));
    }

    /** Whether the account may act and take something new. */
    public boolean isActive() {
        return status == LifecycleStatus.ACTIVE;
    }

    /** Whether the account still has what it holds. From the closing on, all of that is released. */
    public boolean isOpen() {
        return status != LifecycleStatus.CLOSED;
    }

    /** Whether readers find the account at {@code now}. */
    public boolean isThere(Instant now) {
        return goneAt == null || goneAt.isAfter(now);
    }

    private static @Nullable Instant earlier(@Nullable Instant one, @Nullable Instant other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.isBefore(other) ? one : other;
    }
}
