package io.curfew.security;

import io.vertx.core.http.HttpServerRequest;

/** Where a call comes from, by which guesses and logins are counted. */
public final class ClientAddress {
    private ClientAddress() {}

    /** The caller's IP address, see {@link OutsideView#client}. */
    public static String of(HttpServerRequest request) {
        return OutsideView.of(request).client();
    }
}
