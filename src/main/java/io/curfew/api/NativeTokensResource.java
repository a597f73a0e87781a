package io.curfew.api;

import io.curfew.access.Target;
import io.curfew.accounts.AccountService;
import io.curfew.accounts.AccountView;
import io.curfew.api.wire.NewToken;
import io.curfew.api.wire.TokenBody;
import io.curfew.api.wire.TokenPage;
import io.curfew.credentials.CredentialKind;
import io.curfew.credentials.CredentialService;
import io.curfew.credentials.IssueCredential;
import io.curfew.credentials.IssuedCredential;
import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.PageRequest;
import io.curfew.kernel.RealClock;
import io.curfew.people.DeleteToken;
import io.curfew.people.TokenService;
import io.curfew.security.IdempotencyGuard;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/**
 * Tokens of an account: bearer tokens of this API, and Twilio's Main keys, which only consoles make at Twilio; for a
 * main account, also those of its people.
 */
@Path(NativeAccountsResource.PATH + "/{id}/tokens")
@Tag(name = "Tokens")
class NativeTokensResource {
    private static final List<String> WORDS = List.of(NativeMapper.NATIVE, NativeMapper.MAIN_KEY);

    private final AccountService accounts;
    private final CredentialService credentials;
    private final TokenService tokens;
    private final IdempotencyGuard guard;
    private final RealClock clock;

    NativeTokensResource(
            AccountService accounts,
            CredentialService credentials,
            TokenService tokens,
            IdempotencyGuard guard,
            RealClock clock) {
        this.accounts = accounts;
        this.credentials = credentials;
        this.tokens = tokens;
        this.guard = guard;
        this.clock = clock;
    }

    @POST
    @NativeOperation(Action.TOKEN_ISSUE)
    @Operation(operationId = "issueToken", summary = "Issues a token that acts for the account")
    @RequestBody(
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = NewToken.class)))
    @APIResponse(
            responseCode = "201",
            description = "Issued; its secret is in this answer only",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TokenBody.class)))
    public Uni<Response> issue(
            @Context ContainerRequestContext context, @PathParam("id") String id, byte @Nullable [] body) {
        NativeCall call = NativeCall.of(context);
        JsonBody json = call.optionalJson(body);
        NewToken wanted =
                new NewToken(json.name("name"), json.future("expiresAt", clock.now()), json.word("kind", WORDS));
        json.done();
        return call.resolve(accounts, id)
                .chain(account -> guard.write(
                        call.write(account, json.canonical()),
                        () -> credentials.issue(command(call, account, wanted)),
                        NativeTokensResource::issued));
    }

    static Response issued(IssuedCredential issued) {
        return Response.status(201)
                .entity(NativeMapper.token(issued))
                .type(MediaType.APPLICATION_JSON_TYPE)
                .build();
    }

    private static IssueCredential command(NativeCall call, AccountView account, NewToken wanted) {
        CredentialKind kind =
                NativeMapper.MAIN_KEY.equals(wanted.kind()) ? CredentialKind.MAIN_KEY : CredentialKind.NATIVE_TOKEN;
        return IssueCredential.expiring(
                kind, account.tenantId(), account.id(), wanted.name(), wanted.expiresAt(), call.actor());
    }

    @GET
    @NativeOperation(Action.TOKEN_LIST)
    @Operation(operationId = "listTokens", summary = "Lists the account's tokens, without their secrets")
    @APIResponse(
            responseCode = "200",
            description = "A page, newest first",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = TokenPage.class)))
    public Uni<Response> list(
            @Context ContainerRequestContext context,
            @PathParam("id") String id,
            @Parameter(
                            description = "Rows a page, 1 to 200; 50 when absent.",
                            schema = @Schema(type = SchemaType.INTEGER))
                    @QueryParam("limit")
                    @Nullable
                    String limit,
            @Parameter(description = "`next` of the page before.") @QueryParam("cursor") @Nullable String cursor) {
        NativeCall call = NativeCall.of(context);
        PageRequest page = Paging.of(limit, cursor);
        return call.resolve(accounts, id)
                .chain(account -> tokens.list(account, call.rights(), page))
                .map(slice -> Response.ok(NativeMapper.tokens(slice), MediaType.APPLICATION_JSON_TYPE)
                        .build());
    }

    @DELETE
    @Path("/{tokenId}")
    @NativeOperation(Action.TOKEN_REVOKE)
    @Operation(operationId = "deleteToken", summary = "Deletes a token; it is refused from now on")
    @APIResponse(responseCode = "204", description = "Deleted")
    @APIResponse(responseCode = "403", ref = NativeApi.FORBIDDEN)
    public Uni<Response> delete(
            @Context ContainerRequestContext context,
            @PathParam("id") String id,
            @PathParam("tokenId") String tokenId) {
        NativeCall call = NativeCall.of(context);
        if (!FieldErrors.isPlain(tokenId)) {
            throw new DomainException(ErrorCode.NOT_FOUND, "There is no such credential.");
        }
        return call.resolve(accounts, id)
                .chain(account -> guard.write(
                        call.write(account, ""),
                        () -> tokens.delete(
                                new DeleteToken(
                                        tokenId, Target.account(account.tenantId(), account.id()), call.actor()),
                                call.rights()),
                        deleted -> Response.noContent().build()));
    }
}
