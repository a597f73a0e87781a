package io.curfew.api;

import io.curfew.credentials.Authenticator;
import io.curfew.credentials.Authenticator.Outcome;
import io.curfew.credentials.Caller;
import io.curfew.credentials.CredentialKind;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.limits.Guess;
import io.curfew.security.ClientAddress;
import io.curfew.security.FailedLogins;
import io.curfew.security.LoginAttempt;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Checks the bearer token of every call of the native API before a resource is chosen. A wrong one that is sent again and
 * again is not looked up any more. It counts by itself, for a token is too long to be guessed and callers share addresses:
 * one pod with an old token must not lock out the others behind the same gateway.
 */
class NativeAuthFilter {
    private static final Pattern BEARER = Pattern.compile("(?i:Bearer) +([A-Za-z0-9._~+/-]{1,512}=*)\\s*");

    private final NativeDoor door;
    private final Authenticator authenticator;
    private final FailedLogins failedLogins;

    NativeAuthFilter(NativeDoor door, Authenticator authenticator, FailedLogins failedLogins) {
        this.door = door;
        this.authenticator = authenticator;
        this.failedLogins = failedLogins;
    }

    @ServerRequestFilter(preMatching = true)
    @Nullable
    Uni<@Nullable Response> filter(ContainerRequestContext context, HttpServerRequest request) {
        if (!door.owns(request.path()) || NativeInvitationsResource.OPEN.contains(request.path())) {
            return null; // not suspended, as a call would be for a Uni
        }
        return authenticate(request)
                .map(caller -> new NativeCall(door, caller, request))
                .invoke(call -> call.current().enter())
                .invoke(call -> call.putInto(context))
                .<@Nullable Response>replaceWith(() -> null)
                .onFailure(DomainException.class)
                .recoverWithItem(failure -> door.failure(((DomainException) failure).error(), request.path()));
    }

    private Uni<Caller> authenticate(HttpServerRequest request) {
        String header = request.getHeader(HttpHeaders.AUTHORIZATION);
        Matcher bearer = BEARER.matcher(header == null ? "" : header);
        if (!bearer.matches()) {
            return Uni.createFrom().failure(refusal("A bearer token is required."));
        }
        String token = bearer.group(1);
        Guess guess = new Guess(token, ClientAddress.of(request), "");
        return failedLogins
                .judge(
                        guess,
                        attempt -> authenticator.authenticateToken(token).invoke(outcome -> tell(attempt, outcome)))
                .map(outcome -> {
                    // Tokens of other doors are found by their hash too, but are not valid here.
                    if (outcome instanceof Outcome.Known known
                            && known.caller().kind() == CredentialKind.NATIVE_TOKEN) {
                        return known.caller();
                    }
                    throw refusal("The bearer token is not valid.");
                });
    }

    private static void tell(LoginAttempt attempt, Outcome outcome) {
        if (outcome instanceof Outcome.Unknown) {
            attempt.failed();
        } else {
            attempt.succeeded();
        }
    }

    private static DomainException refusal(String message) {
        return new DomainException(ErrorCode.UNAUTHENTICATED, message);
    }
}
