package io.curfew.security;

import org.jspecify.annotations.Nullable;

/**
 * What a proxy says of a request that it passed on, as it wrote it: nothing of it has been looked at.
 *
 * @param node who sent it the request, null when it does not say
 * @param scheme the scheme of the address that was called, null likewise
 * @param authority host and perhaps port of that address, null likewise
 * @param port its port, where that is said apart; null likewise
 */
record ForwardedHop(
        @Nullable String node,
        @Nullable String scheme,
        @Nullable String authority,
        @Nullable String port) {
    /** Of a proxy that says nothing, or nothing that can be read. */
    static final ForwardedHop SILENT = new ForwardedHop(null, null, null, null);
}
