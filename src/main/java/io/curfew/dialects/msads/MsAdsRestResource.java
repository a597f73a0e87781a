package io.curfew.dialects.msads;

import io.curfew.dialects.msads.wire.CustomerManagement;
import io.curfew.dialects.msads.wire.JsonReader;
import io.curfew.dialects.msads.wire.Operation;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The operations as REST: method and path name an operation, and the body is its request. The schema says which
 * operations there are, so a path that names none gets a fault of the service's form like any other refusal.
 */
@Path(MsAdsDoor.REST_PATH + "/{path:.*}")
class MsAdsRestResource {
    private static final Pattern BEARER = Pattern.compile("(?i:Bearer) +(\\S+)\\s*");

    private final MsAdsCalls calls;
    private final PlainBody plainBody;

    MsAdsRestResource(MsAdsCalls calls, PlainBody plainBody) {
        this.calls = calls;
        this.plainBody = plainBody;
    }

    @POST
    public Uni<Response> post(@Context HttpServerRequest request, byte @Nullable [] body) {
        return take(request, body);
    }

    @PUT
    public Uni<Response> put(@Context HttpServerRequest request, byte @Nullable [] body) {
        return take(request, body);
    }

    @DELETE
    public Uni<Response> delete(@Context HttpServerRequest request, byte @Nullable [] body) {
        return take(request, body);
    }

    private Uni<Response> take(HttpServerRequest request, byte @Nullable [] body) {
        return calls.take(new MsAdsCalls.Received(
                Transport.REST,
                request,
                bearer(request.getHeader(HttpHeaders.AUTHORIZATION)),
                request.getHeader("DeveloperToken"),
                request.getHeader("CustomerId"),
                () -> operation(request),
                () -> JsonReader.read(operation(request).request(), plainBody.of(request, body))));
    }

    private static Operation operation(HttpServerRequest request) {
        return CustomerManagement.routed(
                        request.method().name(), request.path().substring(MsAdsDoor.REST_PATH.length()))
                .orElseThrow(() -> new DomainException(
                        ErrorCode.OPERATION_UNKNOWN,
                        "There is no such operation in version 13, or it is not served here."));
    }

    /** The bearer token; null when there is none. */
    private static @Nullable String bearer(@Nullable String header) {
        Matcher bearer = BEARER.matcher(header == null ? "" : header.strip());
        return bearer.matches() ? bearer.group(1) : null;
    }
}
