package io.curfew.dialects.twilio;

import io.curfew.credentials.ChangeCredential;
import io.curfew.credentials.CredentialKind;
import io.curfew.credentials.CredentialService;
import io.curfew.credentials.CredentialView;
import io.curfew.credentials.DeleteCredential;
import io.curfew.credentials.IssueCredential;
import io.curfew.dialects.twilio.TwilioPaging.Links;
import io.curfew.dialects.twilio.wire.TwilioIamKeyList;
import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.Slice;
import io.curfew.security.IdempotencyGuard;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keys of Twilio's iam product: the same keys as in the 2010 API. Restricted keys can be created here only. */
@Path("/v1/Keys")
@Produces(MediaType.APPLICATION_JSON)
class TwilioIamKeysResource {
    private static final List<String> FILTERS = List.of("AccountSid");

    private final CredentialService credentials;
    private final IdempotencyGuard guard;

    TwilioIamKeysResource(CredentialService credentials, IdempotencyGuard guard) {
        this.credentials = credentials;
        this.guard = guard;
    }

    @GET
    @TwilioOperation(Action.KEY_LIST)
    public Uni<Response> list(@Context ContainerRequestContext context) {
        TwilioCall call = TwilioCall.of(context);
        TwilioParams query = call.query();
        TwilioKeysMapper.requireOwn(call.target(), query.get("AccountSid"));
        TwilioPaging paging = TwilioPaging.of(query);
        return credentials
                .list(call.tenantId(), call.target().id(), CredentialKind.API_KEYS, paging.request())
                .map(page -> Response.ok(list(call, query, paging, page)).build());
    }

    private static TwilioIamKeyList list(
            TwilioCall call, TwilioParams query, TwilioPaging paging, Slice<CredentialView> page) {
        Links links = paging.links(
                call.absolute(call.path()), query, FILTERS, TwilioKeysMapper.positions(page), page.hasOlder());
        return new TwilioIamKeyList(
                paging.meta("keys", links),
                page.items().stream().map(TwilioKeysMapper::listedIamKey).toList());
    }

    @POST
    @TwilioOperation(Action.KEY_CREATE)
    public Uni<Response> create(@Context ContainerRequestContext context, byte @Nullable [] body) {
        TwilioCall call = TwilioCall.of(context);
        TwilioParams form = call.form(body);
        TwilioKeysMapper.requireOwn(call.target(), form.get("AccountSid"));
        Optional<TwilioPolicy> policy = policyOfNew(form);
        call.requireMayGive(Action.KEY_CREATE, policy.orElse(null));
        IssueCredential command = IssueCredential.apiKey(
                policy.isPresent() ? CredentialKind.RESTRICTED_KEY : CredentialKind.STANDARD_KEY,
                call.tenantId(),
                call.target().id(),
                TwilioKeysMapper.newName(form),
                policy.map(TwilioPolicy::json).orElse(null),
                call.actor());
        return guard.write(
                call.write(form),
                () -> credentials.issue(command),
                issued -> Response.status(201)
                        .entity(TwilioKeysMapper.createdIam(issued))
                        .build());
    }

    /**
     * The policy of a key to be created, empty for a standard key. A policy without a key type is refused: whoever
     * sends one does not want a key that may do everything.
     */
    private static Optional<TwilioPolicy> policyOfNew(TwilioParams form) {
        Optional<String> type = form.get("KeyType").filter(text -> !text.isEmpty());
        Optional<TwilioPolicy> policy = policy(form);
        if (type.isEmpty() && policy.isEmpty()) {
            return policy;
        }
        if (type.isEmpty() || !type.get().equals("restricted") || policy.isEmpty()) {
            throw new DomainException(
                    ErrorCode.BAD_REQUEST, "KeyType is restricted or not sent, and goes together with Policy");
        }
        return policy;
    }

    private static Optional<TwilioPolicy> policy(TwilioParams form) {
        return form.get("Policy").filter(text -> !text.isEmpty()).map(TwilioPolicy::parse);
    }

    @GET
    @Path("/{Sid}")
    @TwilioOperation(Action.KEY_READ)
    public Uni<Response> fetch(@Context ContainerRequestContext context, @PathParam("Sid") String sid) {
        TwilioCall call = TwilioCall.of(context);
        return credentials
                .get(call.tenantId(), call.target().id(), TwilioKeysMapper.keyId(sid), CredentialKind.API_KEYS)
                .map(key -> Response.ok(TwilioKeysMapper.iamKey(key)).build());
    }

    @POST
    @Path("/{Sid}")
    @TwilioOperation(Action.KEY_UPDATE)
    public Uni<Response> update(
            @Context ContainerRequestContext context, @PathParam("Sid") String sid, byte @Nullable [] body) {
        TwilioCall call = TwilioCall.of(context);
        TwilioParams form = call.form(body);
        Optional<TwilioPolicy> policy = policy(form);
        policy.ifPresent(given -> call.requireMayGive(Action.KEY_UPDATE, given));
        ChangeCredential command = new ChangeCredential(
                call.tenantId(),
                call.target().id(),
                TwilioKeysMapper.keyId(sid),
                CredentialKind.API_KEYS,
                TwilioKeysMapper.name(form).orElse(null),
                policy.map(TwilioPolicy::json).orElse(null),
                call.actor());
        return guard.write(
                call.write(form),
                () -> credentials.change(command),
                key -> Response.ok(TwilioKeysMapper.iamKey(key)).build());
    }

    @DELETE
    @Path("/{Sid}")
    @TwilioOperation(Action.KEY_DELETE)
    public Uni<Response> delete(@Context ContainerRequestContext context, @PathParam("Sid") String sid) {
        TwilioCall call = TwilioCall.of(context);
        String id = TwilioKeysMapper.keyId(sid);
        return guard.write(
                call.write(call.form(null)),
                () -> credentials.delete(new DeleteCredential(
                        call.tenantId(), call.target().id(), id, CredentialKind.API_KEYS, call.actor())),
                deleted -> Response.noContent().build());
    }
}
