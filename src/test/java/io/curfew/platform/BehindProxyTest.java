package io.curfew.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Operators;
import io.curfew.testing.Operators.Operator;
import io.curfew.testing.PostgresResource;
import io.curfew.testing.RawHttp;
import io.curfew.testing.RawHttp.Answer;
import io.curfew.testing.TlsProxy;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every door through a real proxy that ends TLS: the caller's addresses, and the caller's own. */
@CurfewTest
class BehindProxyTest {
    private static final String OUTSIDE = "https://curfew.example:8443";
    private static final String FIRST = "127.0.0.1";
    private static final String SECOND = "127.0.0.2";

    /** What a caller may write into a request to pass for somebody else, at another address. */
    private static final String FORGED = "X-Forwarded-For: 198.51.100.1\r\nX-Forwarded-Proto: http\r\n"
            + "X-Forwarded-Host: evil.example\r\nX-Forwarded-Port: 1\r\nX-Real-IP: 198.51.100.1\r\n"
            + "Forwarded: for=198.51.100.1;host=evil.example;proto=http\r\n";

    private static TlsProxy proxy;

    @TempDir
    static Path directory;

    @Inject
    Accounts accounts;

    @Inject
    Operators operators;

    @TestHTTPResource
    URI service;

    @AfterAll
    static void stop() {
        if (proxy != null) {
            proxy.close();
        }
    }

    private Answer send(String from, String method, String path, String headers, String body) throws Exception {
        if (proxy == null) {
            proxy = TlsProxy.before(service, directory);
        }
        try (RawHttp http = new RawHttp(proxy.connect(from))) {
            return http.send(request(method, path, headers, body)).read();
        }
    }

    private static String request(String method, String path, String headers, String body) {
        return method + " " + path + " HTTP/1.1\r\nHost: curfew.example:8443\r\nConnection: close\r\n" + headers
                + (body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n") + "\r\n" + body;
    }

    private Answer get(String path, String headers) throws Exception {
        return send(FIRST, "GET", path, headers, "");
    }

    @Test
    void twilioPagesAreLinkedByTheOutsideAddress() throws Exception {
        // Given
        Credentials main = accounts.main();
        String authorization = RawHttp.authorization(main);
        String list = "/v1/Keys?AccountSid=" + main.sid() + "&PageSize=1";
        // When
        Answer page = get(list, FORGED + authorization);
        // Then
        JsonPath meta = JsonPath.from(page.body()).setRootPath("meta");
        assertThat(meta.getString("url")).isEqualTo(OUTSIDE + list + "&Page=0");
        assertThat(meta.getString("first_page_url")).isEqualTo(meta.getString("url"));
        assertThat(get(meta.getString("url").substring(OUTSIDE.length()), authorization)
                        .body())
                .isEqualTo(page.body());
    }

    @Test
    void soracomLinksNeedNoAddress() throws Exception {
        // Given
        Operator operator = operators.operator();
        String json = "Content-Type: application/json\r\n";
        Answer login = send(
                FIRST,
                "POST",
                "/v1/auth",
                json,
                "{\"authKeyId\":\"" + operator.authKeyId() + "\",\"authKey\":\"" + operator.authKey() + "\"}");
        JsonPath pair = JsonPath.from(login.body());
        String session = "X-Soracom-API-Key: " + pair.getString("apiKey") + "\r\nX-Soracom-Token: "
                + pair.getString("token") + "\r\n";
        for (int i = 0; i < 2; i++) {
            assertThat(send(FIRST, "POST", "/v1/groups", session + json, "{\"tags\":{}}")
                            .status())
                    .isEqualTo(201);
        }
        // When
        String link = get("/g/v1/groups?limit=1", FORGED + session).headers().get("link");
        // Then
        assertThat(link).startsWith("</g/v1/groups?limit=1&last_evaluated_key=").endsWith(">; rel=next");
        Answer rest = get(link.substring(1, link.indexOf('>')), session);
        assertThat(JsonPath.from(rest.body()).getList("$")).hasSize(1);
    }

    @Test
    void microsoftsDescriptionsNameTheOutsideAddress() throws Exception {
        String path = "/Api/CustomerManagement/v13/CustomerManagementService.svc";
        String address = OUTSIDE + path;
        assertThat(get(path + "?wsdl", FORGED).body())
                .contains("location=\"" + address + "\"", "schemaLocation=\"" + address + "?xsd=xsd0\"")
                .doesNotContain("evil", "localhost", "127.0.0.1");
        assertThat(get(path + "?singleWsdl", FORGED).body()).contains("location=\"" + address + "\"");
        assertThat(get(path + "?xsd=xsd0", FORGED).body())
                .contains("schemaLocation=\"" + address + "?xsd=")
                .doesNotContain("evil", "localhost", "127.0.0.1");
    }

    @Test
    void nativeLocationsLeadBackThroughTheProxy() throws Exception {
        // Given
        String bearer = "Authorization: Bearer " + PostgresResource.BOOTSTRAP_API_TOKEN + "\r\n";
        // When
        Answer made = send(
                FIRST,
                "POST",
                "/api/v1/accounts",
                FORGED + bearer + "Content-Type: application/json\r\n",
                "{\"name\":\"Behind a proxy\"}");
        // Then
        assertThat(made.status()).isEqualTo(201);
        URI location = URI.create(OUTSIDE).resolve(made.headers().get("location"));
        assertThat(location.toString())
                .isEqualTo(OUTSIDE + "/api/v1/accounts/"
                        + JsonPath.from(made.body()).getString("id"));
        assertThat(get(location.getPath(), bearer).status()).isEqualTo(200);
    }

    @Test
    void callersBehindAProxyAreToldApart() throws Exception {
        // Given
        Credentials main = accounts.main();
        String path = "/2010-04-01/Accounts/" + main.sid() + ".json";
        String right = RawHttp.authorization(main);
        String wrong = RawHttp.authorization(new Credentials(main.sid(), "0".repeat(32)));
        // When somebody guesses, each time as somebody else
        for (int i = 0; i < 20; i++) {
            String forged = FORGED.replace("198.51.100.1", "198.51.100." + i);
            assertThat(get(path, forged + wrong).status()).isEqualTo(401);
        }
        // Then
        assertThat(get(path, FORGED + right).status()).isEqualTo(429);
        assertThat(get(path, "X-Forwarded-For: " + SECOND + "\r\n" + right).status())
                .isEqualTo(429);
        assertThat(send(SECOND, "GET", path, right, "").status()).isEqualTo(200);
        assertThat(send(SECOND, "GET", path, "X-Forwarded-For: " + FIRST + "\r\n" + right, "")
                        .status())
                .isEqualTo(200);
    }

    @Test
    void nobodyIsBelievedWithoutTheProxy() throws IOException {
        String path = "/Api/CustomerManagement/v13/CustomerManagementService.svc";
        try (RawHttp http = new RawHttp(service)) {
            assertThat(http.send(request("GET", path + "?wsdl", FORGED, ""))
                            .read()
                            .body())
                    .contains("location=\"http://curfew.example:8443" + path + "\"")
                    .doesNotContain("evil");
        }
    }
}
