package io.curfew.dialects.msads;

import io.curfew.dialects.msads.wire.Operation;
import io.curfew.dialects.msads.wire.WireObject;
import io.curfew.kernel.DomainException;
import io.curfew.people.PersonRights;
import io.curfew.security.AuditTrail;
import io.curfew.security.ClientAddress;
import io.curfew.security.CurrentCaller;
import io.curfew.security.DoorMetrics;
import io.quarkus.logging.Log;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Takes a call of either transport from its tokens to its answer, and logs it under the tracking id that the answer
 * carries. Credentials are checked before any part of the request is.
 */
@ApplicationScoped
class MsAdsCalls {
    private final MsAdsLogin gate;
    private final MsAdsOperations operations;
    private final AuditTrail audit;

    MsAdsCalls(MsAdsLogin gate, MsAdsOperations operations, AuditTrail audit) {
        this.audit = audit;
        this.gate = gate;
        this.operations = operations;
    }

    /**
     * What a transport has read of a call.
     *
     * @param operation the operation; refuses the call when there is none of that name
     * @param body the request's body; refuses the call when the body does not have the operation's form
     */
    record Received(
            Transport transport,
            HttpServerRequest request,
            @Nullable String accessToken,
            @Nullable String developerToken,
            @Nullable String customerHint,
            Supplier<Operation> operation,
            Supplier<WireObject> body) {}

    /**
     * The answer, which is a fault when the call is refused. If the service itself fails, the returned Uni fails, and
     * the door answers.
     */
    Uni<Response> take(Received received) {
        String trackingId = MsAdsDoor.newTrackingId();
        return gate.admit(received.accessToken, received.developerToken, received.request)
                .invoke(rights -> current(rights, received.request).enter())
                .chain(rights -> run(received, rights, trackingId))
                .onFailure(DomainException.class)
                .recoverWithItem(failure -> refused(received, (DomainException) failure, trackingId))
                .onItemOrFailure()
                .invoke((answer, failure) -> DoorMetrics.served(
                        MsAdsDoor.NAME, operation(received), failure == null ? answer.getStatus() : 500));
    }

    /** The operation's name, of those that there are. */
    private static String operation(Received received) {
        try {
            return received.operation.get().name();
        } catch (DomainException unknown) {
            return "none";
        }
    }

    private static CurrentCaller current(PersonRights rights, HttpServerRequest request) {
        String tenantId = rights.caller().tenantId();
        return new CurrentCaller(tenantId, tenantId, rights.caller().actor(MsAdsDoor.NAME), ClientAddress.of(request));
    }

    private Uni<Response> run(Received received, PersonRights rights, String trackingId) {
        DoorMetrics.accepted(MsAdsDoor.NAME);
        Operation operation = received.operation.get();
        MsAdsCall call = new MsAdsCall(received.transport, trackingId, rights, received.customerHint, received.request);
        return operations
                .run(operation, call, received.body)
                .invoke(answer -> Log.infof(
                        "msads call: trackingId=%s transport=%s operation=%s credential=%s status=%d",
                        name(answer, trackingId),
                        received.transport,
                        operation.name(),
                        rights.caller().credentialId(),
                        answer.getStatus()));
    }

    /**
     * The tracking id that the answer carries: the answer to a repeated call is the first one, with the first one's
     * tracking id.
     */
    private static String name(Response answer, String trackingId) {
        String borne = answer.getHeaderString(Transport.TRACKING_ID);
        return borne == null ? trackingId : borne;
    }

    private Response refused(Received received, DomainException refusal, String trackingId) {
        audit.refused(refusal);
        Log.infof("msads call: trackingId=%s transport=%s refused=%s", trackingId, received.transport, refusal.code());
        return received.transport.fault(refusal.error(), trackingId);
    }
}
