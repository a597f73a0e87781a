package io.curfew.api;

import io.curfew.access.Reach;
import io.curfew.access.Target;
import io.curfew.accounts.AccountFilter;
import io.curfew.accounts.AccountService;
import io.curfew.accounts.AccountType;
import io.curfew.accounts.AccountView;
import io.curfew.accounts.ChangeAccount;
import io.curfew.accounts.OpenAccount;
import io.curfew.api.wire.AccountBody;
import io.curfew.api.wire.AccountPage;
import io.curfew.api.wire.AccountPatch;
import io.curfew.api.wire.NewAccount;
import io.curfew.api.wire.StatusChange;
import io.curfew.kernel.Action;
import io.curfew.kernel.PageRequest;
import io.curfew.lifecycle.LifecycleStatus;
import io.curfew.opening.AccountOpeningService;
import io.curfew.security.IdempotencyGuard;
import io.curfew.security.WriteRequest;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.function.Function;
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

/** Accounts: make, list, show, rename, suspend, resume, close. */
@Path(NativeAccountsResource.PATH)
@Tag(name = "Accounts")
class NativeAccountsResource {
    static final String PATH = "/api/v1/accounts";

    private static final int MAX_ID = 64;
    private static final List<String> TYPES = List.of("full", "trial");

    private final AccountService accounts;
    private final AccountOpeningService opening;
    private final IdempotencyGuard guard;

    NativeAccountsResource(AccountService accounts, AccountOpeningService opening, IdempotencyGuard guard) {
        this.accounts = accounts;
        this.opening = opening;
        this.guard = guard;
    }

