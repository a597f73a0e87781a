package io.curfew.api;

import io.curfew.accounts.AccountService;
import io.curfew.accounts.AccountView;
import io.curfew.api.wire.NewStock;
import io.curfew.api.wire.SessionChange;
import io.curfew.api.wire.SimBody;
import io.curfew.api.wire.SimMove;
import io.curfew.api.wire.StockPage;
import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.security.IdempotencyGuard;
import io.curfew.sims.ChangeSim;
import io.curfew.sims.OnSim;
import io.curfew.sims.SimQueryService;
import io.curfew.sims.SimRef;
import io.curfew.sims.SimService;
import io.curfew.sims.SimSessionService;
import io.curfew.sims.SimStockService;
import io.curfew.sims.SimView;
import io.curfew.sims.StartSession;
import io.curfew.sims.StockSim;
import io.smallrye.mutiny.Uni;
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
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** SIMs for those who run the network: the stock, what a packet gateway reports, cards that came back. */
@Path("/api/v1/sims")
@Tag(name = "SIMs")
class NativeSimsResource {
    private static final int MAX_ID = 100;
    private static final List<String> STATES = List.of("online", "alive", "offline");

    private final SimService sims;
    private final SimQueryService queries;
    private final SimSessionService sessions;
    private final SimStockService stock;
    private final AccountService accounts;
    private final IdempotencyGuard guard;

    NativeSimsResource(
            SimService sims,
            SimQueryService queries,
            SimSessionService sessions,
            SimStockService stock,
            AccountService accounts,
            IdempotencyGuard guard) {
        this.sims = sims;
        this.queries = queries;
        this.sessions = sessions;
        this.stock = stock;
        this.accounts = accounts;
        this.guard = guard;
    }

