package io.curfew.api;

import io.curfew.access.Target;
import io.curfew.accounts.AccountService;
import io.curfew.api.wire.AuditBody;
import io.curfew.api.wire.AuditPage;
import io.curfew.events.Journal;
import io.curfew.events.SealedEntry;
import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.GET;
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
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Who did what to an account, as far as the journal has sealed it. */
@Path(NativeAccountsResource.PATH + "/{id}/audit")
@Tag(name = "Accounts")
class NativeAuditResource {
    private static final String POSITION = "[1-9][0-9]{0,17}";

    private final AccountService accounts;
    private final Journal journal;

    NativeAuditResource(AccountService accounts, Journal journal) {
        this.accounts = accounts;
        this.journal = journal;
    }

    @GET
    @NativeOperation(Action.AUDIT_READ)
    @Operation(operationId = "listAudit", summary = "Lists what happened to the account and to what it holds")
    @APIResponse(
            responseCode = "200",
            description = "A page, the last entry first. An entry appears within a second",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON,
                            schema = @Schema(implementation = AuditPage.class)))
    public Uni<Response> list(
            @Context ContainerRequestContext context,
            @PathParam("id") String id,
            @Parameter(
                            description = "Rows a page, 1 to 200; 50 when absent.",
                            schema = @Schema(type = SchemaType.INTEGER))
                    @QueryParam("limit")
                    @Nullable
                    String limit,
            @Parameter(description = "`next` of the page before.") @QueryParam("cursor") @Nullable String cursor) {
        NativeCall call = NativeCall.of(context);
        int size = Paging.of(limit, null).size();
        if (cursor != null && !cursor.matches(POSITION)) {
            throw new DomainException(ErrorCode.PAGE_TOKEN_INVALID, "The cursor is not one of this service's.");
        }
        long before = cursor == null ? Journal.END : Long.parseLong(cursor);
        return call.resolve(accounts, id)
                .chain(account -> journal.auditBefore(
                        account.tenantId(),
                        account.id(),
                        before,
                        size + 1,
                        call.may(Action.AUDIT_READ, Target.PLATFORM)))
                .map(found -> Response.ok(page(found, size), MediaType.APPLICATION_JSON_TYPE)
                        .build());
    }

    private static AuditPage page(List<SealedEntry> found, int size) {
        return new AuditPage(
                found.stream().limit(size).map(NativeAuditResource::body).toList(),
                found.size() > size ? Long.toString(found.get(size - 1).position()) : null);
    }

    private static AuditBody body(SealedEntry entry) {
        return new AuditBody(
                entry.id().toString(),
                entry.position(),
                entry.occurredAt(),
                entry.recordedAt(),
                entry.action(),
                entry.accountId(),
                entry.subject(),
                new AuditBody.Actor(
                        NativeMapper.word(entry.actor().kind()),
                        entry.actor().id(),
                        entry.actor().door()),
                entry.detail());
    }
}
