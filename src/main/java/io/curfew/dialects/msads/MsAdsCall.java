package io.curfew.dialects.msads;

import io.curfew.dialects.msads.wire.JsonWriter;
import io.curfew.dialects.msads.wire.Operation;
import io.curfew.dialects.msads.wire.WireObject;
import io.curfew.events.Actor;
import io.curfew.people.PersonRights;
import io.curfew.security.WriteRequest;
import io.vertx.core.http.HttpServerRequest;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A call whose caller is known.
 *
 * @param transport the transport that it came over
 * @param trackingId the id that identifies it in the log
 * @param rights what the caller may do
 * @param customerHint the customer that the caller says the call is about; null for none
 * @param request the HTTP request that it came in
 */
record MsAdsCall(
        Transport transport,
        String trackingId,
        PersonRights rights,
        @Nullable String customerHint,
        HttpServerRequest request) {
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    /** Whom the audit names as the actor. */
    Actor actor() {
        return rights.caller().actor(MsAdsDoor.NAME);
    }

    /** This call as a write. */
    WriteRequest write(Operation operation, WireObject body) {
        String tenantId = rights.caller().tenantId();
        return new WriteRequest(
                MsAdsDoor.of(transport, trackingId),
                tenantId,
                tenantId,
                rights.caller().credentialId(),
                request.getHeader(IDEMPOTENCY_KEY),
                request.path(),
                List.of(
                        transport.name(),
                        operation.name(),
                        new String(JsonWriter.values(body), StandardCharsets.UTF_8)));
    }
}
