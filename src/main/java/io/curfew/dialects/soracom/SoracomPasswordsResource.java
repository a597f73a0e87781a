package io.curfew.dialects.soracom;

import io.curfew.credentials.KeyedHashes;
import io.curfew.dialects.soracom.wire.SoracomHasPassword;
import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.limits.Guess;
import io.curfew.operators.OperatorLogin;
import io.curfew.operators.SamUserCommand;
import io.curfew.operators.SamUserService;
import io.curfew.operators.SamUserView;
import io.curfew.security.FailedLogins;
import io.curfew.security.IdempotencyGuard;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** SORACOM's User: passwords of SAM users. */
@Path("/v1/operators/{operator_id}/users/{user_name}/password")
@Produces(MediaType.APPLICATION_JSON)
class SoracomPasswordsResource {
    private final SamUserService users;
    private final FailedLogins failedLogins;
    private final KeyedHashes hashes;
    private final IdempotencyGuard guard;

    SoracomPasswordsResource(
            SamUserService users, FailedLogins failedLogins, KeyedHashes hashes, IdempotencyGuard guard) {
        this.users = users;
        this.failedLogins = failedLogins;
        this.hashes = hashes;
        this.guard = guard;
    }

    @GET
    @SoracomOperation(value = "User:hasUserPassword", action = Action.SAM_USER_READ)
    public Uni<SoracomHasPassword> has(
            @Context ContainerRequestContext context,
            @PathParam("operator_id") String operatorId,
            @PathParam("user_name") String userName) {
        return users.get(SoracomCall.of(context).tenantIdOf(operatorId), userName)
                .map(SamUserView::hasPassword)
                .map(SoracomHasPassword::new);
    }

    @POST
    @SoracomOperation(value = "User:createUserPassword", action = Action.SAM_USER_MANAGE)
    public Uni<Response> create(
            @Context ContainerRequestContext context,
            @PathParam("operator_id") String operatorId,
            @PathParam("user_name") String userName,
            byte @Nullable [] body) {
        SoracomCall call = SoracomCall.of(context);
        String tenantId = call.tenantIdOf(operatorId);
        SoracomBody json = SoracomBody.object(body);
        String password = json.requiredText("password");
        return guard.writeScoped(
                call.write(sealed(json)),
                scope -> users.setPassword(
                        new SamUserCommand.SetPassword(tenantId, userName, call.actor()), password, scope),
                user -> Response.status(201).build());
    }

    @PUT
    @SoracomOperation(value = "User:updateUserPassword", action = Action.SAM_USER_MANAGE)
    public Uni<Response> update(
            @Context ContainerRequestContext context,
            @PathParam("operator_id") String operatorId,
            @PathParam("user_name") String userName,
            byte @Nullable [] body) {
        SoracomCall call = SoracomCall.of(context);
        String tenantId = call.tenantIdOf(operatorId);
        SoracomBody json = SoracomBody.object(body);
        String current = json.requiredText("currentPassword");
        String password = json.requiredText("newPassword");
        Guess guess = new OperatorLogin.SamUser(operatorId, userName, current).guess(call.address());
        return failedLogins.judge(
                guess,
                attempt -> guard.writeScoped(
                        call.write(sealed(json)),
                        scope -> users.changePassword(
                                        new SamUserCommand.ChangePassword(tenantId, userName, call.actor()),
                                        current,
                                        password,
                                        scope)
                                .onFailure(SoracomPasswordsResource::isGuess)
                                .transform(failure -> {
                                    attempt.failed();
                                    return new DomainException(
                                            ErrorCode.PASSWORD_INVALID, "The current password is wrong.");
                                }),
                        user -> Response.ok().build()));
    }

    private static boolean isGuess(Throwable failure) {
        return failure instanceof DomainException refusal && refusal.code() == ErrorCode.LOGIN_FAILED;
    }

    @DELETE
    @SoracomOperation(value = "User:deleteUserPassword", action = Action.SAM_USER_MANAGE)
    public Uni<Response> delete(
            @Context ContainerRequestContext context,
            @PathParam("operator_id") String operatorId,
            @PathParam("user_name") String userName) {
        SoracomCall call = SoracomCall.of(context);
        String tenantId = call.tenantIdOf(operatorId);
        return guard.write(
                call.write(),
                () -> users.deletePassword(new SamUserCommand.DeletePassword(tenantId, userName, call.actor())),
                user -> Response.noContent().build());
    }

    /** Passwords are short enough to be guessed from a plain hash, so this body is remembered by a keyed hash. */
    private String sealed(SoracomBody json) {
        return hashes.hex(KeyedHashes.Purpose.SORACOM_PASSWORD_REQUEST, json.canonical());
    }
}
