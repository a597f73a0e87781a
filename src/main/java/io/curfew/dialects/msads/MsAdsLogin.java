package io.curfew.dialects.msads;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.limits.Guess;
import io.curfew.people.PersonRights;
import io.curfew.people.UserAuthenticator;
import io.curfew.people.UserAuthenticator.Outcome;
import io.curfew.security.ClientAddress;
import io.curfew.security.FailedLogins;
import io.curfew.security.LoginAttempt;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * Admits callers who have both a valid access token and a valid developer token. User names and passwords are not
 * accepted. A wrong access token that is sent again and again is no longer looked up. Each wrong token is counted
 * separately, since callers share addresses.
 */
@ApplicationScoped
class MsAdsLogin {
    private static final int LONGEST_TOKEN = 4096;

    private final UserAuthenticator authenticator;
    private final FailedLogins failedLogins;

    MsAdsLogin(UserAuthenticator authenticator, FailedLogins failedLogins) {
        this.authenticator = authenticator;
        this.failedLogins = failedLogins;
    }

    /**
     * The caller, and what the caller may do.
     *
     * <p>Refuses with {@link ErrorCode#CREDENTIALS_MISSING} (116) for a token that is not there,
     * {@link ErrorCode#UNAUTHENTICATED} (105) for one that is not good, {@link ErrorCode#ACCESS_TOKEN_EXPIRED} (109), and
     * {@link ErrorCode#RATE_LIMITED} (117) after too many wrong ones.
     */
    Uni<PersonRights> admit(@Nullable String accessToken, @Nullable String developerToken, HttpServerRequest request) {
        if (accessToken == null || accessToken.isBlank() || developerToken == null || developerToken.isBlank()) {
            return refuse(ErrorCode.CREDENTIALS_MISSING, "AuthenticationToken and DeveloperToken are both required.");
        }
        if (accessToken.length() > LONGEST_TOKEN || developerToken.length() > LONGEST_TOKEN) {
            return refuse(ErrorCode.UNAUTHENTICATED, "The access token or the developer token is not valid.");
        }
        Guess guess = new Guess(accessToken, ClientAddress.of(request), developerToken);
        return failedLogins
                .judge(
                        guess,
                        attempt -> authenticator
                                .authenticate(accessToken, developerToken)
                                .invoke(outcome -> tell(attempt, outcome)))
                .map(MsAdsLogin::rights);
    }

    /**
     * Reports the outcome. A valid access token with a bad developer token counts neither as a guess nor as a success.
     */
    private static void tell(LoginAttempt attempt, Outcome outcome) {
        if (outcome instanceof Outcome.Unknown) {
            attempt.failed();
        } else if (outcome instanceof Outcome.Known) {
            attempt.succeeded();
        }
    }

    private static PersonRights rights(Outcome outcome) {
        if (outcome instanceof Outcome.Known known) {
            return PersonRights.of(known.caller());
        }
        if (outcome instanceof Outcome.Expired) {
            throw new DomainException(ErrorCode.ACCESS_TOKEN_EXPIRED, "The access token has expired.");
        }
        throw new DomainException(ErrorCode.UNAUTHENTICATED, "The access token or the developer token is not valid.");
    }

    private static Uni<PersonRights> refuse(ErrorCode code, String message) {
        return Uni.createFrom().failure(new DomainException(code, message));
    }
}
