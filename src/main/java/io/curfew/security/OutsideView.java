package io.curfew.security;

import io.curfew.settings.Network;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.impl.HttpServerRequestInternal;
import io.vertx.core.net.HostAndPort;
import io.vertx.core.net.SocketAddress;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A request as its caller made it, outside of all proxies: from which address, and with which scheme, host and port. The one
 * place that whatever depends on these asks: links and the addresses in descriptions, limits, guesses, the audit.
 * {@link OutsideViews} works it out.
 */
public final class OutsideView {
    private static final Object KEY = OutsideView.class.getName();

    /** The address of a node as headers name it: perhaps in brackets, perhaps with a port. */
    private static final Pattern NODE = Pattern.compile("\\[([^\\]]+)](?::[0-9]{1,5})?|([0-9.]+)(?::[0-9]{1,5})?|(.+)");

    private static final Pattern PORT = Pattern.compile("[0-9]{1,5}");
    private static final int MAX_PORT = 65_535;
    private static final int LONGEST_HOST = 255;
    private static final String HTTP = "http";
    private static final String HTTPS = "https";

    private final String client;
    private final String scheme;
    private final String host;
    private final int port;
    private final @Nullable String publicUrl;

    OutsideView(String client, String scheme, String host, int port, @Nullable String publicUrl) {
        this.client = client;
        this.scheme = scheme;
        this.host = host;
        this.port = port;
        this.publicUrl = publicUrl;
    }

    /** How {@code request} looks from outside. */
    public static OutsideView of(HttpServerRequest request) {
        return request instanceof HttpServerRequestInternal internal
                        && internal.context().getLocal(KEY) instanceof OutsideView known
                ? known
                : direct(request);
    }

    /** Lets {@link #of} say so of {@code request}. */
    void putInto(HttpServerRequestInternal request) {
        request.context().putLocal(KEY, this);
    }

    /** How {@code request} looks to who is at the other end of its connection. */
    static OutsideView direct(HttpServerRequest request) {
        SocketAddress remote = request.remoteAddress();
        String client = remote == null ? null : remote.hostAddress();
        String scheme = HTTPS.equals(request.scheme()) ? HTTPS : HTTP;
        HostAndPort authority = valid(request.authority());
        if (authority == null) {
            authority = local(request.localAddress());
        }
        return new OutsideView(client == null ? "" : plain(client), scheme, authority.host(), authority.port(), null);
    }

    private static HostAndPort local(@Nullable SocketAddress address) {
        String host = address == null ? null : Network.canonical(String.valueOf(address.hostAddress()));
        if (address == null || host == null) {
            return HostAndPort.create("localhost", -1);
        }
        return HostAndPort.create(host.indexOf(':') < 0 ? host : "[" + host + "]", address.port());
    }

    /** The caller's IP address; empty when it is unknown, as on a connection that is gone. */
    public String client() {
        return client;
    }

    /** The host that the caller called, without its port. */
    public String host() {
        return host;
    }

    /** {@code path}, which is absolute, behind what absolute URLs begin with. */
    public String url(String path) {
        return (publicUrl == null ? origin() : publicUrl) + path;
    }

    private String origin() {
        return scheme + "://" + host + (port < 0 || port == defaultPort(scheme) ? "" : ":" + port);
    }

    OutsideView publishedAt(@Nullable String url) {
        return new OutsideView(client, scheme, host, port, url);
    }

    /** This view, one proxy further out: where {@code hop} says something, and it can be read, that is taken. */
    OutsideView through(ForwardedHop hop) {
        String address = node(hop.node());
        String said = hop.scheme() == null ? "" : hop.scheme().toLowerCase(Locale.ROOT);
        String outerScheme = said.equals(HTTP) || said.equals(HTTPS) ? said : scheme;
        HostAndPort named = authority(hop.authority());
        int apart = port(hop.port(), outerScheme);
        int inherited = named == null ? port : -1;
        return new OutsideView(
                address == null ? client : address,
                outerScheme,
                named == null ? host : named.host(),
                named != null && named.port() >= 0 ? named.port() : apart >= 0 ? apart : inherited,
                publicUrl);
    }

    /** The address that a header means, in its one form; null when it means none, or hides it. */
    static @Nullable String node(@Nullable String text) {
        Matcher node = NODE.matcher(text == null ? "" : text);
        if (!node.matches()) {
            return null;
        }
        return Network.canonical(
                node.group(1) != null ? node.group(1) : node.group(2) != null ? node.group(2) : node.group(3));
    }

    /** A port that is said apart from its host. Proxies behind another one tend to tell their own: no port of HTTPS is 80. */
    private static int port(@Nullable String text, String scheme) {
        if (text == null || !PORT.matcher(text).matches()) {
            return -1;
        }
        int port = Integer.parseInt(text);
        boolean otherSchemes = port == defaultPort(scheme.equals(HTTP) ? HTTPS : HTTP);
        return port == 0 || port > MAX_PORT || otherSchemes ? -1 : port;
    }

    private static int defaultPort(String scheme) {
        return scheme.equals(HTTPS) ? 443 : 80;
    }

    private static @Nullable HostAndPort authority(@Nullable String text) {
        return text == null ? null : valid(HostAndPort.parseAuthority(text, -1));
    }

    /** What is looked into here is what Vert.x lets through: anything in brackets, nothing at all, the port 0. */
    private static @Nullable HostAndPort valid(@Nullable HostAndPort authority) {
        if (authority == null || authority.host().isEmpty() || authority.host().length() > LONGEST_HOST) {
            return null;
        }
        String host = authority.host();
        if (host.startsWith("[") && Network.canonical(host.substring(1, host.length() - 1)) == null) {
            return null;
        }
        return authority.port() == 0 ? HostAndPort.create(host, -1) : authority;
    }

    private static String plain(String address) {
        String canonical = address.indexOf(':') < 0 ? address : Network.canonical(address);
        return canonical == null ? address : canonical;
    }
}
