package io.curfew.api;

import io.curfew.access.Reach;
import io.curfew.api.wire.StatusChange;
import io.curfew.api.wire.WorkBody;
import io.curfew.api.wire.WorkPage;
import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.lifecycle.ParkedWork;
import io.curfew.lifecycle.ParkedWorkService;
import io.curfew.lifecycle.ParkedWorkService.Scope;
import io.curfew.security.IdempotencyGuard;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Due work that was given up after too many failed attempts, and what a person does about it. */
@Path("/api/v1/work")
@Tag(name = "Work")
class NativeWorkResource {
    private static final String PARKED = "parked";
    private static final String NUMBER = "[1-9][0-9]{0,17}";
    private static final int MAX_REASON = 500;

    private final ParkedWorkService work;
    private final IdempotencyGuard guard;

    NativeWorkResource(ParkedWorkService work, IdempotencyGuard guard) {
        this.work = work;
        this.guard = guard;
    }

    @GET
    @NativeOperation(Action.WORK_READ)
    @Operation(
            operationId = "listWork",
            summary = "Lists work that was parked, of the accounts that the caller reaches")
    @APIResponse(
            responseCode = "200",
            description = "A page, the last scheduled first",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = WorkPage.class)))
    public Uni<Response> list(
            @Context ContainerRequestContext context,
            @Parameter(description = "`parked`, also when absent.") @QueryParam("state") @Nullable String state,
            @Parameter(
                            description = "Rows a page, 1 to 200; 50 when absent.",
                            schema = @Schema(type = SchemaType.INTEGER))
                    @QueryParam("limit")
                    @Nullable
                    String limit,
            @Parameter(description = "`next` of the page before.") @QueryParam("cursor") @Nullable String cursor) {
        NativeCall call = NativeCall.of(context);
        if (state != null && !state.equals(PARKED)) {
            throw FieldErrors.refusal("state", "Is " + PARKED + ".");
        }
        int size = Paging.of(limit, null).size();
        if (cursor != null && !cursor.matches(NUMBER)) {
            throw new DomainException(ErrorCode.PAGE_TOKEN_INVALID, "The cursor is not one of this service's.");
        }
        return work.list(scope(call), size + 1, cursor == null ? null : Long.valueOf(cursor))
                .map(found -> Response.ok(page(found, size), MediaType.APPLICATION_JSON_TYPE)
                        .build());
    }

    private static WorkPage page(List<ParkedWork> found, int size) {
        List<WorkBody> items =
                found.stream().limit(size).map(NativeWorkResource::body).toList();
        return new WorkPage(items, found.size() > size ? items.get(size - 1).id() : null);
    }

    private static WorkBody body(ParkedWork parked) {
        return new WorkBody(
                Long.toString(parked.id()),
                parked.item().kind(),
                parked.item().accountId(),
                parked.item().targetId(),
                parked.item().dueAt(),
                parked.item().attempts());
    }

    @POST
    @Path("/{workId}/retry")
    @NativeOperation(Action.WORK_RETRY)
    @Operation(operationId = "retryWork", summary = "Lets parked work be tried again, at once")
    @RequestBody(
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = StatusChange.class)))
    @APIResponse(
            responseCode = "200",
            description = "Due again, as it was before",
            content =
                    @Content(mediaType = MediaType.APPLICATION_JSON, schema = @Schema(implementation = WorkBody.class)))
    public Uni<Response> retry(
            @Context ContainerRequestContext context, @PathParam("workId") String workId, byte @Nullable [] body) {
        NativeCall call = NativeCall.of(context);
        JsonBody json = call.optionalJson(body);
        String reason = json.reason();
        json.done();
        long id = id(workId);
        return guard.write(
                call.write(call.caller().account(), json.canonical()),
                () -> work.retry(id, scope(call), reason, call.actor()),
                retried -> Response.ok(body(retried), MediaType.APPLICATION_JSON_TYPE)
                        .build());
    }

    @DELETE
    @Path("/{workId}")
    @NativeOperation(Action.WORK_DROP)
    @Operation(
            operationId = "dropWork",
            summary = "Gives parked work up for good: it is never done; for the platform operator")
    @APIResponse(responseCode = "204", description = "Given up")
    @APIResponse(responseCode = "403", ref = NativeApi.FORBIDDEN)
    public Uni<Response> drop(
            @Context ContainerRequestContext context,
            @PathParam("workId") String workId,
            @Parameter(description = "Why, for the audit; 500 characters at most.") @QueryParam("reason") @Nullable
                    String reason) {
        NativeCall call = NativeCall.of(context);
        if (reason != null && (reason.length() > MAX_REASON || !FieldErrors.isPlain(reason))) {
            throw FieldErrors.refusal("reason", "Has 500 characters at most, none of them control characters.");
        }
        long id = id(workId);
        return guard.write(
                call.write(call.caller().account(), reason == null ? "" : reason),
                () -> work.drop(id, scope(call), reason, call.actor()),
                dropped -> Response.noContent().build());
    }

    private static long id(String text) {
        if (!text.matches(NUMBER)) {
            throw new DomainException(ErrorCode.NOT_FOUND, "There is no such parked work.");
        }
        return Long.parseLong(text);
    }

    private static Scope scope(NativeCall call) {
        Reach reach = call.reach();
        return new Scope(reach.tenantId(), reach.accountId());
    }
}
