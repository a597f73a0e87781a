package io.curfew.security;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.RealClock;
import io.curfew.limits.Guess;
import io.curfew.limits.Guesses;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.Function;

/**
 * Slows down guessing, for every door. For each account and address only a limited number of wrong or unknown secrets a
 * minute is checked, however many come at once; after that nothing is checked. Refusals for another reason (scope, a
 * suspended account) do not count: they are no guesses. Neither do secrets that were right recently.
 */
@ApplicationScoped
public class FailedLogins {
    /** How long failures count; whoever waits that long starts afresh. */
    public static final Duration WINDOW = Duration.ofMinutes(1);

    private final Guesses guesses;
    private final AuditTrail audit;

    FailedLogins(LoginConfig config, RealClock clock, AuditTrail audit) {
        this.audit = audit;
        this.guesses = new Guesses(config.maxFailures(), WINDOW, clock, "Too many failed logins. Wait a minute.");
    }

    /**
     * Has a login judged when its turn has come.
     *
     * <p>Refuses with {@link ErrorCode#RATE_LIMITED} when too many logins failed, or when no turn came in time.
     *
     * @param login who is said to log in, from where, with what
     * @param check judges it and tells the attempt what it found; if it tells nothing, nothing is counted
     */
    @CheckReturnValue
    public <T> Uni<T> judge(Guess login, Function<LoginAttempt, Uni<T>> check) {
        return guesses.judge(
                        login,
                        turn -> check.apply(new LoginAttempt() {
                            @Override
                            public void succeeded() {
                                turn.right();
                            }

                            @Override
                            public void failed() {
                                record(login, turn);
                            }
                        }))
                .onFailure(FailedLogins::isLimited)
                .invoke(() -> audit.loginLimited(login.name(), login.address()));
    }

    private static boolean isLimited(Throwable failure) {
        return failure instanceof DomainException refusal && refusal.code() == ErrorCode.RATE_LIMITED;
    }

    /** Where every failed login of every door is recorded. */
    private void record(Guess login, Guesses.Turn turn) {
        turn.wrong();
        audit.loginFailed(login.name(), login.address());
    }
}
