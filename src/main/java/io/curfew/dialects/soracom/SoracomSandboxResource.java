package io.curfew.dialects.soracom;

import io.curfew.dialects.soracom.wire.SoracomAuth;
import io.curfew.events.Actor;
import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.RealClock;
import io.curfew.opening.OperatorOpeningService;
import io.curfew.operators.OperatorAuthService;
import io.curfew.operators.OperatorLogin;
import io.curfew.operators.OperatorPair;
import io.curfew.security.FailedLogins;
import io.curfew.security.IdempotencyGuard;
import io.curfew.sims.SimStockService;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * SORACOM's sandbox, the vendor's own way to create test data: operators that nobody has to approve, and SIMs in stock
 * to be registered. It is served only if {@link SoracomSandboxConfig#enabled} says so.
 */
@Path("/v1/sandbox")
@Produces(MediaType.APPLICATION_JSON)
class SoracomSandboxResource {
    private static final Duration VALIDITY = Duration.ofDays(1);
    private static final Pattern KEY_ID = Pattern.compile("keyId-[0-9A-Za-z_-]{1,64}");
    private static final Actor ACTOR = new Actor(Actor.Kind.CUSTOMER, "sandbox", SoracomDoor.NAME);

    private final OperatorAuthService auth;
    private final OperatorOpeningService operators;
    private final SimStockService stock;
    private final FailedLogins failedLogins;
    private final IdempotencyGuard guard;
    private final RealClock clock;
    private final SoracomSandboxConfig config;

    SoracomSandboxResource(
            OperatorAuthService auth,
            OperatorOpeningService operators,
            SimStockService stock,
            FailedLogins failedLogins,
            IdempotencyGuard guard,
            RealClock clock,
            SoracomSandboxConfig config) {
        this.auth = auth;
        this.operators = operators;
        this.stock = stock;
        this.failedLogins = failedLogins;
        this.guard = guard;
        this.clock = clock;
        this.config = config;
    }

    /** Logs the operator in, and creates it first if nobody has its e-mail address. */
    @POST
    @Path("/init")
    @SoracomOperation(value = "Sandbox:sandboxInitializeOperator", action = Action.SANDBOX_OPEN)
    public Uni<Response> init(@Context ContainerRequestContext context, byte @Nullable [] body) {
        requireEnabled();
        SoracomCall call = SoracomCall.of(context);
        SoracomBody json = SoracomBody.object(body);
        OperatorLogin.Root owner = new OperatorLogin.Root(json.requiredText("email"), json.requiredText("password"));
        OperatorLogin.Key key = new OperatorLogin.Key(json.requiredText("authKeyId"), json.requiredText("authKey"));
        requireSound(owner, key);
        return failedLogins
                .judge(
                        owner.guess(call.address()),
                        attempt -> auth.login(owner, call.address(), VALIDITY, SoracomDoor.NAME)
                                .onFailure(failure -> is(failure, ErrorCode.LOGIN_FAILED))
                                .recoverWithUni(() -> open(owner, key, call)
                                        .onFailure(failure -> is(failure, ErrorCode.EMAIL_TAKEN))
                                        .invoke(attempt::failed))
                                .invoke(attempt::succeeded))
                .map(pair -> Response.status(201)
                        .entity(new SoracomAuth(pair.apiKey(), pair.token(), pair.operatorId(), pair.userName()))
                        .build());
    }

    private Uni<OperatorPair> open(OperatorLogin.Root owner, OperatorLogin.Key key, SoracomCall call) {
        return failedLogins
                .judge(
                        key.guess(call.address()),
                        attempt -> operators
                                .open(owner, key, call.address(), ACTOR)
                                .onFailure(failure -> is(failure, ErrorCode.BAD_REQUEST))
                                .invoke(attempt::failed))
                .chain(() -> auth.login(owner, call.address(), VALIDITY, SoracomDoor.NAME));
    }

    private static boolean is(Throwable failure, ErrorCode code) {
        return failure instanceof DomainException refusal && refusal.code() == code;
    }

    private static void requireSound(OperatorLogin.Root owner, OperatorLogin.Key key) {
        if (owner.email().strip().indexOf('@') < 1
                || owner.email().chars().anyMatch(Character::isISOControl)
                || owner.password().isEmpty()
                || !KEY_ID.matcher(key.id()).matches()
                || key.secret().isEmpty()
                || !owner.isPlausible()
                || !key.isPlausible()) {
            throw new DomainException(ErrorCode.BAD_REQUEST, "Email address, AuthKeyId, or AuthKey is not correct.");
        }
    }

    @POST
    @Path("/subscribers/create")
    @SoracomOperation(value = "Sandbox:sandboxCreateSubscriber", action = Action.SANDBOX_CREATE_SIM)
    public Uni<Response> createSubscriber(@Context ContainerRequestContext context, byte @Nullable [] body) {
        requireEnabled();
        SoracomCall call = SoracomCall.of(context);
        SoracomBody json = SoracomBody.object(body);
        String subscription =
                json.text("subscription").orElse(call.coverage() == SoracomCoverage.GLOBAL ? "plan01s" : "plan-D");
        return guard.write(
                call.write(json),
                () -> stock.make(
                        call.coverage().sims(),
                        subscription,
                        call.tenantId(),
                        call.actor().at(call.address())),
                sim -> Response.ok(SoracomSimMapper.sandbox(sim, call.operatorId(), clock.now()))
                        .build());
    }

    private void requireEnabled() {
        if (!config.enabled()) {
            throw new DomainException(ErrorCode.NOT_FOUND, "There is no sandbox here.");
        }
    }
}
