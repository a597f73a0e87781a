package io.curfew.dialects.twilio;

import io.curfew.dialects.twilio.wire.TwilioAvailableNumberList;
import io.curfew.dialects.twilio.wire.TwilioSaleCountryList;
import io.curfew.kernel.Action;
import io.curfew.numbers.NumberSaleService;
import io.curfew.numbers.NumberType;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Twilio's AvailablePhoneNumbers: which countries and types are sold, and the search. */
@Path("/2010-04-01")
@Produces(MediaType.APPLICATION_JSON)
class TwilioAvailableNumbersResource {
    private static final List<String> FILTERS = List.of(
            "AreaCode",
            "Contains",
            "SmsEnabled",
            "MmsEnabled",
            "VoiceEnabled",
            "FaxEnabled",
            "ExcludeAllAddressRequired",
            "ExcludeLocalAddressRequired",
            "ExcludeForeignAddressRequired",
            "Beta",
            "NearNumber",
            "NearLatLong",
            "Distance",
            "InPostalCode",
            "InRegion",
            "InRateCenter",
            "InLata",
            "InLocality");

    private final NumberSaleService sale;

    TwilioAvailableNumbersResource(NumberSaleService sale) {
        this.sale = sale;
    }

    @GET
    @Path("/Accounts/{AccountSid}/AvailablePhoneNumbers.json")
    @TwilioOperation(Action.NUMBER_SEARCH)
    public Uni<Response> countries(@Context ContainerRequestContext context) {
        TwilioCall call = TwilioCall.of(context);
        TwilioPaging paging = TwilioPaging.of(call.query());
        return sale.countries()
                .map(countries -> Response.ok(new TwilioSaleCountryList(
                                countries.stream()
                                        .skip(paging.offset())
                                        .limit(paging.size())
                                        .map(country -> TwilioNumbersMapper.country(
                                                country, call.target().id()))
                                        .toList(),
                                call.path()))
                        .build());
    }

    @GET
    @Path("/Accounts/{AccountSid}/AvailablePhoneNumbers/{CountryCode}.json")
    @TwilioOperation(Action.NUMBER_COUNTRY_READ)
    public Uni<Response> country(
            @Context ContainerRequestContext context, @PathParam("CountryCode") String countryCode) {
        TwilioCall call = TwilioCall.of(context);
        return sale.country(countryCode)
                .map(country -> Response.ok(TwilioNumbersMapper.country(
                                country, call.target().id()))
                        .build());
    }

    @GET
    @Path("/Accounts/{AccountSid}/AvailablePhoneNumbers/{CountryCode}/{Type}.json")
    @TwilioOperation(Action.NUMBER_SEARCH)
    public Uni<Response> search(
            @Context ContainerRequestContext context,
            @PathParam("CountryCode") String countryCode,
            @PathParam("Type") String type) {
        TwilioCall call = TwilioCall.of(context);
        TwilioParams query = call.query();
        NumberType numberType = TwilioNumbersMapper.type(type);
        TwilioPaging paging = TwilioPaging.of(query);
        return sale.search(TwilioNumbersMapper.search(query, countryCode, numberType, paging))
                .map(found -> Response.ok(new TwilioAvailableNumberList(
                                found.stream()
                                        .map(TwilioNumbersMapper::available)
                                        .toList(),
                                paging.links(call.path(), query, FILTERS, List.of(), false)
                                        .uri()))
                        .build());
    }
}
