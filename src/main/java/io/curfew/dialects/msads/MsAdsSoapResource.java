package io.curfew.dialects.msads;

import io.curfew.dialects.msads.wire.SoapReader;
import io.curfew.dialects.msads.wire.SoapRequest;
import io.curfew.dialects.msads.wire.Wsdl;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.security.OutsideView;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The operations as SOAP 1.1, and their WSDL. */
@Path(MsAdsDoor.SOAP_PATH)
class MsAdsSoapResource {
    private static final Pattern SCHEMA = Pattern.compile("xsd=xsd([0-9]{1,2})");

    private final MsAdsCalls calls;
    private final PlainBody plainBody;

    MsAdsSoapResource(MsAdsCalls calls, PlainBody plainBody) {
        this.calls = calls;
        this.plainBody = plainBody;
    }

    @POST
    public Uni<Response> call(@Context HttpServerRequest request, byte @Nullable [] body) {
        SoapRequest soap = SoapReader.read(
                plainBody.of(request, body),
                request.getHeader(HttpHeaders.CONTENT_TYPE),
                request.getHeader("SOAPAction"));
        return calls.take(new MsAdsCalls.Received(
                Transport.SOAP,
                request,
                soap.header("AuthenticationToken"),
                soap.header("DeveloperToken"),
                soap.header("CustomerId"),
                soap::operation,
                soap::request));
    }

    /**
     * The WSDL in several files ({@code ?wsdl}) or in one ({@code ?singleWsdl}), with the address that the caller used.
     */
    @GET
    public Response describe(@Context HttpServerRequest request) {
        String query = request.query() == null ? "" : request.query().toLowerCase(Locale.ROOT);
        if (query.equals("wsdl")) {
            return xml(Wsdl.multi(address(request)));
        }
        if (query.equals("singlewsdl")) {
            return xml(Wsdl.single(address(request)));
        }
        Matcher schema = SCHEMA.matcher(query);
        if (schema.matches()) {
            return Wsdl.xsd(address(request), Integer.parseInt(schema.group(1)))
                    .map(MsAdsSoapResource::xml)
                    .orElseThrow(MsAdsSoapResource::nothing);
        }
        throw nothing();
    }

    private static DomainException nothing() {
        return new DomainException(
                ErrorCode.OPERATION_UNKNOWN, "Operations are called with POST; the description is at ?wsdl.");
    }

    private static String address(HttpServerRequest request) {
        return OutsideView.of(request).url(request.path());
    }

    private static Response xml(String text) {
        return Response.ok(text.getBytes(StandardCharsets.UTF_8))
                .header(HttpHeaders.CONTENT_TYPE, "text/xml; charset=utf-8")
                .build();
    }
}
