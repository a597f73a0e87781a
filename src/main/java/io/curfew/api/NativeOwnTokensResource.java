package io.curfew.api;

import io.curfew.access.Target;
import io.curfew.accounts.AccountView;
import io.curfew.api.wire.NewOwnToken;
import io.curfew.api.wire.TokenBody;
import io.curfew.credentials.CredentialKind;
import io.curfew.credentials.CredentialService;
import io.curfew.credentials.IssueCredential;
import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.RealClock;
import io.curfew.people.DeleteToken;
import io.curfew.people.TokenService;
import io.curfew.people.UserService;
import io.curfew.people.UserView;
import io.curfew.security.IdempotencyGuard;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of the caller's own account, for callers that do not know its id, and those of people, by which Microsoft
 * Advertising's door knows who calls.
 */
@Path("/api/v1/tokens")
@Tag(name = "Tokens")
class NativeOwnTokensResource {
    private static final List<String> WORDS = List.of(NativeMapper.NATIVE, NativeMapper.DEVELOPER, NativeMapper.ACCESS);
    private static final long LONGEST_SECONDS = 100L * 365 * 24 * 3600;

    private final CredentialService credentials;
    private final TokenService tokens;
    private final UserService users;
    private final IdempotencyGuard guard;
    private final RealClock clock;

    NativeOwnTokensResource(
            CredentialService credentials,
            TokenService tokens,
            UserService users,
            IdempotencyGuard guard,
            RealClock clock) {
        this.credentials = credentials;
        this.tokens = tokens;
        this.users = users;
        this.guard = guard;
        this.clock = clock;
    }

    @POST
    @NativeOperation(Action.TOKEN_ISSUE)
    @Operation(
            operationId = "issueOwnToken",
            summary = "Issues a token that acts for the caller's account, or for a user")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = NewOwnToken.class)))
    @APIResponse(
            responseCode = "201",
            description = "Issued; its secret is in this answer only",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TokenBody.class)))
    @APIResponse(responseCode = "403", ref = NativeApi.FORBIDDEN)
    @APIResponse(responseCode = "404", ref = NativeApi.NOT_FOUND)
    public Uni<Response> issue(@Context ContainerRequestContext context, byte @Nullable [] body) {
        NativeCall call = NativeCall.of(context);
        JsonBody json = call.optionalJson(body);
        NewOwnToken wanted = new NewOwnToken(
                json.name("name"),
                json.word("kind", WORDS),
                json.id("userId"),
                json.flag("platform"),
                json.count("expiresIn", LONGEST_SECONDS));
        boolean access = NativeMapper.ACCESS.equals(wanted.kind());
        if (wanted.userId() != null && !access) {
            json.wrong("userId", "Goes with an access token only: other tokens act for an account.");
        }
        if (wanted.platform() && wanted.kind() != null && !NativeMapper.NATIVE.equals(wanted.kind())) {
            json.wrong("platform", "Goes with a native token only.");
        }
        json.done();
        if (wanted.platform()) {
            call.require(Action.TOKEN_ISSUE, Target.PLATFORM);
        }
        return command(call, wanted)
                .chain(command -> guard.write(
                        call.write(call.caller().account(), json.canonical()),
                        () -> credentials.issue(command),
                        NativeTokensResource::issued));
    }

    private Uni<IssueCredential> command(NativeCall call, NewOwnToken wanted) {
        Long seconds = wanted.expiresIn();
        Instant expiresAt = seconds == null ? null : clock.now().plusSeconds(seconds);
        String kind = wanted.kind() == null ? NativeMapper.NATIVE : wanted.kind();
        AccountView own = call.caller().account();
        if (wanted.platform()) {
            return Uni.createFrom()
                    .item(IssueCredential.ofOperator(own.tenantId(), wanted.name(), expiresAt, call.actor()));
        }
        if (kind.equals(NativeMapper.NATIVE)) {
            return Uni.createFrom()
                    .item(IssueCredential.expiring(
                            CredentialKind.NATIVE_TOKEN,
                            own.tenantId(),
                            own.id(),
                            wanted.name(),
                            expiresAt,
                            call.actor()));
        }
        // Whoever issues a token of a person's acts as that person.
        call.require(Action.USER_MANAGE, Target.Any.THING);
        if (kind.equals(NativeMapper.DEVELOPER)) {
            return Uni.createFrom()
                    .item(IssueCredential.ofUser(
                            CredentialKind.DEVELOPER_TOKEN,
                            own.tenantId(),
                            null,
                            wanted.name(),
                            expiresAt,
                            call.actor()));
        }
        return userOf(call, wanted.userId())
                .map(user -> IssueCredential.ofUser(
                        CredentialKind.ACCESS_TOKEN,
                        user.tenantId(),
                        user.id(),
                        wanted.name(),
                        expiresAt,
                        call.actor()));
    }

    private Uni<UserView> userOf(NativeCall call, @Nullable String userId) {
        return userId == null
                ? users.owner(call.caller().tenantId(), call.rights(), Action.USER_MANAGE)
                : users.get(userId, call.rights(), Action.USER_MANAGE);
    }

    @DELETE
    @Path("/{tokenId}")
    @NativeOperation(Action.TOKEN_REVOKE)
    @Operation(
            operationId = "deleteOwnToken",
            summary = "Deletes a token, the caller's own or one within the caller's reach")
    @APIResponse(responseCode = "204", description = "Deleted")
    @APIResponse(responseCode = "403", ref = NativeApi.FORBIDDEN)
    public Uni<Response> delete(@Context ContainerRequestContext context, @PathParam("tokenId") String tokenId) {
        NativeCall call = NativeCall.of(context);
        if (!FieldErrors.isPlain(tokenId)) {
            throw new DomainException(ErrorCode.NOT_FOUND, "There is no such credential.");
        }
        return guard.write(
                call.write(call.caller().account(), ""),
                () -> tokens.delete(new DeleteToken(tokenId, null, call.actor()), call.rights()),
                deleted -> Response.noContent().build());
    }
}
