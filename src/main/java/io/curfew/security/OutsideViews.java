package io.curfew.security;

import io.curfew.settings.Network;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Works out how requests look from outside. What proxies say of a request is believed as far as trusted ones say it: from
 * the connection's other end outward, each trusted proxy's word on who sent it the request is taken, and the first one that
 * is not trusted is the caller. Scheme, host and port are those that the last trusted one was called with; where it does not
 * say, those of the next one inward. What comes from others, and what cannot be read, counts as not said.
 *
 * <p>Quarkus has the same for one proxy, but takes the first address of the list, which is whatever a caller wrote into it.
 */
@ApplicationScoped
public class OutsideViews {
    private final List<Network> trusted;
    private final ProxyHeaders headers;
    private final @Nullable String publicUrl;

    @Inject
    OutsideViews(ProxyConfig proxies, PublicUrlConfig publicUrl) {
        this(
                proxies.trustedProxies().orElse(List.of()),
                proxies.proxyHeaders(),
                publicUrl.origin().orElse(null));
    }

    OutsideViews(List<Network> trusted, ProxyHeaders headers, @Nullable String publicUrl) {
        this.trusted = List.copyOf(trusted);
        this.headers = headers;
        this.publicUrl = publicUrl;
    }

    /** Lets {@link OutsideView#of} know {@code request}. To be called once for each, before anything asks. */
    public void enter(HttpServerRequest request) {
        if ((!trusted.isEmpty() || publicUrl != null) && request instanceof HttpServerRequestInternal internal) {
            through(OutsideView.direct(request), request.headers()).putInto(internal);
        }
    }

    /** {@code direct}, as far out as its headers can be believed. */
    OutsideView through(OutsideView direct, MultiMap said) {
        OutsideView view = direct;
        Iterator<ForwardedHop> hops = headers.hops(said);
        while (isTrusted(view.client()) && hops.hasNext()) {
            ForwardedHop hop = hops.next();
            view = view.through(hop);
            if (OutsideView.node(hop.node()) == null) {
                break;
            }
        }
        return view.publishedAt(publicUrl);
    }

    private boolean isTrusted(String address) {
        for (Network network : trusted) {
            if (Boolean.TRUE.equals(network.contains(address))) {
                return true;
            }
        }
        return false;
    }
}
