package io.curfew.api;

import io.curfew.api.wire.InvitationBody;
import io.curfew.kernel.Action;
import io.curfew.people.InvitationService;
import io.curfew.people.InviteUser;
import io.curfew.people.IssuedInvitation;
import io.curfew.people.ResetPassword;
import io.curfew.security.IdempotencyGuard;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/** Tokens by which users choose a password: they are invited again, or theirs is lost. */
@Path(NativeUsersResource.PATH + "/{userId}")
@Tag(name = "Users")
class NativeUserTokensResource {
    private final InvitationService invitations;
    private final IdempotencyGuard guard;

    NativeUserTokensResource(InvitationService invitations, IdempotencyGuard guard) {
        this.invitations = invitations;
        this.guard = guard;
    }

    @POST
    @NativeOperation(Action.USER_INVITE)
    @Path("/invitation")
    @Operation(
            operationId = "inviteUser",
            summary = "Invites a user again who has not accepted; the invitation before ends")
    @APIResponse(
            responseCode = "201",
            description = "Invited",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = InvitationBody.class)))
    @APIResponse(responseCode = "403", ref = NativeApi.FORBIDDEN)
    public Uni<Response> invite(@Context ContainerRequestContext context, @PathParam("userId") String userId) {
        NativeCall call = NativeCall.of(context);
        InviteUser command = new InviteUser(NativeUsersResource.requireNumber(userId), call.actor());
        return issue(call, () -> invitations.invite(command, call.rights()));
    }

    @POST
    @NativeOperation(Action.USER_RESET_PASSWORD)
    @Path("/password-reset")
    @Operation(
            operationId = "resetPassword",
            summary = "Issues a token by which a user chooses another password; for the platform operator")
    @APIResponse(
            responseCode = "201",
            description = "Issued; the password stays what it is until the token is used",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = InvitationBody.class)))
    @APIResponse(responseCode = "403", ref = NativeApi.FORBIDDEN)
    public Uni<Response> resetPassword(@Context ContainerRequestContext context, @PathParam("userId") String userId) {
        NativeCall call = NativeCall.of(context);
        ResetPassword command = new ResetPassword(NativeUsersResource.requireNumber(userId), call.actor());
        return issue(call, () -> invitations.resetPassword(command, call.rights()));
    }

    private Uni<Response> issue(NativeCall call, Supplier<Uni<IssuedInvitation>> issuing) {
        return guard.write(
                call.write(call.caller().account(), ""),
                issuing,
                issued -> Response.status(201)
                        .entity(NativeUsersMapper.invitation(issued))
                        .type(MediaType.APPLICATION_JSON_TYPE)
                        .build());
    }
}
