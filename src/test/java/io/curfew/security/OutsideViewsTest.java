package io.curfew.security;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.settings.Network;
import io.vertx.core.MultiMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Whose word counts, and for what. The service is called at {@code http://inside:8080}; {@code 10.0.0.0/8} and {@code
 * fd00::/8} are trusted.
 */
class OutsideViewsTest {
    private static final List<Network> TRUSTED =
            Stream.of("10.0.0.0/8", "fd00::/8").map(Network::parse).toList();
    private static final String NEAR = "10.0.0.1";
    private static final String FAR = "10.0.0.2";
    private static final String STRANGER = "203.0.113.7";

    /** Lists in the order in which they come; {@code |} divides the lines of a header. */
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            nullValues = "-",
            value = {
                // what nobody says, or nobody who is trusted
                "10.0.0.1; -; -; -; -; 10.0.0.1; http://inside:8080",
                "203.0.113.9; 198.51.100.1; https; evil.example; 443; 203.0.113.9; http://inside:8080",
                "::1; 198.51.100.1; https; evil.example; 443; ::1; http://inside:8080",
                // one proxy
                "10.0.0.1; 203.0.113.7; https; curfew.example; 443; 203.0.113.7; https://curfew.example",
                "10.0.0.1; 203.0.113.7; https; curfew.example; -; 203.0.113.7; https://curfew.example",
                "10.0.0.1; 203.0.113.7; HTTPS; curfew.example; 8443; 203.0.113.7; https://curfew.example:8443",
                "10.0.0.1; 203.0.113.7; https; curfew.example:8443; -; 203.0.113.7; https://curfew.example:8443",
                "10.0.0.1; 203.0.113.7; https; curfew.example:8443; 443; 203.0.113.7; https://curfew.example:8443",
                "10.0.0.1; 203.0.113.7; https; curfew.example; 80; 203.0.113.7; https://curfew.example",
                "10.0.0.1; 203.0.113.7; http; curfew.example; 443; 203.0.113.7; http://curfew.example",
                "10.0.0.1; 203.0.113.7; https; [2001:db8::5]; 8443; 203.0.113.7; https://[2001:db8::5]:8443",
                "10.0.0.1; 203.0.113.7; -; curfew.example; -; 203.0.113.7; http://curfew.example",
                "10.0.0.1; 203.0.113.7; https; -; -; 203.0.113.7; https://inside:8080",
                "10.0.0.1; 203.0.113.7; https; -; 443; 203.0.113.7; https://inside",
                "10.0.0.1; -; https; curfew.example; -; 10.0.0.1; https://curfew.example",
                "10.0.0.1; 203.0.113.7; -; -; -; 203.0.113.7; http://inside:8080",
                // addresses as proxies write them
                "fd00::1; 2001:db8:0:0::7; https; a.example; -; 2001:db8::7; https://a.example",
                "10.0.0.1; 203.0.113.7:51000; -; -; -; 203.0.113.7; http://inside:8080",
                "10.0.0.1; [2001:DB8::7]; -; -; -; 2001:db8::7; http://inside:8080",
                "10.0.0.1; [2001:db8::7]:51000; -; -; -; 2001:db8::7; http://inside:8080",
                "10.0.0.1; ::ffff:203.0.113.7; -; -; -; 203.0.113.7; http://inside:8080",
                "10.0.0.1; fe80::7%eth0; -; -; -; fe80::7; http://inside:8080",
                // what a caller has written comes first, and is not looked at
                "10.0.0.1; 198.51.100.1, 203.0.113.7; http, https; evil, a.example; 1, 443; 203.0.113.7; https://a.example",
                "10.0.0.1; 10.0.0.9, 203.0.113.7; https; a.example; -; 203.0.113.7; https://a.example",
                "10.0.0.1; 198.51.100.1|203.0.113.7; https; evil|a.example; -; 203.0.113.7; https://a.example",
                "10.0.0.1; '\"198.51.100.1, 203.0.113.7'; https; a.example; -; 203.0.113.7; https://a.example",
                "10.0.0.1; ' , ,, 203.0.113.7, ,'; https; a.example; -; 203.0.113.7; https://a.example",
                // several proxies, each of which adds its own, or replaces what it got
                "10.0.0.1; 203.0.113.7, 10.0.0.2; https, http; a.example, b.inside; 443, 80; 203.0.113.7; https://a.example",
                "10.0.0.1; 203.0.113.7, 10.0.0.2; https; a.example; 443; 203.0.113.7; https://a.example",
                "10.0.0.1; 198.51.100.1, 203.0.113.7, 10.0.0.2; ftp, https, http; evil, a.example, b; -; 203.0.113.7; https://a.example",
                "10.0.0.1; 10.0.0.3, 10.0.0.2; https; a.example; -; 10.0.0.3; https://a.example",
                "10.0.0.1; 203.0.113.7, ::ffff:10.0.0.2; https; a.example; -; 203.0.113.7; https://a.example",
                // what cannot be read ends the chain, and counts as not said
                "10.0.0.1; unknown; https; a.example; -; 10.0.0.1; https://a.example",
                "10.0.0.1; 203.0.113.7, unknown, 10.0.0.2; https; a.example; -; 10.0.0.2; https://a.example",
                "10.0.0.1; 203.0.113.7.; -; -; -; 10.0.0.1; http://inside:8080",
                "10.0.0.1; 203.0.113.777; -; -; -; 10.0.0.1; http://inside:8080",
                "10.0.0.1; client.example; -; -; -; 10.0.0.1; http://inside:8080",
                "10.0.0.1; 203.0.113.7; javascript; a.example; -; 203.0.113.7; http://a.example",
                "10.0.0.1; 203.0.113.7; https; a.example/x; -; 203.0.113.7; https://inside:8080",
                "10.0.0.1; 203.0.113.7; https; me@a.example; -; 203.0.113.7; https://inside:8080",
                "10.0.0.1; 203.0.113.7; https; '<a>'; -; 203.0.113.7; https://inside:8080",
                "10.0.0.1; 203.0.113.7; https; '[\"><a>]'; -; 203.0.113.7; https://inside:8080",
                "10.0.0.1; 203.0.113.7; https; a.example:99999; -; 203.0.113.7; https://inside:8080",
                "10.0.0.1; 203.0.113.7; https; a.example:; -; 203.0.113.7; https://a.example",
                "10.0.0.1; 203.0.113.7; https; a.example; 0; 203.0.113.7; https://a.example",
                "10.0.0.1; 203.0.113.7; https; a.example; 70000; 203.0.113.7; https://a.example",
                "10.0.0.1; 203.0.113.7; https; a.example; -1; 203.0.113.7; https://a.example",
                "10.0.0.1; 203.0.113.7; https; a.example; x; 203.0.113.7; https://a.example"
            })
    void xForwarded(String peer, String node, String scheme, String host, String port, String client, String origin) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .add("Forwarded", "for=198.51.100.99;host=evil.example;proto=https")
                .add("X-Real-IP", "198.51.100.99")
                .add("X-Forwarded-Ssl", "on")
                .add("X-Forwarded-Prefix", "/evil");
        add(headers, "X-Forwarded-For", node);
        add(headers, "x-forwarded-proto", scheme);
        add(headers, "X-Forwarded-Host", host);
        add(headers, "X-Forwarded-Port", port);
        assertView(ProxyHeaders.X_FORWARDED, peer, headers, client, origin);
    }

    /** A sign for each quotation mark, so that the table can be read. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            nullValues = "-",
            value = {
                "10.0.0.1! -! 10.0.0.1! http://inside:8080",
                "203.0.113.9! for=198.51.100.1;host=evil.example;proto=https! 203.0.113.9! http://inside:8080",
                "10.0.0.1! for=203.0.113.7;proto=https;host=curfew.example! 203.0.113.7! https://curfew.example",
                "10.0.0.1! For=203.0.113.7; Proto=HTTPS ;HOST=curfew.example:8443;by=10.0.0.1! 203.0.113.7! https://curfew.example:8443",
                "10.0.0.1! for=`[2001:db8::7]:51000`;host=`a.example:8443`;proto=https! 2001:db8::7! https://a.example:8443",
                "10.0.0.1! for=`203.0.113.7:51000`! 203.0.113.7! http://inside:8080",
                "10.0.0.1! for=203.0.113.7:51000! 203.0.113.7! http://inside:8080",
                "10.0.0.1! proto=https;host=a.example! 10.0.0.1! https://a.example",
                "10.0.0.1! for=203.0.113.7;ext=`a,b;c`;proto=https! 203.0.113.7! https://inside:8080",
                // what a caller has written comes first, and is not looked at
                "10.0.0.1! for=198.51.100.1;host=evil, for=203.0.113.7;host=a.example! 203.0.113.7! http://a.example",
                "10.0.0.1! for=198.51.100.1;host=evil|for=203.0.113.7;host=a.example! 203.0.113.7! http://a.example",
                "10.0.0.1! for=`, for=203.0.113.7;proto=https;host=a.example! 203.0.113.7! https://a.example",
                "10.0.0.1! for=`x, for=`[2001:db8::7]`;proto=https;host=a.example! 2001:db8::7! https://a.example",
                "10.0.0.1! for=10.0.0.9;host=evil, for=203.0.113.7;proto=https! 203.0.113.7! https://inside:8080",
                // several proxies
                "10.0.0.1! for=203.0.113.7;proto=https;host=a.example, for=10.0.0.2;proto=http;host=b! 203.0.113.7! https://a.example",
                "10.0.0.1! for=203.0.113.7, for=10.0.0.2;proto=https;host=a.example! 203.0.113.7! https://a.example",
                "10.0.0.1! for=198.51.100.1;host=evil, for=203.0.113.7;host=a.example, for=`[fd00::2]`;proto=https! 203.0.113.7! https://a.example",
                // what cannot be read ends the chain, and counts as not said
                "10.0.0.1! for=unknown;proto=https! 10.0.0.1! https://inside:8080",
                "10.0.0.1! for=_hidden;host=a.example! 10.0.0.1! http://a.example",
                "10.0.0.1! for=203.0.113.7, for=_x, for=10.0.0.2! 10.0.0.2! http://inside:8080",
                "10.0.0.1! for=203.0.113.7;for=198.51.100.1! 10.0.0.1! http://inside:8080",
                "10.0.0.1! for=203.0.113.7;host=`a\\`b`! 10.0.0.1! http://inside:8080",
                "10.0.0.1! 203.0.113.7! 10.0.0.1! http://inside:8080",
                "10.0.0.1! for=203.0.113.7;proto! 10.0.0.1! http://inside:8080",
                "10.0.0.1! for==203.0.113.7;;proto=https! 10.0.0.1! http://inside:8080",
                "10.0.0.1! for=203.0.113.7;proto=ftp;host=a/b! 203.0.113.7! http://inside:8080"
            })
    void forwarded(String peer, String forwarded, String client, String origin) {
        MultiMap headers = MultiMap.caseInsensitiveMultiMap()
                .add("X-Forwarded-For", "198.51.100.99")
                .add("X-Forwarded-Proto", "https")
                .add("X-Forwarded-Host", "evil.example")
                .add("X-Forwarded-Port", "1");
        add(headers, "Forwarded", forwarded == null ? null : forwarded.replace('`', '"'));
        assertView(ProxyHeaders.FORWARDED, peer, headers, client, origin);
    }

    @Test
    void publicUrlStandsAboveWhatIsSaid() {
        OutsideViews views = new OutsideViews(TRUSTED, ProxyHeaders.X_FORWARDED, "https://curfew.example");
        OutsideView view =
                views.through(direct(NEAR), MultiMap.caseInsensitiveMultiMap().add("X-Forwarded-Host", "a.example"));
        assertThat(view.url("/x")).isEqualTo("https://curfew.example/x");
        assertThat(view.host()).isEqualTo("a.example");
    }

    @Test
    void longListsAreReadToTheStranger() {
        String proxies = (FAR + ",").repeat(1500);
        OutsideViews views = new OutsideViews(TRUSTED, ProxyHeaders.X_FORWARDED, null);
        MultiMap headers =
                MultiMap.caseInsensitiveMultiMap().add("X-Forwarded-For", "6.6.6.6," + STRANGER + "," + proxies);
        assertThat(views.through(direct(NEAR), headers).client()).isEqualTo(STRANGER);
    }

    private static void add(MultiMap headers, String name, String lines) {
        if (lines != null) {
            for (String line : lines.split("\\|")) {
                headers.add(name, line);
            }
        }
    }

    private static void assertView(ProxyHeaders kind, String peer, MultiMap headers, String client, String origin) {
        OutsideView view = new OutsideViews(TRUSTED, kind, null).through(direct(peer), headers);
        assertThat(view.client()).isEqualTo(client);
        assertThat(view.url("/v1")).isEqualTo(origin + "/v1");
    }

    private static OutsideView direct(String peer) {
        return new OutsideView(peer, "http", "inside", 8080, null);
    }
}