    @POST
    @NativeOperation(Action.ACCOUNT_CREATE)
    @Operation(
            operationId = "createAccount",
            summary = "Makes a main account (platform operator only), or a subaccount of the account named as parent")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = NewAccount.class)))
    @APIResponse(
            responseCode = "201",
            description = "Made; its secrets are in this answer only",
            headers = {@Header(name = "ETag"), @Header(name = "Location")},
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AccountBody.class)))
    @APIResponse(responseCode = "403", ref = NativeApi.FORBIDDEN)
    public Uni<Response> create(@Context ContainerRequestContext context, byte @Nullable [] body) {
        NativeCall call = NativeCall.of(context);
        JsonBody json = call.json(body);
        NewAccount wanted = new NewAccount(
                json.requiredName("name"),
                json.word("type", TYPES),
                json.text("parent", MAX_ID),
                json.text("parentId", MAX_ID));
        String parent = wanted.parent() == null ? wanted.parentId() : wanted.parent();
        if (wanted.parentId() != null && !wanted.parentId().equals(parent)) {
            json.wrong("parentId", "Names an account other than parent.");
        }
        json.refuse("clock");
        json.done();
        return parent == null ? createMain(call, wanted, json) : createSub(call, wanted, parent, json);
    }

    private Uni<Response> createMain(NativeCall call, NewAccount wanted, JsonBody json) {
        call.require(Action.ACCOUNT_CREATE, Target.PLATFORM);
        OpenAccount.Main command = new OpenAccount.Main(
                wanted.name(),
                "trial".equals(wanted.type()) ? AccountType.TRIAL : AccountType.FULL,
                OpenAccount.ChosenIds.NONE,
                call.actor());
        return guard.write(
                call.write(call.caller().account(), json.canonical()),
                () -> opening.openTree(command),
                tree -> created(
                        tree.main().account(),
                        new AccountBody.Credentials(
                                tree.main().token().primary(), tree.owner().secret())));
    }

    private Uni<Response> createSub(NativeCall call, NewAccount wanted, String parentId, JsonBody json) {
        return call.resolve(accounts, parentId).chain(parent -> {
            if (wanted.type() != null && !wanted.type().equals(NativeMapper.type(parent.type()))) {
                throw FieldErrors.refusal("type", "A subaccount is of its main account's type.");
            }
            OpenAccount.Sub command = new OpenAccount.Sub(wanted.name(), parent.tenantId(), parent.id(), call.actor());
            return guard.write(
                    call.write(parent, json.canonical()),
                    () -> opening.open(command),
                    opened -> created(
                            opened.account(),
                            new AccountBody.Credentials(opened.token().primary(), null)));
        });
    }

    private static Response created(AccountView account, AccountBody.Credentials credentials) {
        return answer(201, account, NativeMapper.account(account, credentials))
                .header(HttpHeaders.LOCATION, PATH + "/" + account.id())
                .build();
    }

    @GET
    @NativeOperation(Action.ACCOUNT_LIST)
    @Operation(
            operationId = "listAccounts",
            summary = "Lists the tree; for the platform operator the main accounts of all trees")
    @APIResponse(
            responseCode = "200",
            description = "A page, newest first",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AccountPage.class)))
    public Uni<Response> list(
            @Context ContainerRequestContext context,
            @Parameter(description = "Exactly this name.") @QueryParam("name") @Nullable String name,
            @Parameter(
                            description = "Exactly this own status.",
                            schema = @Schema(enumeration = {"active", "suspended", "closed"}))
                    @QueryParam("status")
                    @Nullable
                    String status,
            @Parameter(description = "Any id of a main account: only its subaccounts.") @QueryParam("parent") @Nullable
                    String parent,
            @Parameter(description = "Another name for `parent`.") @QueryParam("parentId") @Nullable String parentId,
            @Parameter(
                            description = "Rows a page, 1 to 200; 50 when absent.",
                            schema = @Schema(type = SchemaType.INTEGER))
                    @QueryParam("limit")
                    @Nullable
                    String limit,
            @Parameter(description = "`next` of the page before.") @QueryParam("cursor") @Nullable String cursor) {
        NativeCall call = NativeCall.of(context);
        PageRequest page = Paging.of(limit, cursor);
        LifecycleStatus wanted = status == null ? null : status(status);
        if (name != null && !FieldErrors.isPlain(name)) {
            throw FieldErrors.refusal("name", "Has no control characters.");
        }
        Reach reach = call.reach();
        String under = parent == null ? parentId : parent;
        if (under != null) {
            return call.resolve(accounts, under)
                    .chain(main -> page(new AccountFilter(main.id(), reach.accountId(), true, name, wanted), page));
        }
        return page(new AccountFilter(reach.tenantId(), reach.accountId(), false, name, wanted), page);
    }

    private Uni<Response> page(AccountFilter filter, PageRequest page) {
        return accounts.list(filter, page)
                .map(slice -> Response.ok(NativeMapper.accounts(slice), MediaType.APPLICATION_JSON_TYPE)
                        .build());
    }

    @GET
    @Path("/{id}")
    @NativeOperation(Action.ACCOUNT_READ)
    @Operation(operationId = "getAccount", summary = "Shows the account that any of its ids names")
    @Parameter(ref = NativeApi.IF_NONE_MATCH)
    @APIResponse(
            responseCode = "200",
            description = "The account",
            headers = @Header(name = "ETag"),
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AccountBody.class)))
    @APIResponse(responseCode = "304", description = "The caller already has it")
    public Uni<Response> get(@Context ContainerRequestContext context, @PathParam("id") String id) {
        NativeCall call = NativeCall.of(context);
        return call.resolve(accounts, id)
                .map(account -> call.isKnown(Conditions.etag(account))
                        ? Response.notModified()
                                .header(HttpHeaders.ETAG, Conditions.etag(account))
                                .build()
                        : answer(account));
    }

    @PATCH
    @Path("/{id}")
    @NativeOperation(Action.ACCOUNT_UPDATE)
    @Operation(operationId = "changeAccount", summary = "Renames the account; a JSON merge patch")
    @Parameter(ref = NativeApi.IF_MATCH)
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AccountPatch.class)))
    @APIResponse(
            responseCode = "200",
            description = "Changed",
            headers = @Header(name = "ETag"),
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AccountBody.class)))
    public Uni<Response> change(
            @Context ContainerRequestContext context, @PathParam("id") String id, byte @Nullable [] body) {
        NativeCall call = NativeCall.of(context);
        JsonBody json = call.patch(body);
        json.refuseNull("name");
        AccountPatch patch = new AccountPatch(json.name("name"));
        json.done();
        Long ifVersion = call.ifMatch();
        return write(
                call,
                id,
                json,
                account -> new ChangeAccount(
                        account.tenantId(), account.id(), patch.name(), null, null, ifVersion, call.actor()));
    }

    @POST
    @Path("/{id}/suspend")
    @NativeOperation(Action.ACCOUNT_SUSPEND)
    @Operation(operationId = "suspendAccount", summary = "Suspends the account; what it owns is kept")
    @Parameter(ref = NativeApi.IF_MATCH)
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = StatusChange.class)))
    @APIResponse(
            responseCode = "200",
            description = "Suspended, or it was already",
            headers = @Header(name = "ETag"),
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AccountBody.class)))
    @APIResponse(responseCode = "403", ref = NativeApi.FORBIDDEN)
    public Uni<Response> suspend(
            @Context ContainerRequestContext context, @PathParam("id") String id, byte @Nullable [] body) {
        return move(context, id, body, LifecycleStatus.SUSPENDED);
    }

    @POST
    @Path("/{id}/resume")
    @NativeOperation(Action.ACCOUNT_RESUME)
    @Operation(operationId = "resumeAccount", summary = "Resumes a suspended account")
    @Parameter(ref = NativeApi.IF_MATCH)
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = StatusChange.class)))
    @APIResponse(
            responseCode = "200",
            description = "Resumed, or it was already",
            headers = @Header(name = "ETag"),
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AccountBody.class)))
    @APIResponse(responseCode = "403", ref = NativeApi.FORBIDDEN)
    public Uni<Response> resume(
            @Context ContainerRequestContext context, @PathParam("id") String id, byte @Nullable [] body) {
        return move(context, id, body, LifecycleStatus.ACTIVE);
    }

    @POST
    @Path("/{id}/close")
    @NativeOperation(Action.ACCOUNT_CLOSE)
    @Operation(operationId = "closeAccount", summary = "Closes the account for good, and a main account with its tree")
    @Parameter(ref = NativeApi.IF_MATCH)
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = StatusChange.class)))
    @APIResponse(
            responseCode = "200",
            description = "Closed, or it was already",
            headers = @Header(name = "ETag"),
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AccountBody.class)))
    @APIResponse(responseCode = "403", ref = NativeApi.FORBIDDEN)
    public Uni<Response> close(
            @Context ContainerRequestContext context, @PathParam("id") String id, byte @Nullable [] body) {
        return move(context, id, body, LifecycleStatus.CLOSED);
    }

    private Uni<Response> move(
            ContainerRequestContext context, String id, byte @Nullable [] body, LifecycleStatus status) {
        NativeCall call = NativeCall.of(context);
        JsonBody json = call.optionalJson(body);
        StatusChange change = new StatusChange(json.reason());
        json.refuse("effectiveAt", "keep", "planToken");
        json.done();
        Long ifVersion = call.ifMatch();
        return write(
                call,
                id,
                json,
                account -> new ChangeAccount(
                        account.tenantId(), account.id(), null, status, change.reason(), ifVersion, call.actor()));
    }

    private Uni<Response> write(
            NativeCall call, String id, JsonBody json, Function<AccountView, ChangeAccount> command) {
        return call.resolve(accounts, id).chain(account -> {
            ChangeAccount change = command.apply(account);
            WriteRequest request = call.write(account, json.canonical());
            return guard.write(request, () -> accounts.change(change), NativeAccountsResource::answer);
        });
    }

    private static LifecycleStatus status(String text) {
        return switch (text) {
            case "active" -> LifecycleStatus.ACTIVE;
            case "suspended" -> LifecycleStatus.SUSPENDED;
            case "closed" -> LifecycleStatus.CLOSED;
            default -> throw FieldErrors.refusal("status", "Is one of: active, suspended, closed.");
        };
    }

    private static Response answer(AccountView account) {
        return answer(200, account, NativeMapper.account(account)).build();
    }

    private static Response.ResponseBuilder answer(int status, AccountView account, AccountBody body) {
        return Response.status(status)
                .entity(body)
                .type(MediaType.APPLICATION_JSON_TYPE)
                .header(HttpHeaders.ETAG, Conditions.etag(account));
    }
}
