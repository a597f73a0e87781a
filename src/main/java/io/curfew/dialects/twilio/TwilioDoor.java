package io.curfew.dialects.twilio;

import io.curfew.kernel.DomainError;
import io.curfew.security.Door;
import io.curfew.security.DoorMetrics;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Twilio's part of the address space. The paths of its hosts {@code api}, {@code messaging}, {@code accounts} and {@code iam}
 * do not overlap, so one listener serves them all.
 */
@ApplicationScoped
class TwilioDoor implements Door {
    static final String NAME = "twilio";

    /** The beginnings of the paths that are served, the most frequent first. */
    private static final List<String> SERVED = List.of("/2010-04-01", "/v1/AuthTokens", "/v1/Keys");

    /** What else Twilio serves at these hosts; here it is answered with 404 in Twilio's form. */
    private static final List<String> NOT_SERVED = List.of(
            "/2008-08-01",
            "/v1/Services",
            "/v1/Deactivations",
            "/v1/LinkShortening",
            "/v1/Tollfree",
            "/v1/a2p",
            "/v2/Channels",
            "/v2/Indicators",
            "/v2/LinkShortening",
            "/v3/Indicators",
            "/v3/OptOuts",
            "/v1/Consents",
            "/v1/Contacts",
            "/v1/Credentials",
            "/v1/Messaging",
            "/v1/SafeList",
            "/v1/Account",
            "/v1/Accounts",
            "/v1/Authorize",
            "/v1/authorize",
            "/v1/console",
            "/v1/Operations",
            "/v1/Organization",
            "/v1/Organizations",
            "/v1/Roles",
            "/v1/Subaccounts",
            "/v1/token",
            "/v1/Users");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean owns(String path) {
        return isUnderAny(SERVED, path) || isUnderAny(NOT_SERVED, path);
    }

    private static boolean isUnderAny(List<String> roots, String path) {
        for (String root : roots) {
            if (Door.isUnder(root, path)) {
                return true;
            }
        }
        return false;
    }

    /** Old clients make changes with {@code PUT}; on a single resource that takes {@code POST}, it does the same. */
    @Override
    public Set<String> taken(String path, Set<String> routed) {
        if (!routed.contains(HttpMethod.POST) || !TwilioPath.namesOneThing(path)) {
            return routed;
        }
        Set<String> taken = new TreeSet<>(routed);
        taken.add(HttpMethod.PUT);
        return taken;
    }

    @Override
    public Response failure(DomainError error, String path) {
        DoorMetrics.refused(NAME, error.code());
        return TwilioErrors.response(error, path);
    }
}
