package io.curfew.api;

import io.curfew.accounts.AccountService;
import io.curfew.accounts.AccountView;
import io.curfew.accounts.PolicyService;
import io.curfew.accounts.PolicyView;
import io.curfew.accounts.SetPolicy;
import io.curfew.api.wire.NewPolicy;
import io.curfew.api.wire.PolicyBody;
import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.security.IdempotencyGuard;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** A main account's policy: whether closed accounts are purged, and after which warning. */
@Path(NativeAccountsResource.PATH + "/{id}/policy")
@Tag(name = "Policy")
class NativePolicyResource {
    private final AccountService accounts;
    private final PolicyService policies;
    private final IdempotencyGuard guard;

    NativePolicyResource(AccountService accounts, PolicyService policies, IdempotencyGuard guard) {
        this.accounts = accounts;
        this.policies = policies;
        this.guard = guard;
    }

    @GET
    @NativeOperation(Action.POLICY_READ)
    @Operation(operationId = "getPolicy", summary = "Shows the tree's policy")
    @Parameter(ref = NativeApi.IF_NONE_MATCH)
    @APIResponse(
            responseCode = "200",
            description = "The policy",
            headers = @Header(name = "ETag"),
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PolicyBody.class)))
    @APIResponse(responseCode = "304", description = "The caller already has it")
    public Uni<Response> get(@Context ContainerRequestContext context, @PathParam("id") String id) {
        NativeCall call = NativeCall.of(context);
        return resolveMain(call, id)
                .chain(main -> policies.get(main.tenantId()))
                .map(policy -> call.isKnown(Conditions.etag(policy.version()))
                        ? Response.notModified()
                                .header(HttpHeaders.ETAG, Conditions.etag(policy.version()))
                                .build()
                        : answer(policy));
    }

    @PUT
    @NativeOperation(Action.POLICY_UPDATE)
    @Operation(
            operationId = "setPolicy",
            summary =
                    "Settles the policy; switching auto-deletion on announces the purge of every account closed earlier")
    @Parameter(ref = NativeApi.IF_MATCH)
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = NewPolicy.class)))
    @APIResponse(
            responseCode = "200",
            description = "Settled",
            headers = @Header(name = "ETag"),
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = PolicyBody.class)))
    public Uni<Response> set(
            @Context ContainerRequestContext context, @PathParam("id") String id, byte @Nullable [] body) {
        NativeCall call = NativeCall.of(context);
        JsonBody json = call.json(body);
        boolean autoDeletion = json.requiredFlag("autoDeletion");
        Duration warning = json.period("autoDeletionWarning", PolicyService.LONGEST_WARNING);
        json.done();
        Long ifVersion = call.ifMatch();
        return resolveMain(call, id)
                .chain(main -> guard.write(
                        call.write(main, json.canonical()),
                        () -> policies.set(
                                new SetPolicy(main.tenantId(), autoDeletion, warning, ifVersion, call.actor())),
                        NativePolicyResource::answer));
    }

    private Uni<AccountView> resolveMain(NativeCall call, String id) {
        return call.resolve(accounts, id).invoke(account -> {
            if (!account.isMain()) {
                throw new DomainException(
                        ErrorCode.NOT_FOUND, "A subaccount has no policy of its own; its main account's holds.");
            }
        });
    }

    private static Response answer(PolicyView policy) {
        return Response.ok(NativeMapper.policy(policy), MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.ETAG, Conditions.etag(policy.version()))
                .build();
    }
}
