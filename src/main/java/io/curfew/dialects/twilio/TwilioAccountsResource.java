package io.curfew.dialects.twilio;

import io.curfew.accounts.AccountFilter;
import io.curfew.accounts.AccountService;
import io.curfew.accounts.AccountView;
import io.curfew.accounts.ChangeAccount;
import io.curfew.accounts.OpenAccount;
import io.curfew.credentials.AuthTokenService;
import io.curfew.dialects.twilio.TwilioPaging.Links;
import io.curfew.dialects.twilio.TwilioPaging.Position;
import io.curfew.dialects.twilio.wire.TwilioAccountList;
import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.Slice;
import io.curfew.lifecycle.LifecycleClock;
import io.curfew.lifecycle.LifecycleStatus;
import io.curfew.opening.AccountOpeningService;
import io.curfew.security.AuditTrail;
import io.curfew.security.IdempotencyGuard;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Twilio's Accounts: create, list, fetch and update. There is no delete: an account is closed by an update (T0-13). */
@Path("/2010-04-01")
@Produces(MediaType.APPLICATION_JSON)
class TwilioAccountsResource {
    private static final int MAX_NAME = 64;
    private static final List<String> FILTERS = List.of("FriendlyName", "Status");

    private final AccountService accounts;
    private final AccountOpeningService opening;
    private final AuthTokenService tokens;
    private final IdempotencyGuard guard;
    private final LifecycleClock clock;
    private final AuditTrail audit;

    TwilioAccountsResource(
            AccountService accounts,
            AccountOpeningService opening,
            AuthTokenService tokens,
            IdempotencyGuard guard,
            LifecycleClock clock,
            AuditTrail audit) {
        this.accounts = accounts;
        this.opening = opening;
        this.tokens = tokens;
        this.guard = guard;
        this.clock = clock;
        this.audit = audit;
    }

    @POST
    @Path("/Accounts.json")
    @TwilioOperation(Action.ACCOUNT_CREATE)
    public Uni<Response> create(@Context ContainerRequestContext context, byte @Nullable [] body) {
        TwilioCall call = TwilioCall.of(context);
        TwilioParams form = call.form(body);
        String name = form.name("FriendlyName")
                .map(TwilioAccountsResource::checkedName)
                .orElseGet(() -> "SubAccount Created at " + TwilioDates.inDefaultName(clock.now(call.tenantId())));
        OpenAccount.Sub command = new OpenAccount.Sub(
                name, call.tenantId(), call.caller().account().id(), call.actor());
        return guard.write(
                call.write(form),
                () -> opening.open(command),
                opened -> Response.status(201)
                        .entity(TwilioAccountMapper.account(
                                opened.account(),
                                call.may(Action.AUTH_TOKEN_READ)
                                        ? opened.token().primary()
                                        : ""))
                        .build());
    }

    @GET
    @Path("/Accounts.json")
    @TwilioOperation(Action.ACCOUNT_LIST)
    public Uni<Response> list(@Context ContainerRequestContext context) {
        TwilioCall call = TwilioCall.of(context);
        TwilioParams query = call.query();
        TwilioPaging paging = TwilioPaging.of(query);
        AccountFilter filter = new AccountFilter(
                call.tenantId(),
                call.listed().accountId(),
                query.name("FriendlyName").filter(text -> !text.isEmpty()).orElse(null),
                query.get("Status")
                        .filter(text -> !text.isEmpty())
                        .map(text -> status(text, ErrorCode.BAD_REQUEST))
                        .orElse(null));
        return accounts.list(filter, paging.request())
                .chain(page -> visibleTokens(call, page).map(visible -> list(call, query, paging, page, visible)));
    }

    private Uni<Map<String, String>> visibleTokens(TwilioCall call, Slice<AccountView> page) {
        return call.may(Action.AUTH_TOKEN_READ)
                ? tokens.primaries(
                        call.tenantId(),
                        page.items().stream().map(AccountView::id).toList())
                : Uni.createFrom().item(Map.of());
    }

    /** Records in the audit that the answer shows the account's token. */
    private String shownToken(TwilioCall call, AccountView account, String token) {
        if (!token.isEmpty()) {
            audit.tokenRead(call.caller(), account.id(), TwilioDoor.NAME, call.address());
        }
        return token;
    }

    private Response list(
            TwilioCall call,
            TwilioParams query,
            TwilioPaging paging,
            Slice<AccountView> page,
            Map<String, String> visibleTokens) {
        List<Position> rows = page.items().stream()
                .map(account -> new Position(account.createdAt(), account.id()))
                .toList();
        Links links = paging.links(call.path(), query, FILTERS, rows, page.hasOlder());
        return Response.ok(new TwilioAccountList(
                        page.items().stream()
                                .map(account -> TwilioAccountMapper.account(
                                        account,
                                        shownToken(call, account, visibleTokens.getOrDefault(account.id(), ""))))
                                .toList(),
                        paging.page(),
                        paging.size(),
                        links.start(),
                        links.end(),
                        links.uri(),
                        links.first(),
                        links.next(),
                        links.previous()))
                .build();
    }

    @GET
    @Path("/Accounts/{AccountSid}.json")
    @TwilioOperation(Action.ACCOUNT_READ)
    public Response fetch(@Context ContainerRequestContext context) {
        TwilioCall call = TwilioCall.of(context);
        return Response.ok(TwilioAccountMapper.account(
                        call.target(), shownToken(call, call.target(), call.visibleToken())))
                .build();
    }

    @POST
    @Path("/Accounts/{AccountSid}.json")
    @TwilioOperation(Action.ACCOUNT_UPDATE)
    public Uni<Response> update(@Context ContainerRequestContext context, byte @Nullable [] body) {
        TwilioCall call = TwilioCall.of(context);
        TwilioParams form = call.form(body);
        LifecycleStatus wantedStatus = form.get("Status")
                .map(text -> status(text, ErrorCode.STATUS_INVALID))
                .orElse(null);
        if (wantedStatus != null) {
            call.require(act(wantedStatus));
        }
        ChangeAccount command = new ChangeAccount(
                call.tenantId(),
                call.target().id(),
                form.name("FriendlyName")
                        .map(TwilioAccountsResource::checkedName)
                        .orElse(null),
                wantedStatus,
                null,
                null,
                call.actor());
        return guard.write(
                call.write(form),
                () -> accounts.change(command),
                account -> Response.ok(
                                TwilioAccountMapper.account(account, shownToken(call, account, call.visibleToken())))
                        .build());
    }

    private static Action act(LifecycleStatus wanted) {
        return switch (wanted) {
            case ACTIVE -> Action.ACCOUNT_RESUME;
            case SUSPENDED -> Action.ACCOUNT_SUSPEND;
            case CLOSED -> Action.ACCOUNT_CLOSE;
        };
    }

    private static String checkedName(String name) {
        if (name.isEmpty() || name.codePointCount(0, name.length()) > MAX_NAME) {
            throw new DomainException(ErrorCode.NAME_INVALID, "FriendlyName has 1 to 64 characters");
        }
        return name;
    }

    private static LifecycleStatus status(String text, ErrorCode otherwise) {
        return switch (text) {
            case "active" -> LifecycleStatus.ACTIVE;
            case "suspended" -> LifecycleStatus.SUSPENDED;
            case "closed" -> LifecycleStatus.CLOSED;
            default -> throw new DomainException(otherwise, "Status is active, suspended or closed");
        };
    }
}
