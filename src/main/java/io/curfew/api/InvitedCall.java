package io.curfew.api;

import io.curfew.credentials.KeyedHashes;
import io.curfew.events.Actor;
import io.curfew.people.Invitation;
import io.curfew.security.ClientAddress;
import io.curfew.security.Door;
import io.curfew.security.WriteRequest;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A call by somebody who is known by the token in its body alone. */
final class InvitedCall {
    private final Door door;
    private final HttpServerRequest request;
    private final KeyedHashes hashes;

    InvitedCall(Door door, HttpServerRequest request, KeyedHashes hashes) {
        this.door = door;
        this.request = request;
        this.hashes = hashes;
    }

    /** The body, which has to be there. */
    JsonBody json(byte @Nullable [] body) {
        return JsonBody.required(request.getHeader(HttpHeaders.CONTENT_TYPE), null, body);
    }

    /** The caller's address, empty when it is unknown. */
    String address() {
        return ClientAddress.of(request);
    }

    /** The one to be named in the audit: the user, whose token it is. */
    Actor actor(Invitation invitation) {
        return new Actor(Actor.Kind.CUSTOMER, invitation.userId(), door.name()).at(address());
    }

    /** This call as a write. The body holds a password, so what is kept of it is under a key of its own. */
    WriteRequest write(Invitation invitation, String body) {
        return new WriteRequest(
                door,
                invitation.tenantId(),
                invitation.tenantId(),
                invitation.id(),
                request.getHeader(NativeApi.IDEMPOTENCY_KEY),
                request.path(),
                List.of(
                        request.method().name(),
                        request.path(),
                        hashes.hex(KeyedHashes.Purpose.NATIVE_PASSWORD_REQUEST, body)));
    }
}
