package io.curfew.api;

import io.curfew.api.wire.NewPassword;
import io.curfew.api.wire.UserBody;
import io.curfew.credentials.KeyedHashes;
import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.limits.Guess;
import io.curfew.people.ChangePassword;
import io.curfew.people.PasswordService;
import io.curfew.people.UserService;
import io.curfew.security.FailedLogins;
import io.curfew.security.IdempotencyGuard;
import io.curfew.security.WriteRequest;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Passwords of people. A wrong one counts like a failed login of that person: this is no way around that limit. */
@Path(NativeUsersResource.PATH + "/{userId}/password")
@Tag(name = "Users")
class NativePasswordsResource {
    private static final int LONGEST = 128;

    private final PasswordService passwords;
    private final UserService users;
    private final FailedLogins failedLogins;
    private final KeyedHashes hashes;
    private final IdempotencyGuard guard;

    NativePasswordsResource(
            PasswordService passwords,
            UserService users,
            FailedLogins failedLogins,
            KeyedHashes hashes,
            IdempotencyGuard guard) {
        this.passwords = passwords;
        this.users = users;
        this.failedLogins = failedLogins;
        this.hashes = hashes;
        this.guard = guard;
    }

    @PUT
    @NativeOperation(Action.USER_CHANGE_PASSWORD)
    @Operation(
            operationId = "changePassword",
            summary = "Replaces a user's password, given the current one; what was opened with that is closed")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = NewPassword.class)))
    @APIResponse(
            responseCode = "200",
            description = "Replaced",
            headers = @Header(name = "ETag"),
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = UserBody.class)))
    @APIResponse(responseCode = "403", ref = NativeApi.FORBIDDEN)
    public Uni<Response> change(
            @Context ContainerRequestContext context, @PathParam("userId") String userId, byte @Nullable [] body) {
        NativeCall call = NativeCall.of(context);
        JsonBody json = call.json(body);
        NewPassword wanted =
                new NewPassword(json.requiredText("password", LONGEST), json.requiredText("currentPassword", LONGEST));
        json.done();
        String id = NativeUsersResource.requireNumber(userId);
        WriteRequest request = call.write(
                call.caller().account(), hashes.hex(KeyedHashes.Purpose.NATIVE_PASSWORD_REQUEST, json.canonical()));
        ChangePassword command = new ChangePassword(id, call.actor());
        return users.get(id, call.rights(), Action.USER_CHANGE_PASSWORD)
                .chain(user -> failedLogins.judge(
                        new Guess(user.email(), call.address(), wanted.currentPassword()),
                        attempt -> guard.writeScoped(
                                request,
                                scope -> wrongIsInvalid(
                                        passwords.change(
                                                command,
                                                call.rights(),
                                                wanted.currentPassword(),
                                                wanted.password(),
                                                scope),
                                        attempt::failed),
                                NativeUsersResource::changed)));
    }

    /** A wrong password makes the call invalid, but is no reason to log in again; it is a guess all the same. */
    static <T> Uni<T> wrongIsInvalid(Uni<T> checked, Runnable onGuess) {
        return checked.onFailure(NativePasswordsResource::isGuess).transform(failure -> {
            onGuess.run();
            return new DomainException(ErrorCode.PASSWORD_INVALID, "The current password is wrong.");
        });
    }

    private static boolean isGuess(Throwable failure) {
        return failure instanceof DomainException refusal && refusal.code() == ErrorCode.LOGIN_FAILED;
    }
}
