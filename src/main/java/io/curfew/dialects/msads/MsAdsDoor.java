package io.curfew.dialects.msads;

import io.curfew.dialects.msads.wire.CustomerManagement;
import io.curfew.kernel.DomainError;
import io.curfew.security.Door;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Microsoft Advertising's part of the address space: one address for SOAP, and a tree of addresses for REST. */
@ApplicationScoped
class MsAdsDoor implements Door {
    static final String NAME = "msads";
    static final String SOAP_PATH = CustomerManagement.SOAP_PATH;
    static final String REST_PATH = CustomerManagement.REST_BASE;

    private static final String SOAP_ROOT = "Api";
    private static final String SOAP_TREE = "/" + SOAP_ROOT + "/CustomerManagement/";
    private static final String REST_TREE = "/CustomerManagement/";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean namesLogins() {
        return false;
    }

    @Override
    public boolean countsOperations() {
        return true;
    }

    @Override
    public boolean owns(String path) {
        return path.startsWith(SOAP_TREE) || path.startsWith(REST_TREE);
    }

    /** One resource serves all REST addresses, but each address allows only the methods of its operations. */
    @Override
    public Set<String> taken(String path, Set<String> routed) {
        if (!path.startsWith(REST_PATH + "/")) {
            return routed;
        }
        Set<String> taken = CustomerManagement.methods(path.substring(REST_PATH.length()));
        if (!taken.isEmpty()) {
            taken.add(HttpMethod.OPTIONS);
        }
        return taken;
    }

    /** A call that failed before it had a tracking id gets one here. */
    @Override
    public Response failure(DomainError error, String path) {
        Transport transport = isSoap(path) ? Transport.SOAP : Transport.REST;
        String trackingId = newTrackingId();
        Log.infof("msads call: trackingId=%s transport=%s refused=%s", trackingId, transport, error.code());
        return transport.fault(error, trackingId);
    }

    /** Whether a path belongs to SOAP; misspelled paths are included. */
    private static boolean isSoap(String path) {
        return !path.startsWith(REST_TREE) && path.contains(SOAP_ROOT);
    }

    static String newTrackingId() {
        return UUID.randomUUID().toString();
    }

    /** This door for one call, whose answers carry its tracking id. */
    static Door of(Transport transport, String trackingId) {
        return new OfCall(transport, trackingId);
    }

    private record OfCall(Transport transport, String trackingId) implements Door {
        @Override
        public List<String> keptHeaders() {
            return List.of(Transport.TRACKING_ID);
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public boolean owns(String path) {
            return true;
        }

        @Override
        public Response failure(DomainError error, String path) {
            return transport.fault(error, trackingId);
        }
    }
}
