package io.curfew.dialects.msads;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.curfew.people.CustomerRole;
import io.curfew.testing.Advertisers;
import io.curfew.testing.Advertisers.Customer;
import io.curfew.testing.Advertisers.Person;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.RawHttp;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;

/** Requests that no client's library sends are answered in the service's faults too, and do nothing. */
@CurfewTest
class MsAdsRawHttpTest {
    private static final String REST = "/CustomerManagement/v13";
    private static final String SOAP = "/Api/CustomerManagement/v13/CustomerManagementService.svc";

    @Inject
    Advertisers advertisers;

    @Inject
    Database database;

    @TestHTTPResource
    URI url;

    private Customer customer;
    private Person admin;

    @BeforeEach
    void makeCustomer() {
        customer = advertisers.customer();
        admin = advertisers.person(customer, CustomerRole.SUPER_ADMIN);
    }

    private String head(String line) {
        return line + " HTTP/1.1\r\nHost: ads.example.com:8443\r\nAuthorization: Bearer " + admin.accessToken()
                + "\r\nDeveloperToken: " + admin.developerToken() + "\r\nConnection: close\r\n";
    }

    private RawHttp.Answer raw(String text) throws IOException {
        try (RawHttp http = new RawHttp(url)) {
            return http.send(text).read();
        }
    }

    private static void assertRestFault(RawHttp.Answer answer, int code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(400);
        assertThat(answer.headers()).containsEntry("content-type", "application/json");
        JsonNode fault = MsAdsClient.parse(answer.body());
        assertThat(fault.properties().stream().map(Map.Entry::getKey))
                .containsExactlyInAnyOrder("TrackingId", "Type", "Errors");
        assertThat(fault.get("Type").asText()).isEqualTo("AdApiFaultDetail");
        assertThat(fault.get("TrackingId").asText())
                .isEqualTo(answer.headers().get("trackingid"))
                .matches("[0-9a-f-]{36}");
        assertThat(fault.get("Errors").get(0).get("Code").asInt()).isEqualTo(code);
        assertNothingOfTheInside(answer);
    }

    private static void assertSoapFault(RawHttp.Answer answer, int code) {
        assertThat(answer.status()).as(answer.body()).isEqualTo(500);
        assertThat(answer.headers()).containsEntry("content-type", "text/xml; charset=utf-8");
        Element envelope = MsAdsClient.xml(answer.body());
        assertThat(envelope.getFirstChild().getFirstChild().getLocalName()).isEqualTo("TrackingId");
        assertThat(envelope.getFirstChild().getFirstChild().getTextContent())
                .isEqualTo(answer.headers().get("trackingid"));
        assertThat(envelope.getElementsByTagNameNS("*", "Code").item(0).getTextContent())
                .isEqualTo(Integer.toString(code));
        assertNothingOfTheInside(answer);
    }

