package io.curfew.dialects.twilio;

import io.curfew.credentials.ChangeCredential;
import io.curfew.credentials.CredentialKind;
import io.curfew.credentials.CredentialService;
import io.curfew.credentials.CredentialView;
import io.curfew.credentials.DeleteCredential;
import io.curfew.credentials.IssueCredential;
import io.curfew.dialects.twilio.TwilioPaging.Links;
import io.curfew.dialects.twilio.wire.TwilioKey;
import io.curfew.dialects.twilio.wire.TwilioKeyList;
import io.curfew.dialects.twilio.wire.TwilioSigningKeyList;
import io.curfew.kernel.Action;
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
import org.jspecify.annotations.Nullable;

/**
 * Twilio's Keys of the 2010 API, and SigningKeys, which are the same keys under another name. Keys that are created
 * here are standard keys: {@code KeyType} and {@code Policy} belong to the iam product and are ignored.
 */
@Path("/2010-04-01")
@Produces(MediaType.APPLICATION_JSON)
class TwilioKeysResource {
    private static final String KEYS = "/Accounts/{AccountSid}/{Keys: Keys|SigningKeys}";

    private final CredentialService credentials;
    private final IdempotencyGuard guard;

    TwilioKeysResource(CredentialService credentials, IdempotencyGuard guard) {
        this.credentials = credentials;
        this.guard = guard;
    }

    @GET
    @Path(KEYS + ".json")
    @TwilioOperation(Action.KEY_LIST)
    public Uni<Response> list(@Context ContainerRequestContext context, @PathParam("Keys") String keys) {
        TwilioCall call = TwilioCall.of(context);
        TwilioParams query = call.query();
        TwilioPaging paging = TwilioPaging.of(query);
        return credentials
                .list(call.tenantId(), call.target().id(), CredentialKind.API_KEYS, paging.request())
                .map(page -> Response.ok(list(call, query, paging, page, keys.equals("SigningKeys")))
                        .build());
    }

    private static Object list(
            TwilioCall call, TwilioParams query, TwilioPaging paging, Slice<CredentialView> page, boolean signing) {
        List<TwilioKey> keys = page.items().stream().map(TwilioKeysMapper::key).toList();
        Links links = paging.links(call.path(), query, List.of(), TwilioKeysMapper.positions(page), page.hasOlder());
        return signing
                ? new TwilioSigningKeyList(
                        keys,
                        paging.page(),
                        paging.size(),
                        links.start(),
                        links.end(),
                        links.uri(),
                        links.first(),
                        links.next(),
                        links.previous())
                : new TwilioKeyList(
                        keys,
                        paging.page(),
                        paging.size(),
                        links.start(),
                        links.end(),
                        links.uri(),
                        links.first(),
                        links.next(),
                        links.previous());
    }

    @POST
    @Path(KEYS + ".json")
    @TwilioOperation(Action.KEY_CREATE)
    public Uni<Response> create(@Context ContainerRequestContext context, byte @Nullable [] body) {
        TwilioCall call = TwilioCall.of(context);
        call.requireMayGive(Action.KEY_CREATE, null);
        TwilioParams form = call.form(body);
        IssueCredential command = IssueCredential.apiKey(
                CredentialKind.STANDARD_KEY,
                call.tenantId(),
                call.target().id(),
                TwilioKeysMapper.newName(form),
                null,
                call.actor());
        return guard.write(
                call.write(form),
                () -> credentials.issue(command),
                issued -> Response.status(201)
                        .entity(TwilioKeysMapper.created(issued))
                        .build());
    }

    @GET
    @Path(KEYS + "/{Sid}.json")
    @TwilioOperation(Action.KEY_READ)
    public Uni<Response> fetch(@Context ContainerRequestContext context, @PathParam("Sid") String sid) {
        TwilioCall call = TwilioCall.of(context);
        return credentials
                .get(call.tenantId(), call.target().id(), TwilioKeysMapper.keyId(sid), CredentialKind.API_KEYS)
                .map(key -> Response.ok(TwilioKeysMapper.key(key)).build());
    }

    @POST
    @Path(KEYS + "/{Sid}.json")
    @TwilioOperation(Action.KEY_UPDATE)
    public Uni<Response> update(
            @Context ContainerRequestContext context, @PathParam("Sid") String sid, byte @Nullable [] body) {
        TwilioCall call = TwilioCall.of(context);
        TwilioParams form = call.form(body);
        ChangeCredential command = new ChangeCredential(
                call.tenantId(),
                call.target().id(),
                TwilioKeysMapper.keyId(sid),
                CredentialKind.API_KEYS,
                TwilioKeysMapper.name(form).orElse(null),
                null,
                call.actor());
        return guard.write(
                call.write(form),
                () -> credentials.change(command),
                key -> Response.ok(TwilioKeysMapper.key(key)).build());
    }

    @DELETE
    @Path(KEYS + "/{Sid}.json")
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
