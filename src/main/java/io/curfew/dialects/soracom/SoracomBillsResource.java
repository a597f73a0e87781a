package io.curfew.dialects.soracom;

import io.curfew.dialects.soracom.wire.SoracomBillList;
import io.curfew.dialects.soracom.wire.SoracomLatestBill;
import io.curfew.kernel.Action;
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

/** SORACOM's Billing. This service does not charge anything yet, so there are no bills and nothing is due. */
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
    @SoracomOperation(value = "Billing:getBillingHistory", action = Action.BILL_READ)
    public SoracomBillList list() {
        return new SoracomBillList(List.of());
    }

    @GET
    @Path("/latest")
    @SoracomOperation(value = "Billing:getLatestBilling", action = Action.BILL_READ)
    public SoracomLatestBill latest(@Context ContainerRequestContext context) {
        SoracomCall call = SoracomCall.of(context);
        return new SoracomLatestBill(0, call.coverage().currency(), SECONDS.format(clock.now(call.tenantId())));
    }

    @GET
    @Path("/{yyyyMM}")
    @SoracomOperation(value = "Billing:getBilling", action = Action.BILL_READ)
    public Response get(@PathParam("yyyyMM") String month) {
        throw notCharged();
    }

    @GET
    @Path("/{yyyyMM}/daily")
    @SoracomOperation(value = "Billing:getBillingPerDay", action = Action.BILL_READ)
    public SoracomBillList daily(@PathParam("yyyyMM") String month) {
        return new SoracomBillList(List.of());
    }

    @POST
    @Path("/{yyyyMM}/export")
    @SoracomOperation(value = "Billing:exportBilling", action = Action.BILL_READ)
    public Response export(@PathParam("yyyyMM") String month) {
        throw notCharged();
    }

    @POST
    @Path("/latest/export")
    @SoracomOperation(value = "Billing:exportLatestBilling", action = Action.BILL_READ)
    public Response exportLatest() {
        throw notCharged();
    }

    @GET
    @Path("/summaries/bill_items")
    @SoracomOperation(value = "Billing:getBillingSummaryOfBillItems", action = Action.BILL_READ)
    public List<SoracomBillList> summaryOfItems() {
        return List.of();
    }

    @GET
    @Path("/summaries/sims")
    @SoracomOperation(value = "Billing:getBillingSummaryOfSims", action = Action.BILL_READ)
    public List<SoracomBillList> summaryOfSims() {
        return List.of();
    }

    private static DomainException notCharged() {
        return new DomainException(ErrorCode.NOT_FOUND, "Nothing was charged, or the month is not closed.");
    }
}