    @GET
    @Path("/stock")
    @NativeOperation(Action.SIM_STOCK_READ)
    @Operation(operationId = "listSimStock", summary = "Lists the SIMs that nobody holds; for the platform operator")
    @APIResponse(
            responseCode = "200",
            description = "A page, by id",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = StockPage.class)))
    @APIResponse(responseCode = "403", ref = NativeApi.FORBIDDEN)
    public Uni<Response> listStock(
            @Context ContainerRequestContext context,
            @Parameter(
                            description = "Rows a page, 1 to 200; 50 when absent.",
                            schema = @Schema(type = SchemaType.INTEGER))
                    @QueryParam("limit")
                    @Nullable
                    String limit,
            @Parameter(description = "`next` of the page before.") @QueryParam("cursor") @Nullable String cursor) {
        int size = Paging.of(limit, null).size();
        if (cursor != null && !cursor.matches("[0-9]{5,40}")) {
            throw new DomainException(ErrorCode.PAGE_TOKEN_INVALID, "The cursor is not one of this service's.");
        }
        return stock.list(size, cursor)
                .map(found -> Response.ok(
                                new StockPage(
                                        found.stream()
                                                .map(NativeSimsMapper::stock)
                                                .toList(),
                                        found.size() < size
                                                ? null
                                                : found.get(size - 1).simId()),
                                MediaType.APPLICATION_JSON_TYPE)
                        .build());
    }

    @POST
    @Path("/stock")
    @NativeOperation(Action.SIM_STOCK_ADD)
    @Operation(operationId = "addSimStock", summary = "Adds SIMs to the stock, all or none; for the platform operator")
    @RequestBody(
            required = true,
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = NewStock.class)))
    @APIResponse(
            responseCode = "201",
            description = "Added",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = StockPage.class)))
    @APIResponse(responseCode = "403", ref = NativeApi.FORBIDDEN)
    public Uni<Response> addStock(@Context ContainerRequestContext context, byte @Nullable [] body) {
        NativeCall call = NativeCall.of(context);
        JsonBody json = call.json(body);
        List<NativeSimsMapper.Wanted> wanted = NativeSimsMapper.stock(json);
        json.done();
        return resolved(call, wanted)
                .chain(added -> guard.write(
                        call.write(call.caller().account(), json.canonical()),
                        () -> stock.add(added, call.actorAndAddress()),
                        views -> Response.status(201)
                                .entity(new StockPage(
                                        views.stream()
                                                .map(NativeSimsMapper::stock)
                                                .toList(),
                                        null))
                                .type(MediaType.APPLICATION_JSON_TYPE)
                                .build()));
    }

    /** Looks up, one after the other, the main accounts that SIMs are meant for. */
    private Uni<List<StockSim>> resolved(NativeCall call, List<NativeSimsMapper.Wanted> wanted) {
        Uni<List<StockSim>> all = Uni.createFrom().item(new ArrayList<>());
        for (NativeSimsMapper.Wanted one : wanted) {
            String account = one.forAccountId();
            Supplier<Uni<@Nullable String>> tenant = () -> account == null
                    ? Uni.createFrom().nullItem()
                    : call.resolve(accounts, account).map(AccountView::tenantId);
            all = all.chain(list -> tenant.get().map(id -> {
                list.add(one.sim().apply(id));
                return list;
            }));
        }
        return all;
    }

    @POST
    @Path("/{id}/session")
    @NativeOperation(Action.SIM_REPORT_SESSION)
    @Operation(
            operationId = "reportSimSession",
            summary = "Reports a device that connects, is alive or has gone; called by a packet gateway")
    @RequestBody(
            required = true,
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = SessionChange.class)))
    @APIResponse(
            responseCode = "200",
            description = "Admitted, and what the SIM is like now",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = SimBody.class)))
    public Uni<Response> session(
            @Context ContainerRequestContext context, @PathParam("id") String id, byte @Nullable [] body) {
        NativeCall call = NativeCall.of(context);
        JsonBody json = call.json(body);
        SessionChange change = new SessionChange(
                json.requiredWord("state", STATES),
                json.text("imsi", MAX_ID),
                json.text("imei", MAX_ID),
                json.text("ueIpAddress", MAX_ID));
        json.done();
        return change(call, id, json, on -> switch (change.state()) {
            case "online" -> sessions.start(on, new StartSession(change.imsi(), change.imei(), change.ueIpAddress()));
            case "alive" -> sessions.update(on, change.ueIpAddress());
            default -> sessions.stop(on);
        });
    }

    @POST
    @Path("/{id}/move")
    @NativeOperation(Action.SIM_MOVE)
    @Operation(
            operationId = "moveSim",
            summary = "Moves a SIM to another account of its tree, which holds it from then on")
    @RequestBody(
            required = true,
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = SimMove.class)))
    @APIResponse(
            responseCode = "200",
            description = "Moved, or there already",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = SimBody.class)))
    public Uni<Response> move(
            @Context ContainerRequestContext context, @PathParam("id") String id, byte @Nullable [] body) {
        NativeCall call = NativeCall.of(context);
        JsonBody json = call.json(body);
        SimMove wanted = new SimMove(json.requiredText("accountId", MAX_ID));
        json.done();
        return call.resolve(accounts, wanted.accountId())
                .chain(account -> change(call, id, json, on -> {
                    if (!account.tenantId().equals(on.tenantId())) {
                        throw new DomainException(ErrorCode.NOT_FOUND, "The SIM's tree has no such account.");
                    }
                    return sims.change(new ChangeSim.Move(on, account.id()));
                }));
    }

    @PUT
    @Path("/{id}/return")
    @NativeOperation(Action.SIM_RETURN)
    @Operation(
            operationId = "markSimReturned",
            summary = "Notes that a terminated SIM came back; for the platform operator's staff")
    @APIResponse(
            responseCode = "200",
            description = "Noted",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = SimBody.class)))
    @APIResponse(responseCode = "403", ref = NativeApi.FORBIDDEN)
    public Uni<Response> returned(
            @Context ContainerRequestContext context, @PathParam("id") String id, byte @Nullable [] body) {
        NativeCall call = NativeCall.of(context);
        JsonBody json = call.optionalJson(body);
        json.done();
        return change(call, id, json, on -> sims.change(new ChangeSim.MarkReturned(on)));
    }

    private Uni<Response> change(NativeCall call, String id, JsonBody json, Function<OnSim, Uni<SimView>> work) {
        if (!FieldErrors.isPlain(id)) {
            throw new DomainException(ErrorCode.NOT_FOUND, "There is no such SIM.");
        }
        return queries.find(id, call.reach()).chain(sim -> {
            OnSim on = new OnSim(
                    sim.tenantId(), null, sim.coverage(), SimRef.id(sim.simId()), call.ifMatch(), call.actor());
            return guard.write(
                    call.write(sim.tenantId(), sim.accountId(), json.canonical()),
                    () -> work.apply(on),
                    changed -> Response.ok(NativeSimsMapper.sim(changed), MediaType.APPLICATION_JSON_TYPE)
                            .header(HttpHeaders.ETAG, Conditions.etag(changed.version()))
                            .build());
        });
    }
}
