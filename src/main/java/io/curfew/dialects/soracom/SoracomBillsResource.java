package io.curfew.dialects.soracom;

import io.curfew.dialects.soracom.wire.SoracomBillList;
import io.curfew.dialects.soracom.wire.SoracomLatestBill;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.lifecycle.LifecycleClock;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;

/** SORACOM's Billing, of an installation that has charged nothing yet: there are no bills, and nothing is due. */
@Path("/v1/bills")
@Produces(MediaType.APPLICATION_JSON)
class SoracomBillsResource {
    private static final DateTimeFormatter SECONDS =
            DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

    private final LifecycleClock clock;

    SoracomBillsResource(LifecycleClock clock) {
        this.clock = clock;
    }

    @GET
    @SoracomOperation("Billing:getBillingHistory")
    public SoracomBillList list() {
        return new SoracomBillList(List.of());
    }

    @GET
    @Path("/latest")
    @SoracomOperation("Billing:getLatestBilling")
    public SoracomLatestBill latest(@Context ContainerRequestContext context) {
        return new SoracomLatestBill(0, SoracomCall.of(context).coverage().currency(), SECONDS.format(clock.now()));
    }

    @GET
    @Path("/{yyyyMM}")
    @SoracomOperation("Billing:getBilling")
    public Response get(@PathParam("yyyyMM") String month) {
        throw notCharged();
    }

    @GET
    @Path("/{yyyyMM}/daily")
    @SoracomOperation("Billing:getBillingPerDay")
    public SoracomBillList daily(@PathParam("yyyyMM") String month) {
        return new SoracomBillList(List.of());
    }

    @POST
    @Path("/{yyyyMM}/export")
    @SoracomOperation("Billing:exportBilling")
    public Response export(@PathParam("yyyyMM") String month) {
        throw notCharged();
    }

    @POST
    @Path("/latest/export")
    @SoracomOperation("Billing:exportLatestBilling")
    public Response exportLatest() {
        throw notCharged();
    }

    @GET
    @Path("/summaries/bill_items")
    @SoracomOperation("Billing:getBillingSummaryOfBillItems")
    public List<SoracomBillList> summaryOfItems() {
        return List.of();
    }

    @GET
    @Path("/summaries/sims")
    @SoracomOperation("Billing:getBillingSummaryOfSims")
    public List<SoracomBillList> summaryOfSims() {
        return List.of();
    }

    private static DomainException notCharged() {
        return new DomainException(ErrorCode.NOT_FOUND, "Nothing was charged, or the month is not closed.");
    }
}
