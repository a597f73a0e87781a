package io.curfew.api;

import io.curfew.access.Target;
import io.curfew.accounts.AccountService;
import io.curfew.api.wire.NewRoles;
import io.curfew.api.wire.NewUser;
import io.curfew.api.wire.UserBody;
import io.curfew.api.wire.UserPage;
import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.PageRequest;
import io.curfew.people.ChangeRoles;
import io.curfew.people.CreateUser;
import io.curfew.people.DeleteUser;
import io.curfew.people.UserService;
import io.curfew.people.UserView;
import io.curfew.security.IdempotencyGuard;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** People who work with a main account and its subaccounts, and their roles. Whoever acts for the whole tree makes them. */
@Path(NativeUsersResource.PATH)
@Tag(name = "Users")
class NativeUsersResource {
    static final String PATH = "/api/v1/users";

    private final UserService users;
    private final AccountService accounts;
    private final IdempotencyGuard guard;

    NativeUsersResource(UserService users, AccountService accounts, IdempotencyGuard guard) {
        this.users = users;
        this.accounts = accounts;
        this.guard = guard;
    }

    @POST
    @NativeOperation(Action.USER_INVITE)
    @Operation(
            operationId = "createUser",
            summary = "Invites a user, with roles at customers within the caller's reach",
            description =
                    "The answer is the same whether or not the address is known in another tree. The person accepts by"
                            + " `invitation.token`, which is shown this once: hand it to whoever the address belongs to.")
    @RequestBody(
            required = true,
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = NewUser.class)))
    @APIResponse(
            responseCode = "201",
            description = "Made and invited",
            headers = {@Header(name = "ETag"), @Header(name = "Location")},
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = UserBody.class)))
    @APIResponse(responseCode = "403", ref = NativeApi.FORBIDDEN)
    @APIResponse(responseCode = "404", ref = NativeApi.NOT_FOUND)
    public Uni<Response> create(@Context ContainerRequestContext context, byte @Nullable [] body) {
        NativeCall call = NativeCall.of(context);
        JsonBody json = call.json(body);
        NewUser wanted = NativeUsersMapper.newUser(json);
        json.done();
        if (wanted.accountManager()) {
            call.require(Action.USER_INVITE, Target.PLATFORM);
        }
        CreateUser command = new CreateUser(
                call.caller().tenantId(),
                wanted.email(),
                wanted.firstName(),
                wanted.lastName(),
                wanted.accountManager(),
                NativeUsersMapper.wishes(wanted.roles()),
                call.actor());
        return guard.write(
                call.write(call.caller().account(), json.canonical()),
                () -> users.create(command, call.rights()),
                made -> answer(
                        Response.created(URI.create(PATH + "/" + made.user().id())),
                        made.user(),
                        NativeUsersMapper.user(made)));
    }

    @GET
    @NativeOperation(Action.USER_READ)
    @Operation(operationId = "listUsers", summary = "Lists the users of a tree, the caller's where none is named")
    @APIResponse(
            responseCode = "200",
            description = "A page, newest first",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = UserPage.class)))
    @APIResponse(responseCode = "403", ref = NativeApi.FORBIDDEN)
    @APIResponse(responseCode = "404", ref = NativeApi.NOT_FOUND)
    @APIResponse(responseCode = "410", ref = NativeApi.PURGED)
    public Uni<Response> list(
            @Context ContainerRequestContext context,
            @Parameter(
                            description = "Rows a page, 1 to 200; 50 when absent.",
                            schema = @Schema(type = SchemaType.INTEGER))
                    @QueryParam("limit")
                    @Nullable
                    String limit,
            @Parameter(description = "`next` of the page before.") @QueryParam("cursor") @Nullable String cursor,
            @Parameter(description = "Any id of a main account: its users.") @QueryParam("customerId") @Nullable
                    String customerId) {
        NativeCall call = NativeCall.of(context);
        PageRequest page = Paging.of(limit, cursor);
        return treeOf(call, customerId)
                .chain(tenantId -> users.list(tenantId, call.rights(), page))
                .map(found -> Response.ok(NativeUsersMapper.users(found), MediaType.APPLICATION_JSON_TYPE)
                        .build());
    }

    private Uni<String> treeOf(NativeCall call, @Nullable String customerId) {
        return customerId == null
                ? Uni.createFrom().item(call.caller().tenantId())
                : call.resolve(accounts, customerId).map(account -> {
                    if (!account.isMain()) {
                        throw new DomainException(ErrorCode.NOT_FOUND, "A subaccount is no customer.");
                    }
                    return account.id();
                });
    }

    @GET
    @Path("/{userId}")
    @NativeOperation(Action.USER_READ)
    @Operation(operationId = "getUser", summary = "Shows a user")
    @APIResponse(
            responseCode = "200",
            description = "The user",
            headers = @Header(name = "ETag"),
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = UserBody.class)))
    @APIResponse(responseCode = "403", ref = NativeApi.FORBIDDEN)
    public Uni<Response> get(@Context ContainerRequestContext context, @PathParam("userId") String userId) {
        NativeCall call = NativeCall.of(context);
        return users.get(requireNumber(userId), call.rights(), Action.USER_READ)
                .map(user -> answer(Response.ok(), user));
    }

    @PUT
    @Path("/{userId}/roles")
    @NativeOperation(Action.USER_MANAGE)
    @Operation(operationId = "changeUserRoles", summary = "Gives a user other roles; they hold from now on")
    @RequestBody(
            required = true,
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = NewRoles.class)))
    @APIResponse(
            responseCode = "200",
            description = "Changed",
            headers = @Header(name = "ETag"),
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = UserBody.class)))
    @APIResponse(responseCode = "403", ref = NativeApi.FORBIDDEN)
    public Uni<Response> changeRoles(
            @Context ContainerRequestContext context, @PathParam("userId") String userId, byte @Nullable [] body) {
        NativeCall call = NativeCall.of(context);
        JsonBody json = call.json(body);
        NewRoles wanted = new NewRoles(NativeUsersMapper.roles(json));
        json.done();
        String id = requireNumber(userId);
        return guard.write(
                call.write(call.caller().account(), json.canonical()),
                () -> users.changeRoles(
                        new ChangeRoles(id, NativeUsersMapper.wishes(wanted.roles()), call.actor()), call.rights()),
                NativeUsersResource::changed);
    }

    @DELETE
    @Path("/{userId}")
    @NativeOperation(Action.USER_MANAGE)
    @Operation(operationId = "deleteUser", summary = "Removes a user with all tokens; they are refused from now on")
    @APIResponse(responseCode = "204", description = "Removed")
    @APIResponse(responseCode = "403", ref = NativeApi.FORBIDDEN)
    public Uni<Response> delete(@Context ContainerRequestContext context, @PathParam("userId") String userId) {
        NativeCall call = NativeCall.of(context);
        String id = requireNumber(userId);
        return guard.write(
                call.write(call.caller().account(), ""),
                () -> users.delete(new DeleteUser(id, call.actor()), call.rights()),
                deleted -> Response.noContent().build());
    }

    /** A user's number in a path; what is no number is refused like a user who never was. */
    static String requireNumber(String userId) {
        if (!userId.matches("[1-9][0-9]{0,17}")) {
            throw new DomainException(ErrorCode.NOT_FOUND, "There is no such user.");
        }
        return userId;
    }

    static Response changed(UserView user) {
        return answer(Response.ok(), user);
    }

    private static Response answer(Response.ResponseBuilder response, UserView user) {
        return answer(response, user, NativeUsersMapper.user(user));
    }

    private static Response answer(Response.ResponseBuilder response, UserView user, UserBody body) {
        return response.entity(body)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.ETAG, Conditions.etag(user.version()))
                .build();
    }
}
