package io.curfew.dialects.twilio;

import io.curfew.access.Gate;
import io.curfew.access.HolderRights;
import io.curfew.access.Target;
import io.curfew.credentials.Authenticator;
import io.curfew.credentials.Authenticator.Outcome;
import io.curfew.credentials.Caller;
import io.curfew.kernel.DomainError;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.Ids;
import io.curfew.kernel.RealClock;
import io.curfew.limits.Guess;
import io.curfew.limits.RateLimiter;
import io.curfew.security.AuditTrail;
import io.curfew.security.ClientAddress;
import io.curfew.security.CurrentCaller;
import io.curfew.security.FailedLogins;
import io.curfew.security.LoginAttempt;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Checks every call of the Twilio door before a resource is chosen, in Twilio's order: who calls (401), whether the
 * credential reaches the account named (401), and whether that account exists (404). One statement answers all three.
 * {@link TwilioGateFilter} asks later what the credential may do there.
 */
class TwilioAuthFilter {
    private final TwilioDoor door;
    private final Authenticator authenticator;
    private final FailedLogins failedLogins;
    private final AuditTrail audit;
    private final Optional<RateLimiter> rateLimit;
    private final @Nullable String publicUrl;

    TwilioAuthFilter(
            TwilioDoor door,
            Authenticator authenticator,
            FailedLogins failedLogins,
            AuditTrail audit,
            TwilioConfig config,
            RealClock clock) {
        this.door = door;
        this.authenticator = authenticator;
        this.failedLogins = failedLogins;
        this.audit = audit;
        this.rateLimit = config.rateLimit().isPresent()
                ? Optional.of(new RateLimiter(config.rateLimit().getAsInt(), Duration.ofMinutes(1), clock))
                : Optional.empty();
        this.publicUrl = config.publicUrl().orElse(null);
    }

    @ServerRequestFilter(preMatching = true)
    @Nullable
    Uni<@Nullable Response> filter(ContainerRequestContext context, HttpServerRequest request) {
        if (!door.owns(request.path())) {
            return null; // null: the call goes on at once, without being suspended as for a Uni
        }
        // The path's suffix alone decides the format; the Accept header must not interfere.
        request.headers().set(HttpHeaders.ACCEPT, MediaType.APPLICATION_JSON);
        if (context.getMethod().equals(HttpMethod.PUT) && TwilioPath.namesOneThing(request.path())) {
            context.setMethod(HttpMethod.POST);
        }
        return authenticate(request)
                .invoke(call -> call.putInto(context))
                .<@Nullable Response>replaceWith(() -> null)
                .onFailure(DomainException.class)
                .invoke(failure -> audit.refused((DomainException) failure))
                .onFailure(DomainException.class)
                .recoverWithItem(failure -> door.failure(((DomainException) failure).error(), request.path()));
    }

    private Uni<TwilioCall> authenticate(HttpServerRequest request) {
        Credentials credentials = Credentials.of(request.getHeader(HttpHeaders.AUTHORIZATION));
        if (credentials == null) {
            return refuse(ErrorCode.UNAUTHENTICATED);
        }
        String address = ClientAddress.of(request);
        Optional<TwilioPath> path = TwilioPath.of(request.path());
        String target = path.map(TwilioPath::accountId).orElse(credentials.name);
        return failedLogins
                .judge(
                        new Guess(credentials.name, address, credentials.secret),
                        attempt -> authenticator
                                .authenticate(credentials.name, credentials.secret, target)
                                .invoke(outcome -> tell(attempt, outcome)))
                .map(outcome -> {
                    if (!(outcome instanceof Outcome.Known known)) {
                        throw new DomainException(ErrorCode.UNAUTHENTICATED, "Authenticate");
                    }
                    return admit(known, path.orElseThrow(TwilioAuthFilter::notFound), request, address);
                });
    }

    private static void tell(LoginAttempt attempt, Outcome outcome) {
        if (outcome instanceof Outcome.Unknown) {
            attempt.failed();
        } else {
            attempt.succeeded();
        }
    }

    private TwilioCall admit(Outcome.Known known, TwilioPath path, HttpServerRequest request, String address) {
        Caller caller = known.caller();
        new CurrentCaller(caller.tenantId(), caller.account().id(), caller.actor(TwilioDoor.NAME), address).enter();
        rateLimit.ifPresent(limit -> {
            if (!limit.tryAcquire(caller.account().id())) {
                throw new DomainException(ErrorCode.RATE_LIMITED, "Too Many Requests");
            }
        });
        HolderRights rights = TwilioRights.of(caller);
        String named = path.accountId();
        if (named != null && !reaches(rights, Target.account(caller.tenantId(), named), path)) {
            throw TwilioRights.forbidden();
        }
        if (named == null) {
            return new TwilioCall(
                    door,
                    caller,
                    rights,
                    caller.account(),
                    known.target() == null ? "" : known.targetToken(),
                    request,
                    address,
                    publicUrl);
        }
        if (known.target() == null) {
            throw notFound();
        }
        return new TwilioCall(door, caller, rights, known.target(), known.targetToken(), request, address, publicUrl);
    }

    private static boolean reaches(HolderRights rights, Target.Account account, TwilioPath path) {
        return path.isBelowAccount() ? rights.reachesInto(account) : Gate.reaches(rights, account);
    }

    private static DomainException notFound() {
        return new DomainException(ErrorCode.NOT_FOUND, "There is nothing at this address.");
    }

    private static Uni<TwilioCall> refuse(ErrorCode code) {
        return Uni.createFrom().failure(new DomainException(new DomainError(code, "Authenticate")));
    }

    /** Name and secret of HTTP Basic. */
    private record Credentials(String name, String secret) {
        private static final int LONGEST_NAME = 100;
        private static final int LONGEST_SECRET = 512;

        static @Nullable Credentials of(@Nullable String header) {
            if (header == null || !header.regionMatches(true, 0, "Basic ", 0, 6)) {
                return null;
            }
            String decoded;
            try {
                decoded = new String(
                        Base64.getDecoder().decode(header.substring(6).strip()), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                return null;
            }
            int colon = decoded.indexOf(':');
            if (colon <= 0 || colon > LONGEST_NAME || decoded.length() - colon - 1 > LONGEST_SECRET) {
                return null;
            }
            return new Credentials(normalize(decoded.substring(0, colon)), decoded.substring(colon + 1));
        }

        /** Ids are read in either case and kept in lower case. */
        private static String normalize(String name) {
            return Ids.is(Ids.ACCOUNT, name) || Ids.is(Ids.API_KEY, name)
                    ? name.substring(0, 2) + name.substring(2).toLowerCase(Locale.ROOT)
                    : name;
        }
    }
}
