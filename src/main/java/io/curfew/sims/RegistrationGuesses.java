package io.curfew.sims;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.RealClock;
import io.curfew.limits.Guesses;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/**
 * Slows down anybody who guesses the secrets that are printed on cards. Wrong secrets are limited per minute in two
 * ways: for each SIM, whoever guesses, and for each operator, whichever SIM it tries. Only the short secret of the
 * card keeps a stranger from taking a SIM, so every wrong secret counts, whatever becomes of the request.
 */
@ApplicationScoped
class RegistrationGuesses {
    private static final int OF_SIM = 10;
    private static final int OF_OPERATOR = 30;
    private static final Duration WINDOW = Duration.ofMinutes(1);
    private static final String REFUSAL = "Too many wrong registration secrets. Wait a minute.";

    private final Guesses ofSim;
    private final Guesses ofOperator;

    RegistrationGuesses(RealClock clock) {
        this.ofSim = new Guesses(OF_SIM, WINDOW, clock, REFUSAL);
        this.ofOperator = new Guesses(OF_OPERATOR, WINDOW, clock, REFUSAL);
    }

    /**
     * Refuses a caller who has no guesses left. This happens before the stock is read.
     *
     * @throws DomainException with {@link ErrorCode#RATE_LIMITED}
     */
    void check(String tenantId) {
        ofOperator.check(tenantId);
    }

    /**
     * Whether a secret is right, provided that it may be checked.
     *
     * @param secret checks the secret without blocking
     * @throws DomainException with {@link ErrorCode#RATE_LIMITED} when it may not be checked
     */
    boolean isRight(String tenantId, String simId, BooleanSupplier secret) {
        try (Guesses.Turn operators = ofOperator.take(tenantId);
                Guesses.Turn sims = ofSim.take(simId)) {
            if (secret.getAsBoolean()) {
                return true;
            }
            operators.wrong();
            sims.wrong();
            return false;
        }
    }
}
