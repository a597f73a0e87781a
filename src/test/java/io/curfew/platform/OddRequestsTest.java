package io.curfew.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.CurfewTest;
import io.curfew.testing.LogLines;
import io.curfew.testing.RawHttp;
import io.curfew.testing.RawHttp.Answer;
import io.quarkus.test.common.http.TestHTTPResource;
import io.vertx.core.Future;
import io.vertx.core.MultiMap;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.RequestOptions;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What no proper client sends is refused in the door's own form, and leaves nothing in the log. What the decoder cannot read is
 * RequestSmugglingIT's.
 */
@CurfewTest
class OddRequestsTest {
    private static final String END = "\r\nHost: x\r\nConnection: close\r\n";

    @Inject
    Vertx vertx;

    @TestHTTPResource
    URI url;

    /** An address of each door, and how its refusals look. */
    enum Place {
        TWILIO("/2010-04-01/Accounts.json", "\"more_info\":", false),
        SORACOM("/v1/sims", "\"code\":\"SEM90", false),
        NATIVE("/api/v1/accounts", "\"type\":\"urn:curfew:problem:", false),
        REST("/CustomerManagement/v13/Account/Query", "\"Type\":\"AdApiFaultDetail\"", true),
        SOAP("/Api/CustomerManagement/v13/CustomerManagementService.svc", "<s:Fault>", true),
        NONE("/q/health", "\"type\":\"urn:curfew:problem:", false);

        private final String path;
        private final String form;
        private final boolean microsofts;

        Place(String path, String form, boolean microsofts) {
            this.path = path;
            this.form = form;
            this.microsofts = microsofts;
        }

        /** Microsoft's door has one status for each transport. */
        private int status(int status) {
            return !microsofts ? status : this == SOAP ? 500 : 400;
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void areRefusedInTheFormOfTheDoor(Place place) throws IOException {
        try (LogLines log = new LogLines()) {
            String path = place.path;
            assertRefused(place, 400, "GET " + path + " HTTP/1.1\r\nConnection: close\r\n\r\n");
            assertRefused(place, 400, "GET " + path + " HTTP/1.1\r\nHost: a b\r\nConnection: close\r\n\r\n");
            assertRefused(place, 400, "GET " + path + " HTTP/1.1\r\nHost: x\r\nHost: y\r\n\r\n");
            if (place != Place.NONE) {
                assertRefused(place, 400, "GET " + path + "/%zz HTTP/1.1" + END + "\r\n");
                assertRefused(place, 400, "GET " + path + "/%ff HTTP/1.1" + END + "\r\n");
                assertRefused(
                        place,
                        400,
                        "POST " + path + " HTTP/1.1" + END
                                + "Transfer-Encoding: chunked\r\n\r\nzz\r\nabc\r\n0\r\n\r\n");
            }
            assertThat(log.atLeast(Level.WARNING)).isEmpty();
            assertThat(log.withStack()).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(Place.class)
    void absoluteFormIsTheSameAddress(Place place) throws IOException {
        String rest = " HTTP/1.1" + END + "\r\n";
        assertThat(raw("GET http://x" + place.path + rest).status())
                .isEqualTo(raw("GET " + place.path + rest).status());
    }

    @Test
    void whatIsNoAddressIsNotFound() throws IOException {
        try (LogLines log = new LogLines()) {
            for (String request : List.of("GET * HTTP/1.1", "CONNECT x:443 HTTP/1.1", "GET api/v1/accounts HTTP/1.1")) {
                Answer answer = raw(request + END + "\r\n");
                assertThat(answer.status()).as(request).isEqualTo(404);
                assertThat(answer.body()).contains(Place.NATIVE.form);
                assertThat(answer.headers()).containsEntry("x-content-type-options", "nosniff");
            }
            Answer server = raw("OPTIONS * HTTP/1.1" + END + "\r\n");
            assertThat(server.status()).isEqualTo(204);
            assertThat(server.headers()).containsEntry("allow", "DELETE, GET, HEAD, OPTIONS, PATCH, POST, PUT");
            assertThat(log.atLeast(Level.WARNING)).isEmpty();
        }
    }

    @Test
    void overHttp2() throws Exception {
        HttpClient client = vertx.createHttpClient(
                new HttpClientOptions().setProtocolVersion(HttpVersion.HTTP_2).setHttp2ClearTextUpgrade(false));
        try (LogLines log = new LogLines()) {
            assertThat(statusOverHttp2(client, HttpMethod.CONNECT, "x", "")).isEqualTo(400);
            assertThat(statusOverHttp2(client, HttpMethod.GET, "*", "")).isEqualTo(404);
            assertThat(statusOverHttp2(client, HttpMethod.OPTIONS, "*", "")).isEqualTo(204);
            for (Place place : Place.values()) {
                if (place != Place.NONE) {
                    assertThat(statusOverHttp2(client, HttpMethod.GET, place.path + "/%zz", ""))
                            .isEqualTo(place.status(400));
                }
            }
            assertThat(statusOverHttp2(client, HttpMethod.GET, Place.NATIVE.path, "x".repeat(20_000)))
                    .isEqualTo(401);
            assertThat(log.atLeast(Level.WARNING)).isEmpty();
        } finally {
            wait(client.close());
        }
    }

    private int statusOverHttp2(HttpClient client, HttpMethod method, String address, String header) throws Exception {
        return wait(client.request(new RequestOptions()
                        .setHost(url.getHost())
                        .setPort(url.getPort())
                        .setMethod(method)
                        .setHeaders(MultiMap.caseInsensitiveMultiMap().add("X-Long", header))
                        .setURI(address))
                .compose(request -> request.send().map(answer -> answer.statusCode())));
    }

    private static <T> T wait(Future<T> future) throws Exception {
        return future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
    }

    private void assertRefused(Place place, int status, String request) throws IOException {
        Answer answer = raw(request);
        String shown = request.length() > 200 ? request.substring(0, 200) : request;
        assertThat(answer.status()).as(shown + answer).isEqualTo(place.status(status));
        assertThat(answer.body()).as(shown).contains(place.form);
        assertThat(answer.headers()).as(shown).containsEntry("x-content-type-options", "nosniff");
    }

    private Answer raw(String request) throws IOException {
        try (RawHttp http = new RawHttp(url)) {
            return http.send(request).read();
        }
    }
}
