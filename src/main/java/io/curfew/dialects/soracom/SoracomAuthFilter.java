package io.curfew.dialects.soracom;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.RealClock;
import io.curfew.limits.RateLimiter;
import io.curfew.operators.OperatorAuthenticator;
import io.curfew.operators.OperatorCaller;
import io.curfew.operators.SamRights;
import io.curfew.security.AuditTrail;
import io.curfew.security.ClientAddress;
import io.curfew.security.Door;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.Set;
import org.jboss.resteasy.reactive.server.ServerRequestFilter;
import org.jspecify.annotations.Nullable;

/**
 * Checks every call of the door before a resource is chosen: who calls (401), and whether there are too many calls
 * (429). It also removes the coverage's prefix from the path, so that resources are found under {@code /v1}.
 */
class SoracomAuthFilter {
    static final String API_KEY = "X-Soracom-API-Key";
    static final String TOKEN = "X-Soracom-Token";

    private static final String LOGIN = "/v1/auth";
    private static final String RENEWAL = "/v1/operators/OP[0-9]{10}/token";

    /** The paths that anybody may call without a login. */
    private static final Set<String> OPEN = Set.of(LOGIN, "/v1/sandbox/init");

    private final SoracomDoor door;
    private final OperatorAuthenticator authenticator;
    private final SamRights rights;
    private final AuditTrail audit;
    private final RateLimiter calls;
    private final RateLimiter logins;

    SoracomAuthFilter(
            SoracomDoor door,
            OperatorAuthenticator authenticator,
            SamRights rights,
            AuditTrail audit,
            SoracomConfig config,
            RealClock clock) {
        this.door = door;
        this.authenticator = authenticator;
        this.rights = rights;
        this.audit = audit;
        this.calls = new RateLimiter(config.rateLimit(), Duration.ofMinutes(1), clock);
        this.logins = new RateLimiter(config.loginRateLimit(), Duration.ofMinutes(1), clock);
    }

    @ServerRequestFilter(preMatching = true)
    @Nullable
    Uni<@Nullable Response> filter(ContainerRequestContext context, HttpServerRequest request) {
        if (!door.owns(request.path())) {
            return null; // null: the call goes on at once, without being suspended as for a Uni
        }
        String path = SoracomDoor.withoutPrefix(request.path());
        if (!path.equals(request.path())) {
            context.setRequestUri(withPath(path, request));
        }
        return admit(context, request, path)
                .<@Nullable Response>replaceWith(() -> null)
                .onFailure(DomainException.class)
                .invoke(failure -> audit.refused((DomainException) failure))
                .onFailure(DomainException.class)
                .recoverWithItem(failure -> door.failure(((DomainException) failure).error(), request));
    }

    /**
     * The call's address with another path. Quarkus decodes the path and query that it is given once more, so this
     * method passes them to a constructor that escapes them once more.
     */
    private static URI withPath(String path, HttpServerRequest request) {
        try {
            String authority = request.authority() == null
                    ? "localhost"
                    : request.authority().toString();
            return new URI(request.scheme(), authority, path, request.query(), null);
        } catch (URISyntaxException e) {
            throw new DomainException(ErrorCode.BAD_REQUEST, "The address is malformed.");
        }
    }

    private Uni<SoracomCall> admit(ContainerRequestContext context, HttpServerRequest request, String path) {
        Door speaking = door.speaking(SoracomLanguage.of(request.getHeader(SoracomLanguage.HEADER)));
        if (request.method().name().equals("POST") && OPEN.contains(path)) {
            RateLimiter.Use use = logins.use(ClientAddress.of(request));
            return Uni.createFrom().item(() -> enter(context, request, new SoracomCall(speaking, request, null, use)));
        }
        String apiKey = request.getHeader(API_KEY);
        String token = request.getHeader(TOKEN);
        if (apiKey == null || token == null) {
            return Uni.createFrom()
                    .failure(new DomainException(
                            ErrorCode.CREDENTIALS_MISSING, "Token is required in the request header"));
        }
        String address = ClientAddress.of(request);
        return authenticator
                .authenticate(apiKey, token, address)
                .map(caller -> requireAlive(caller, path))
                .map(caller -> new SoracomCall(speaking, request, caller, calls.use(limitKey(caller, path))))
                .map(call -> enter(context, request, call))
                .chain(call -> rights.of(call.caller()).map(call::withPolicies));
    }

    /**
     * The caller; refuses to renew a session that has ended with a bad request and not with 401, as at the vendor's.
     */
    private static OperatorCaller requireAlive(@Nullable OperatorCaller caller, String path) {
        if (caller == null) {
            throw new DomainException(
                    path.matches(RENEWAL) ? ErrorCode.TOKEN_EXPIRED : ErrorCode.UNAUTHENTICATED,
                    "Invalid API key or token.");
        }
        return caller;
    }

    private static String limitKey(OperatorCaller caller, String path) {
        return caller.tenantId() + "|" + SoracomCallGroup.of(path);
    }

    private SoracomCall enter(ContainerRequestContext context, HttpServerRequest request, SoracomCall call) {
        call.putInto(context);
        if (call.isAuthenticated()) {
            call.current().enter();
        }
        RateLimiter.Use use = call.use();
        if (use != null && !use.isWithinLimit()) {
            if (!call.isAuthenticated()) {
                audit.callsLimited(ClientAddress.of(request));
            }
            throw new DomainException(ErrorCode.RATE_LIMITED, "Too many requests. Wait a minute.");
        }
        return call;
    }
}
