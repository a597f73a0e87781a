package io.curfew.dialects.msads;

import io.curfew.dialects.msads.wire.JsonWriter;
import io.curfew.dialects.msads.wire.SoapWriter;
import io.curfew.dialects.msads.wire.WireObject;
import io.curfew.kernel.DomainError;
import io.curfew.kernel.ErrorCode;
import io.curfew.security.Door;
import io.curfew.security.DoorMetrics;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;

/** The two transports of the same operations, and how each of them answers. */
enum Transport {
    SOAP("text/xml; charset=utf-8") {
        @Override
        byte[] body(WireObject answer, String trackingId) {
            return SoapWriter.response(answer, trackingId);
        }

        @Override
        byte[] body(DomainError error, String trackingId) {
            return SoapWriter.fault(MsAdsFaults.fault(error), trackingId);
        }

        /** Clients read a fault with no status but this one. */
        @Override
        int status(DomainError error) {
            return 500;
        }
    },
    REST("application/json") {
        @Override
        byte[] body(WireObject answer, String trackingId) {
            return JsonWriter.response(answer);
        }

        @Override
        byte[] body(DomainError error, String trackingId) {
            return JsonWriter.fault(MsAdsFaults.fault(error), trackingId);
        }

        @Override
        int status(DomainError error) {
            return MsAdsFaults.row(error).status();
        }
    };

    /** The header that identifies a call in the log. */
    static final String TRACKING_ID = "TrackingId";

    private final String mediaType;

    Transport(String mediaType) {
        this.mediaType = mediaType;
    }

    abstract byte[] body(WireObject answer, String trackingId);

    abstract byte[] body(DomainError error, String trackingId);

    abstract int status(DomainError error);

    /** The HTTP response with {@code answer} as its content. */
    Response answer(WireObject answer, String trackingId) {
        return response(200, body(answer, trackingId), trackingId);
    }

    /** The HTTP response that refuses the call with {@code error}. */
    Response fault(DomainError error, String trackingId) {
        DoorMetrics.refused(MsAdsDoor.NAME, error.code());
        Response fault = response(status(error), body(error, trackingId), trackingId);
        // Clients read a fault with no status but 500, so the header has to tell that this one is temporary.
        return error.code() == ErrorCode.UNAVAILABLE
                ? Response.fromResponse(fault)
                        .header(HttpHeaders.RETRY_AFTER, Door.RETRY_AFTER_SECONDS)
                        .build()
                : fault;
    }

    private Response response(int status, byte[] body, String trackingId) {
        return Response.status(status)
                .header(HttpHeaders.CONTENT_TYPE, mediaType)
                .header(TRACKING_ID, trackingId)
                .entity(body)
                .build();
    }
}
