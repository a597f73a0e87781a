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

/** The two ways to the same operations, and how each of them answers. */
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

        /** A client reads the fault of no other status than this. */
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

    /** The header that names the log entry of a call. */
    static final String TRACKING_ID = "TrackingId";

    private final String mediaType;

    Transport(String mediaType) {
        this.mediaType = mediaType;
    }

    abstract byte[] body(WireObject answer, String trackingId);

    abstract byte[] body(DomainError error, String trackingId);

    abstract int status(DomainError error);

    /** The answer that says {@code answer}. */
    Response answer(WireObject answer, String trackingId) {
        return response(200, body(answer, trackingId), trackingId);
    }

    /** The answer that refuses with {@code error}. */
    Response fault(DomainError error, String trackingId) {
        DoorMetrics.refused(MsAdsDoor.NAME, error.code());
        Response fault = response(status(error), body(error, trackingId), trackingId);
        // A client reads the fault of no other status than 500; the header tells that this one passes.
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
