package io.curfew.api;

import io.curfew.api.wire.NewOwnToken;
import io.curfew.api.wire.TokenBody;
import io.curfew.identity.CredentialKind;
import io.curfew.identity.CredentialService;
import io.curfew.identity.IssueCredential;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.lifecycle.LifecycleClock;
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
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Tokens of the caller's own account, for callers that do not know its id. */
@Path("/api/v1/tokens")
@Tag(name = "Tokens")
class NativeOwnTokensResource {
    private static final List<CredentialKind> KINDS = List.of(CredentialKind.NATIVE_TOKEN);
    private static final List<String> WORDS = List.of(NativeMapper.NATIVE);
    private static final long LONGEST_SECONDS = 100L * 365 * 24 * 3600;

    private final CredentialService credentials;
    private final IdempotencyGuard guard;
    private final LifecycleClock clock;

    NativeOwnTokensResource(CredentialService credentials, IdempotencyGuard guard, LifecycleClock clock) {
        this.credentials = credentials;
        this.guard = guard;
        this.clock = clock;
    }

    @POST
    @Operation(operationId = "issueOwnToken", summary = "Issues a token that acts for the caller's account")
    @Parameter(ref = NativeApi.IDEMPOTENCY_KEY)
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
    @APIResponse(responseCode = "400", ref = NativeApi.BAD_REQUEST)
    @APIResponse(responseCode = "401", ref = NativeApi.UNAUTHENTICATED)
    @APIResponse(responseCode = "409", ref = NativeApi.CONFLICT)
    @APIResponse(responseCode = "415", ref = NativeApi.NOT_JSON)
    @APIResponse(responseCode = "422", ref = NativeApi.KEY_REUSED)
    @APIResponse(responseCode = "429", ref = NativeApi.TOO_MANY)
    public Uni<Response> issue(@Context ContainerRequestContext context, byte @Nullable [] body) {
        NativeCall call = NativeCall.of(context);
        JsonBody json = call.optionalJson(body);
        NewOwnToken wanted =
                new NewOwnToken(json.name("name"), json.word("kind", WORDS), json.count("expiresIn", LONGEST_SECONDS));
        json.refuse("userId");
        json.done();
        return guard.write(
                call.write(call.caller().account(), json.canonical()),
                () -> credentials.issue(command(call, wanted)),
                NativeTokensResource::issued);
    }

    private IssueCredential command(NativeCall call, NewOwnToken wanted) {
        Long seconds = wanted.expiresIn();
        Instant expiresAt = seconds == null ? null : clock.now().plusSeconds(seconds);
        return IssueCredential.expiring(
                CredentialKind.NATIVE_TOKEN,
                call.caller().tenantId(),
                call.caller().account().id(),
                wanted.name(),
                expiresAt,
                call.actor());
    }

    @DELETE
    @Path("/{tokenId}")
    @Operation(operationId = "deleteOwnToken", summary = "Deletes a token of the caller's account")
    @Parameter(ref = NativeApi.IDEMPOTENCY_KEY)
    @APIResponse(responseCode = "204", description = "Deleted")
    @APIResponse(responseCode = "401", ref = NativeApi.UNAUTHENTICATED)
    @APIResponse(responseCode = "403", ref = NativeApi.FORBIDDEN)
    @APIResponse(responseCode = "404", ref = NativeApi.NOT_FOUND)
    @APIResponse(responseCode = "409", ref = NativeApi.CONFLICT)
    @APIResponse(responseCode = "422", ref = NativeApi.KEY_REUSED)
    @APIResponse(responseCode = "429", ref = NativeApi.TOO_MANY)
    public Uni<Response> delete(@Context ContainerRequestContext context, @PathParam("tokenId") String tokenId) {
        NativeCall call = NativeCall.of(context);
        if (!Fields.isPlain(tokenId)) {
            throw new DomainException(ErrorCode.NOT_FOUND, "There is no such credential.");
        }
        String tenant = call.caller().tenantId();
        String account = call.caller().account().id();
        return guard.write(
                call.write(call.caller().account(), ""),
                () -> credentials
                        .get(tenant, account, tokenId, KINDS)
                        .invoke(token -> NativeTokensResource.requireNotPlatforms(call, token))
                        .chain(() -> credentials.delete(tenant, account, tokenId, KINDS, call.actor())),
                deleted -> Response.noContent().build());
    }
}