    private static void assertNothingOfTheInside(RawHttp.Answer answer) {
        assertThat(answer.headers() + answer.body())
                .doesNotContain("io.curfew")
                .doesNotContain("java.")
                .doesNotContain("\tat ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/Account/%zz",
                "/Account/%ff",
                "/Account/%00",
                "/Account%0d%0ax",
                "/%c3%28",
            })
    void malformedAddressIsAFault(String path) throws IOException {
        assertRestFault(raw(head("POST " + REST + path) + "Content-Length: 2\r\n\r\n{}"), 90001);
        assertSoapFault(raw(head("POST /Api/CustomerManagement/v13" + path) + "Content-Length: 2\r\n\r\n{}"), 90001);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/x/../User/Query",
                "/x/%2e%2e/User/Query",
                "/./User/Query",
                "//User/Query",
                "/User;a/Query",
                "/User%2fQuery",
                "/User/Query/",
                "/user/query"
            })
    void addressInAnotherFormIsNoOperation(String path) throws IOException {
        assertRestFault(raw(head("POST " + REST + path) + "Content-Length: 2\r\n\r\n{}"), 90002);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "PATCH", "TRACE", "BREW"})
    void otherMethodsAreNoOperations(String method) throws IOException {
        assertRestFault(raw(head(method + " " + REST + "/Account") + "Content-Length: 2\r\n\r\n{}"), 90002);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PUT", "PATCH", "DELETE"})
    void soapIsPostedOnly(String method) throws IOException {
        assertSoapFault(raw(head(method + " " + SOAP) + "Content-Length: 2\r\n\r\n{}"), 90002);
    }

    @ParameterizedTest
    @CsvSource({
        REST + "/Account, 'DELETE, OPTIONS, POST, PUT'",
        REST + "/Account/Query, 'OPTIONS, POST'",
        REST + "/Customer, 'DELETE, OPTIONS, PUT'",
        SOAP + ", 'GET, HEAD, OPTIONS, POST'"
    })
    void optionsNamesTheMethodsThatAnAddressHas(String path, String methods) throws IOException {
        RawHttp.Answer answer = raw(head("OPTIONS " + path) + "\r\n");
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(answer.headers()).containsEntry("allow", methods);
    }

    @Test
    void optionsOfAnAddressThatHasNoneIsAFault() throws IOException {
        assertRestFault(raw(head("OPTIONS " + REST + "/Nothing") + "\r\n"), 90002);
        assertSoapFault(raw(head("OPTIONS /Api/CustomerManagement/v13/Nothing.svc") + "\r\n"), 90002);
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml", "multipart/form-data; boundary=x", "application/json;v=1"})
    void contentTypeIsNotAskedFor(String type) throws IOException {
        // When
        RawHttp.Answer answer =
                raw(head("POST " + REST + "/User/Query") + "Content-Type: " + type + "\r\nContent-Length: 2\r\n\r\n{}");
        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(MsAdsClient.parse(answer.body()).get("User").get("Id").asText())
                .isEqualTo(admin.userId());
    }

    @Test
    void contentTypeThatIsNoneIsAFault() throws IOException {
        assertRestFault(
                raw(head("POST " + REST + "/User/Query") + "Content-Type: /\r\nContent-Length: 2\r\n\r\n{}"), 90001);
        assertSoapFault(raw(head("POST " + SOAP) + "Content-Type: /\r\nContent-Length: 4\r\n\r\n<a/>"), 90001);
    }

    @Test
    void clientThatAsksBeforeItSendsIsToldToGoOnOrThatItIsTooMuch() throws IOException {
        String expecting = head("POST " + REST + "/User/Query") + "Expect: 100-continue\r\n";
        assertGoesOnOnce(expecting, "{}");
        String envelope = MsAdsClient.envelope(admin.accessToken(), admin.developerToken(), "GetUser", "{}");
        assertGoesOnOnce(head("POST " + SOAP) + "Expect: 100-Continue\r\n", envelope);
        assertRestFault(raw(expecting + "Content-Length: 1000000\r\n\r\n"), 90003);
    }

    private void assertGoesOnOnce(String head, String body) throws IOException {
        for (boolean impatient : new boolean[] {false, true}) {
            try (RawHttp http = new RawHttp(url)) {
                String start = head + "Content-Length: " + body.length() + "\r\n\r\n";
                if (impatient) {
                    http.send(start + body);
                } else {
                    http.send(start).send(body);
                }
                RawHttp.Answer going = http.read();
                assertThat(going.status()).isEqualTo(100);
                assertThat(going.body()).startsWith("HTTP/1.1 200 ").contains(admin.userId());
                assertThat(going.body().split("HTTP/1\\.1 ", -1)).hasSize(2);
            }
        }
    }

    @Test
    void encodingThatOnlyTheContentTypeNamesIsObeyed() throws IOException {
        // Given
        String envelope = MsAdsClient.envelope(
                admin.accessToken(),
                admin.developerToken(),
                "AddAccount",
                MsAdsAccountsTest.newAccount(customer.id(), "F\u00e9lix"));
        // When it is sent in ISO-8859-1, as this client sends everything
        RawHttp.Answer answer =
                raw(head("POST " + SOAP) + "Content-Type: text/xml; charset=iso-8859-1\r\nContent-Length: "
                        + envelope.length() + "\r\n\r\n" + envelope);
        // Then
        assertThat(answer.status()).as(answer.body()).isEqualTo(200);
        assertThat(database.column("select name from account where parent_id = $1", customer.tenantId()))
                .containsExactly("F\u00e9lix");
        assertSoapFault(
                raw(head("POST " + SOAP) + "Content-Type: text/xml\r\nContent-Length: " + envelope.length() + "\r\n\r\n"
                        + envelope),
                90001);
    }

    @Test
    void bodyThatIsTooLargeOrNeverComesIsAFault() throws IOException {
        String chunk = "2000\r\n" + "x".repeat(0x2000) + "\r\n";
        String chunks = "Transfer-Encoding: chunked\r\n\r\n" + chunk.repeat(128) + "0\r\n\r\n";
        assertRestFault(raw(head("PUT " + REST + "/Account") + chunks), 90003);
        assertSoapFault(raw(head("POST " + SOAP) + chunks), 90003);
        assertRestFault(raw(head("DELETE " + REST + "/Account") + "Content-Length: 9\r\n\r\n{"), 90004);
        assertSoapFault(raw(head("POST " + SOAP) + "Content-Length: 9\r\n\r\n<"), 90004);
    }

    @Test
    void keyThatIsNoneIsAFaultAndMakesNothing() throws IOException {
        String body = MsAdsAccountsTest.newAccount(customer.id(), "Falcon");
        for (String key : List.of("", "x".repeat(256), "\u00e9")) {
            assertRestFault(
                    raw(head("POST " + REST + "/Account") + "Idempotency-Key: " + key + "\r\nContent-Length: "
                            + body.length() + "\r\n\r\n" + body),
                    90005);
        }
        assertThat(database.count("select count(*) from account where parent_id = $1", customer.tenantId()))
                .isZero();
    }

    @Test
    void descriptionHasTheAddressOfTheCallersOwnHost() throws IOException {
        for (String query : List.of("?wsdl", "?singleWsdl")) {
            RawHttp.Answer answer = raw(head("GET " + SOAP + query) + "\r\n");
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).contains("<soap:address location=\"http://ads.example.com:8443" + SOAP + "\"/>");
        }
    }
}
