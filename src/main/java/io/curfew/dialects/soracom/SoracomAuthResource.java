package io.curfew.dialects.soracom;

import io.curfew.dialects.soracom.wire.SoracomAuth;
import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.operators.OperatorAuthService;
import io.curfew.operators.OperatorCaller;
import io.curfew.operators.OperatorLogin;
import io.curfew.operators.OperatorPair;
import io.curfew.security.FailedLogins;
import io.curfew.security.LoginAttempt;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** SORACOM's Auth: logging in, logging out, and switching to another user. */
@Path("/v1/auth")
@Produces(MediaType.APPLICATION_JSON)
class SoracomAuthResource {
    private static final SoracomValidity LOGIN = new SoracomValidity(86_400, 180, 172_800);
    private static final SoracomValidity SWITCH = new SoracomValidity(3_600, 180, 3_600);

    private final OperatorAuthService auth;
    private final FailedLogins failedLogins;

    SoracomAuthResource(OperatorAuthService auth, FailedLogins failedLogins) {
        this.auth = auth;
        this.failedLogins = failedLogins;
    }

    @POST
    @SoracomOperation(value = "Auth:auth", action = Action.SESSION_OPEN)
    public Uni<SoracomAuth> auth(@Context ContainerRequestContext context, byte @Nullable [] body) {
        SoracomCall call = SoracomCall.of(context);
        SoracomBody json = SoracomBody.object(body);
        OperatorLogin login = login(json);
        return failedLogins
                .judge(
                        login.guess(call.address()),
                        attempt -> auth.login(login, call.address(), LOGIN.of(json), SoracomDoor.NAME)
                                .invoke(attempt::succeeded)
                                .onFailure(DomainException.class)
                                .invoke(failure -> tell(attempt, (DomainException) failure)))
                .map(SoracomAuthResource::answer)
                .onFailure(DomainException.class)
                .transform(failure -> shown((DomainException) failure));
    }

    /** The first set of credentials in the body that is complete. */
    private static OperatorLogin login(SoracomBody json) {
        if (json.has("authKeyId") && json.has("authKey")) {
            return new OperatorLogin.Key(json.requiredText("authKeyId"), json.requiredText("authKey"));
        }
        if (json.has("operatorId") && json.has("userName") && json.has("password")) {
            return new OperatorLogin.SamUser(
                    json.requiredText("operatorId"), json.requiredText("userName"), json.requiredText("password"));
        }
        if (json.has("email") && json.has("password")) {
            return new OperatorLogin.Root(json.requiredText("email"), json.requiredText("password"));
        }
        throw new DomainException(
                ErrorCode.BAD_REQUEST,
                "Log in with email and password, authKeyId and authKey, or operatorId, userName and password.");
    }

    /** Reports a refused login. It counts as a failed attempt only if the credentials were wrong. */
    private static void tell(LoginAttempt attempt, DomainException refusal) {
        if (refusal.code() == ErrorCode.LOGIN_FAILED) {
            attempt.failed();
        } else if (mayNotAct(refusal)) {
            attempt.succeeded();
        }
    }

    /** The refusal that the caller sees, which does not reveal whether the account is active. */
    private static DomainException shown(DomainException refusal) {
        return mayNotAct(refusal) ? new DomainException(ErrorCode.LOGIN_FAILED, "Authentication failed.") : refusal;
    }

    private static boolean mayNotAct(DomainException refusal) {
        return refusal.code() == ErrorCode.ACCOUNT_NOT_ACTIVE || refusal.code() == ErrorCode.NOT_FOUND;
    }

    @POST
    @Path("/logout")
    @SoracomOperation(value = "Auth:logout", action = Action.SESSION_CLOSE)
    public Uni<Response> logout(@Context ContainerRequestContext context) {
        SoracomCall call = SoracomCall.of(context);
        return auth.logout(call.caller(), call.actor())
                .map(done -> Response.noContent().build());
    }

    @POST
    @Path("/switch_user")
    @SoracomOperation(value = "Auth:switchUser", action = Action.SESSION_SWITCH)
    public Uni<SoracomAuth> switchUser(@Context ContainerRequestContext context, byte @Nullable [] body) {
        SoracomCall call = SoracomCall.of(context);
        SoracomBody json = SoracomBody.object(body);
        OperatorCaller caller = call.caller();
        return auth.switchUser(
                        caller,
                        json.requiredText("operatorId"),
                        json.requiredText("userName"),
                        call.address(),
                        SWITCH.of(json),
                        call.actor()
                                .at(call.address())
                                .switchedFrom(caller.operatorId(), caller.credentialId(), caller.userId()))
                .map(SoracomAuthResource::answer);
    }

    private static SoracomAuth answer(OperatorPair pair) {
        return new SoracomAuth(pair.apiKey(), pair.token(), pair.operatorId(), pair.userName());
    }
}
