package io.curfew.api;

import io.curfew.api.wire.Acceptance;
import io.curfew.api.wire.ChosenPassword;
import io.curfew.api.wire.UserBody;
import io.curfew.credentials.KeyedHashes;
import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.lifecycle.TransactionScope;
import io.curfew.limits.Guess;
import io.curfew.people.AcceptInvitation;
import io.curfew.people.ChoosePassword;
import io.curfew.people.Invitation;
import io.curfew.people.InvitationService;
import io.curfew.people.PasswordService;
import io.curfew.people.UserView;
import io.curfew.security.FailedLogins;
import io.curfew.security.IdempotencyGuard;
import io.curfew.security.WriteRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Set;
import java.util.function.Function;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirements;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * What people do themselves: they accept invitations, and choose another password when theirs is lost. Their only token
 * is the one that was issued for that very step. It comes in the body, since addresses are logged.
 */
@Path("/api/v1")
@Tag(name = "Users")
class NativeInvitationsResource {
    static final String ACCEPT = "/api/v1/invitations/accept";
    static final String RESET = "/api/v1/password-resets";

    /** The paths that are called without a bearer token. */
    static final Set<String> OPEN = Set.of(ACCEPT, RESET);

    private static final int LONGEST = 128;

    private final NativeDoor door;
    private final InvitationService invitations;
    private final PasswordService passwords;
    private final FailedLogins failedLogins;
    private final KeyedHashes hashes;
    private final IdempotencyGuard guard;

    NativeInvitationsResource(
            NativeDoor door,
            InvitationService invitations,
            PasswordService passwords,
            FailedLogins failedLogins,
            KeyedHashes hashes,
            IdempotencyGuard guard) {
        this.door = door;
        this.invitations = invitations;
        this.passwords = passwords;
        this.failedLogins = failedLogins;
        this.hashes = hashes;
        this.guard = guard;
    }

    @POST
    @NativeOperation(Action.INVITATION_ACCEPT)
    @Path("/invitations/accept")
    @Operation(
            operationId = "acceptInvitation",
            summary = "Accepts an invitation, with a new password or the one that the person already has",
            description = "Called without a bearer token: the invitation's token is in the body.")
    @SecurityRequirements
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = Acceptance.class)))
    @APIResponse(
            responseCode = "200",
            description = "Accepted",
            headers = @Header(name = "ETag"),
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = UserBody.class)))
    @APIResponse(responseCode = "404", ref = NativeApi.NOT_FOUND)
    public Uni<Response> accept(@Context HttpServerRequest request, byte @Nullable [] body) {
        InvitedCall call = new InvitedCall(door, request, hashes);
        JsonBody json = call.json(body);
        Acceptance wanted = new Acceptance(
                json.requiredText("token", LONGEST),
                json.text("password", LONGEST),
                json.text("currentPassword", LONGEST));
        boolean known = wanted.currentPassword() != null;
        if (known == (wanted.password() != null)) {
            json.wrong("password", "Is required, or else currentPassword.");
        }
        json.done();
        String sent = wanted.currentPassword() != null ? wanted.currentPassword() : wanted.password();
        String password = sent == null ? "" : sent;
        return find(call, wanted.token(), Invitation.Kind.MEMBERSHIP).chain(invitation -> {
            AcceptInvitation command = new AcceptInvitation(invitation, known, call.actor(invitation));
            WriteRequest write = call.write(invitation, json.canonical());
            return known
                    ? failedLogins.judge(
                            new Guess(invitation.email(), call.address(), password),
                            attempt -> answered(
                                    write,
                                    scope -> NativePasswordsResource.wrongIsInvalid(
                                            invitations.accept(command, password, scope), attempt::failed)))
                    : answered(write, scope -> invitations.accept(command, password, scope));
        });
    }

    @POST
    @NativeOperation(Action.USER_CHOOSE_PASSWORD)
    @Path("/password-resets")
    @Operation(
            operationId = "choosePassword",
            summary = "Chooses a password by a reset that was issued; what was opened with the old one is closed",
            description = "Called without a bearer token: the reset's token is in the body.")
    @SecurityRequirements
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = ChosenPassword.class)))
    @APIResponse(
            responseCode = "200",
            description = "Replaced",
            headers = @Header(name = "ETag"),
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = UserBody.class)))
    @APIResponse(responseCode = "404", ref = NativeApi.NOT_FOUND)
    public Uni<Response> reset(@Context HttpServerRequest request, byte @Nullable [] body) {
        InvitedCall call = new InvitedCall(door, request, hashes);
        JsonBody json = call.json(body);
        ChosenPassword wanted =
                new ChosenPassword(json.requiredText("token", LONGEST), json.requiredText("password", LONGEST));
        json.done();
        return find(call, wanted.token(), Invitation.Kind.PASSWORD_RESET)
                .chain(reset -> answered(
                        call.write(reset, json.canonical()),
                        scope -> passwords.reset(
                                new ChoosePassword(reset, call.actor(reset)), wanted.password(), scope)));
    }

    /** A wrong token counts by itself, as a wrong bearer token does: it is too long to be guessed. */
    private Uni<Invitation> find(InvitedCall call, String token, Invitation.Kind kind) {
        return failedLogins
                .judge(
                        new Guess(token, call.address(), ""),
                        attempt -> invitations.find(token, kind).invoke(found -> {
                            if (found == null) {
                                attempt.failed();
                            } else {
                                attempt.succeeded();
                            }
                        }))
                .map(found -> {
                    if (found == null) {
                        throw new DomainException(
                                ErrorCode.NOT_FOUND, "There is no such token, or it was used or has expired.");
                    }
                    return found;
                });
    }

    private Uni<Response> answered(WriteRequest write, Function<TransactionScope, Uni<UserView>> work) {
        return guard.writeScoped(write, work, NativeUsersResource::changed);
    }
}
