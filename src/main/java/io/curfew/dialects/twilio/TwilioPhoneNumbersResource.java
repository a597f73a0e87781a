package io.curfew.dialects.twilio;

import io.curfew.dialects.twilio.TwilioPaging.Links;
import io.curfew.dialects.twilio.TwilioPaging.Position;
import io.curfew.dialects.twilio.wire.TwilioPhoneNumberList;
import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.Slice;
import io.curfew.numbers.BuyNumber;
import io.curfew.numbers.ChangeNumber;
import io.curfew.numbers.NumberFilter;
import io.curfew.numbers.NumberService;
import io.curfew.numbers.NumberType;
import io.curfew.numbers.NumberView;
import io.curfew.numbers.ReleaseNumber;
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

/** Twilio's IncomingPhoneNumbers: buy, list, fetch, update, transfer, release; also by type of number. */
@Path("/2010-04-01")
@Produces(MediaType.APPLICATION_JSON)
class TwilioPhoneNumbersResource {
    private static final List<String> FILTERS = List.of("Beta", "FriendlyName", "PhoneNumber", "Origin");
    private static final String TYPES = "{Type: Local|Mobile|TollFree}";

    private final NumberService numbers;
    private final IdempotencyGuard guard;

    TwilioPhoneNumbersResource(NumberService numbers, IdempotencyGuard guard) {
        this.numbers = numbers;
        this.guard = guard;
    }

    @GET
    @Path("/Accounts/{AccountSid}/IncomingPhoneNumbers.json")
    @TwilioOperation(Action.NUMBER_LIST)
    public Uni<Response> list(@Context ContainerRequestContext context) {
        return list(TwilioCall.of(context), null);
    }

    @GET
    @Path("/Accounts/{AccountSid}/IncomingPhoneNumbers/" + TYPES + ".json")
    @TwilioOperation(Action.NUMBER_LIST)
    public Uni<Response> listOfType(@Context ContainerRequestContext context, @PathParam("Type") String type) {
        return list(TwilioCall.of(context), TwilioNumbersMapper.type(type));
    }

    private Uni<Response> list(TwilioCall call, @Nullable NumberType type) {
        TwilioParams query = call.query();
        TwilioPaging paging = TwilioPaging.of(query);
        NumberFilter filter = new NumberFilter(
                call.tenantId(),
                call.target().id(),
                type,
                query.name("FriendlyName").filter(text -> !text.isEmpty()).orElse(null),
                filled(query, "PhoneNumber").orElse(null),
                filled(query, "Beta").isEmpty() || query.bool("Beta").orElse(true));
        Uni<Slice<NumberView>> page = isHosted(query)
                ? Uni.createFrom().item(new Slice<>(List.of(), false))
                : numbers.list(filter, paging.request());
        return page.map(found -> list(call, query, paging, found));
    }

    /** Whether the query asks for hosted numbers. There are none here, so such a query finds nothing. */
    private static boolean isHosted(TwilioParams query) {
        return filled(query, "Origin")
                .map(origin -> switch (origin) {
                    case "twilio" -> false;
                    case "hosted" -> true;
                    default -> throw new DomainException(ErrorCode.BAD_REQUEST, "Origin is twilio or hosted");
                })
                .orElse(false);
    }

    private static Response list(TwilioCall call, TwilioParams query, TwilioPaging paging, Slice<NumberView> page) {
        List<Position> rows = page.items().stream()
                .map(number -> new Position(number.createdAt(), number.id()))
                .toList();
        Links links = paging.links(call.path(), query, FILTERS, rows, page.hasOlder());
        return Response.ok(new TwilioPhoneNumberList(
                        page.items().stream().map(TwilioNumbersMapper::number).toList(),
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

    @POST
    @Path("/Accounts/{AccountSid}/IncomingPhoneNumbers.json")
    @TwilioOperation(Action.NUMBER_BUY)
    public Uni<Response> buy(@Context ContainerRequestContext context, byte @Nullable [] body) {
        return buy(TwilioCall.of(context), body, null);
    }

    @POST
    @Path("/Accounts/{AccountSid}/IncomingPhoneNumbers/" + TYPES + ".json")
    @TwilioOperation(Action.NUMBER_BUY)
    public Uni<Response> buyOfType(
            @Context ContainerRequestContext context, @PathParam("Type") String type, byte @Nullable [] body) {
        return buy(TwilioCall.of(context), body, TwilioNumbersMapper.type(type));
    }

    private Uni<Response> buy(TwilioCall call, byte @Nullable [] body, @Nullable NumberType type) {
        TwilioParams form = call.form(body);
        BuyNumber command = new BuyNumber(
                call.tenantId(),
                call.target().id(),
                TwilioNumbersMapper.choice(form, type),
                TwilioNumbersMapper.settings(form),
                call.actor());
        return guard.writeScoped(
                call.write(form),
                scope -> numbers.buy(command, scope, () -> call.require(Action.NUMBER_UPDATE)),
                number -> Response.status(201)
                        .entity(TwilioNumbersMapper.number(number))
                        .build());
    }

    @GET
    @Path("/Accounts/{AccountSid}/IncomingPhoneNumbers/{Sid}.json")
    @TwilioOperation(Action.NUMBER_READ)
    public Uni<Response> fetch(@Context ContainerRequestContext context, @PathParam("Sid") String sid) {
        TwilioCall call = TwilioCall.of(context);
        return numbers.get(call.tenantId(), call.target().id(), TwilioNumbersMapper.numberId(sid))
                .map(number -> Response.ok(TwilioNumbersMapper.number(number)).build());
    }

    @POST
    @Path("/Accounts/{AccountSid}/IncomingPhoneNumbers/{Sid}.json")
    @TwilioOperation(Action.NUMBER_UPDATE)
    public Uni<Response> update(
            @Context ContainerRequestContext context, @PathParam("Sid") String sid, byte @Nullable [] body) {
        TwilioCall call = TwilioCall.of(context);
        TwilioParams form = call.form(body);
        String receiver =
                form.get("AccountSid").map(TwilioNumbersMapper::accountId).orElse(null);
        if (receiver != null) {
            call.require(Action.NUMBER_TRANSFER);
        }
        ChangeNumber command = new ChangeNumber(
                call.tenantId(),
                call.target().id(),
                TwilioNumbersMapper.numberId(sid),
                TwilioNumbersMapper.settings(form),
                receiver,
                null,
                call.actor());
        return guard.write(
                call.write(form),
                () -> numbers.change(command),
                number -> Response.ok(TwilioNumbersMapper.number(number)).build());
    }

    @DELETE
    @Path("/Accounts/{AccountSid}/IncomingPhoneNumbers/{Sid}.json")
    @TwilioOperation(Action.NUMBER_RELEASE)
    public Uni<Response> release(@Context ContainerRequestContext context, @PathParam("Sid") String sid) {
        TwilioCall call = TwilioCall.of(context);
        ReleaseNumber command = new ReleaseNumber(
                call.tenantId(), call.target().id(), TwilioNumbersMapper.numberId(sid), null, call.actor());
        return guard.write(
                call.write(call.form(null)),
                () -> numbers.release(command),
                released -> Response.noContent().build());
    }

    private static Optional<String> filled(TwilioParams query, String name) {
        return query.get(name).filter(text -> !text.isEmpty());
    }
}
