package io.curfew.security;

import io.vertx.core.MultiMap;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The two kinds of headers in which proxies say where a request comes from and where it was sent. */
public enum ProxyHeaders {
    /** {@code X-Forwarded-For}, {@code -Proto}, {@code -Host} and {@code -Port}, as most proxies write them. */
    X_FORWARDED {
        @Override
        Iterator<ForwardedHop> hops(MultiMap headers) {
            return new XForwarded(headers);
        }
    },

    /** {@code Forwarded} (RFC 7239). */
    FORWARDED {
        @Override
        Iterator<ForwardedHop> hops(MultiMap headers) {
            return new Forwarded(headers);
        }
    };

    /**
     * What each proxy says in these headers, the nearest one first. All of it may be a lie, except what trusted proxies
     * say.
     */
    abstract Iterator<ForwardedHop> hops(MultiMap headers);

    /**
     * The headers are lists of their own. A proxy either puts its value at the end of each or replaces what it got; so the
     * elements at the same place from the end are of one proxy, and a list with a single element is of the nearest one.
     */
    private static final class XForwarded implements Iterator<ForwardedHop> {
        private final LastFirst nodes;
        private final LastFirst schemes;
        private final LastFirst authorities;
        private final LastFirst ports;

        XForwarded(MultiMap headers) {
            this.nodes = new LastFirst(headers.getAll("X-Forwarded-For"));
            this.schemes = new LastFirst(headers.getAll("X-Forwarded-Proto"));
            this.authorities = new LastFirst(headers.getAll("X-Forwarded-Host"));
            this.ports = new LastFirst(headers.getAll("X-Forwarded-Port"));
        }

        @Override
        public boolean hasNext() {
            return nodes.hasNext() || schemes.hasNext() || authorities.hasNext() || ports.hasNext();
        }

        @Override
        public ForwardedHop next() {
            return new ForwardedHop(of(nodes), of(schemes), of(authorities), of(ports));
        }

        private static @Nullable String of(LastFirst elements) {
            return elements.hasNext() ? elements.next() : null;
        }
    }

    private static final class Forwarded implements Iterator<ForwardedHop> {
        /** A parameter; no value that is of use here needs an escape. */
        private static final Pattern PARAMETER = Pattern.compile(
                "\\G\\s*+([!#$%&'*+.^_`|~0-9A-Za-z-]++)=(?:\"([^\"\\\\]*+)\"|([^\\s\";]++))\\s*+(?:;|$)");

        private final LastFirst elements;

        Forwarded(MultiMap headers) {
            this.elements = new LastFirst(headers.getAll("Forwarded"));
        }

        @Override
        public boolean hasNext() {
            return elements.hasNext();
        }

        @Override
        public ForwardedHop next() {
            String element = elements.next();
            Map<String, String> parameters = new HashMap<>();
            Matcher parameter = PARAMETER.matcher(element);
            int end = 0;
            while (parameter.find()) {
                String value = parameter.group(2) == null ? parameter.group(3) : parameter.group(2);
                String before = parameters.put(parameter.group(1).toLowerCase(Locale.ROOT), value);
                if (before != null) {
                    return ForwardedHop.SILENT;
                }
                end = parameter.end();
            }
            return end == element.length()
                    ? new ForwardedHop(parameters.get("for"), parameters.get("proto"), parameters.get("host"), null)
                    : ForwardedHop.SILENT;
        }
    }
}
