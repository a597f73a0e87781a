package io.curfew.security;

import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;

/** Where a call comes from, by which guesses and logins are counted. */
public final class ClientAddress {
    private ClientAddress() {}

    /** The IP address; empty when it is unknown, as on a connection that is gone. */
    public static String of(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        String address = remote == null ? null : remote.hostAddress();
        return address == null ? "" : address;
    }
}
