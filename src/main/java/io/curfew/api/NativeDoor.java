package io.curfew.api;

import io.curfew.kernel.DomainError;
import io.curfew.security.Door;
import io.curfew.security.DoorMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;

/** The native API's part of the address space. */
@ApplicationScoped
class NativeDoor implements Door {
    @Override
    public String name() {
        return "native";
    }

    @Override
    public boolean namesLogins() {
        return false;
    }

    @Override
    public boolean owns(String path) {
        return Door.isUnder("/api", path);
    }

    @Override
    public Response failure(DomainError error, String path) {
        DoorMetrics.refused(name(), error.code());
        return Problems.response(error);
    }
}
