package io.curfew.dialects.twilio;

import io.curfew.kernel.DomainError;
import io.curfew.security.Door;
import io.curfew.security.DoorMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.List;

/** Twilio's part of the address space: its hosts' paths do not overlap, so one listener serves them all. */
@ApplicationScoped
class TwilioDoor implements Door {
    static final String NAME = "twilio";

    private static final List<String> ROOTS = List.of("/2010-04-01", "/v1/Services", "/v1/AuthTokens", "/v1/Keys");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean owns(String path) {
        for (String root : ROOTS) {
            if (Door.isUnder(root, path)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public Response failure(DomainError error, String path) {
        DoorMetrics.refused(NAME, error.code());
        return TwilioErrors.response(error, path);
    }
}
