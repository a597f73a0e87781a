package io.curfew.dialects.soracom;

import io.curfew.limits.RateLimiter;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerResponseContext;
import org.jboss.resteasy.reactive.server.ServerResponseFilter;

/** Tells every caller of the door the state of the window of its limit. */
class SoracomRateHeaders {
    @ServerResponseFilter
    void filter(ContainerRequestContext request, ContainerResponseContext response) {
        SoracomCall.find(request).map(SoracomCall::use).ifPresent(use -> add(use, response));
    }

    private static void add(RateLimiter.Use use, ContainerResponseContext response) {
        response.getHeaders().putSingle("X-Soracom-Ratelimit-Limit", use.limit());
        response.getHeaders().putSingle("X-Soracom-Ratelimit-Remaining", use.remaining());
        response.getHeaders().putSingle("X-Soracom-Ratelimit-Seconds-Before-Refresh", use.secondsLeft());
    }
}
