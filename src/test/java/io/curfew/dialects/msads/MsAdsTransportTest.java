package io.curfew.dialects.msads;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.dialects.msads.MsAdsClient.Answer;
import io.curfew.dialects.msads.wire.Mutations;
import io.curfew.kernel.Ids;
import io.curfew.people.CustomerRole;
import io.curfew.testing.Advertisers;
import io.curfew.testing.Advertisers.Customer;
import io.curfew.testing.Advertisers.Person;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What is around the operations: HTTP, compression, names in the log, descriptions, and what is no call at all. */
@CurfewTest
class MsAdsTransportTest {
    private static final String SOAP = "/Api/CustomerManagement/v13/CustomerManagementService.svc";
    private static final String REST = "/CustomerManagement/v13";
    private static final int LIMIT = 256 * 1024;

    @Inject
    Advertisers advertisers;

    @Inject
    Database database;

    private Customer customer;
    private Person admin;

    @BeforeEach
    void makeCustomer() {
        customer = advertisers.customer();
        admin = advertisers.person(customer, CustomerRole.SUPER_ADMIN);
    }

    private HttpRequest.Builder rest(String method, String path, byte[] body) {
        return HttpRequest.newBuilder(MsAdsClient.uri(REST + path))
                .header("Authorization", "Bearer " + admin.accessToken())
                .header("DeveloperToken", admin.developerToken())
                .header("Content-Type", "application/json")
                .method(method, HttpRequest.BodyPublishers.ofByteArray(body));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] plain) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        return bytes.toByteArray();
    }

    @ParameterizedTest
    @EnumSource
    void compressedRequestsAreRead(HttpClient.Version version) throws Exception {
        // Given
        HttpClient client = HttpClient.newBuilder().version(version).build();
        byte[] body = gzip(bytes(MsAdsAccountsTest.newAccount(customer.id(), "Falcon " + version)));
        // When
        HttpResponse<String> response = client.send(
                rest("POST", "/Account", body)
                        .header("Content-Encoding", "gzip")
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        // Then
        MsAdsClient.ofRest(response).requireSuccess();
        assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
        assertThat(database.count(
                        "select count(*) from account where name = $1 and tenant_id = $2",
                        "Falcon " + version,
                        customer.tenantId()))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void whatComesOutOfACompressedRequestIsLimitedToo(HttpClient.Version version) {
        // Given
        byte[] bomb = gzip(new byte[20 * 1024 * 1024]);
        assertThat(bomb.length).isLessThan(LIMIT);
        // When
        HttpRequest.Builder request =
                rest("POST", "/Account", bomb).version(version).header("Content-Encoding", "gzip");
        // Then
        assertThat(MsAdsClient.ofRest(MsAdsClient.send(request.build())).outcome())
                .isEqualTo("AdApiFaultDetail 90003");
    }

    @Test
    void compressedRequestsThatAreNoneAreFaults() {
        for (String encoding : List.of("gzip", "br")) {
            HttpRequest request = rest("POST", "/Account/Query", bytes("{}"))
                    .header("Content-Encoding", encoding)
                    .build();
            assertThat(MsAdsClient.ofRest(MsAdsClient.send(request)).outcome()).isEqualTo("AdApiFaultDetail 90001");
        }
        HttpRequest plain = rest("POST", "/User/Query", bytes("{}"))
                .header("Content-Encoding", "identity")
                .build();
        MsAdsClient.ofRest(MsAdsClient.send(plain)).requireSuccess();
        HttpRequest soap = HttpRequest.newBuilder(MsAdsClient.uri(SOAP))
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(gzip(
                        bytes(MsAdsClient.envelope(admin.accessToken(), admin.developerToken(), "GetUser", "{}")))))
                .build();
        MsAdsClient.ofSoap(MsAdsClient.send(soap)).requireSuccess();
    }

    @ParameterizedTest
    @EnumSource
    void everyMethodWorksWhetherHttp2IsOfferedOrNot(HttpClient.Version version) throws Exception {
        // Given
        HttpClient client = HttpClient.newBuilder().version(version).build();
        // When
        Answer added = MsAdsClient.ofRest(client.send(
                        rest("POST", "/Account", bytes(MsAdsAccountsTest.newAccount(customer.id(), "Falcon")))
                                .build(),
                        HttpResponse.BodyHandlers.ofString()))
                .requireSuccess();
        String id = (String) added.body().get("AccountId");
        HttpResponse<String> updated = client.send(
                rest(
                                "PUT",
                                "/Account",
                                bytes("{\"Account\":{\"Id\":\"%s\",\"Name\":\"Kite\",\"TimeStamp\":\"%s\"}}"
                                        .formatted(id, advertisers.stamp(id))))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        HttpResponse<String> deleted = client.send(
                rest("DELETE", "/Account", bytes(MsAdsAccountsTest.delete(id, advertisers.stamp(id))))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        // Then
        MsAdsClient.ofRest(updated).requireSuccess();
        assertThat(MsAdsClient.ofRest(deleted).requireSuccess().text()).isEqualTo("{}");
        assertThat(deleted.version()).isEqualTo(version);
        assertThat(advertisers.account(customer, id).closedAt()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /Account, 90002",
        "PATCH, /Account, 90002",
        "POST, /Nothing, 90002",
        "POST, /Customers/Search, 90002",
        "POST, '', 90002",
        "POST, /Account/../Account, 90002",
        "POST, /account, 90002",
        "DELETE, /Account/Query, 90002"
    })
    void whatIsNoOperationIsAFaultOfTheService(String method, String path, int code) {
        Answer answer = MsAdsClient.ofRest(MsAdsClient.send(rest(method, path, bytes("{}"))
                .version(HttpClient.Version.HTTP_1_1)
                .build()));
        assertThat(answer.outcome()).as(answer.text()).isEqualTo("AdApiFaultDetail " + code);
        assertThat(answer.status()).isEqualTo(400);
    }

    @Test
    void bodiesThatAreNoneAreFaultsOfTheService() {
        for (byte[] body : List.of(
                bytes("{"),
                bytes("[]"),
                bytes("null"),
                bytes("{} {}"),
                new byte[] {(byte) 0xff, (byte) 0xfe},
                bytes("<a/>"))) {
            assertThat(MsAdsClient.ofRest(MsAdsClient.send(
                                    rest("POST", "/Account/Query", body).build()))
                            .outcome())
                    .isEqualTo("AdApiFaultDetail 90001");
            assertThat(MsAdsClient.soap("GetAccount", new String(body, StandardCharsets.ISO_8859_1), Map.of())
                            .outcome())
                    .isEqualTo("AdApiFaultDetail 90001");
        }
        String large = "{\"AccountId\":\"1\",\"x\":\"" + "x".repeat(1024 * 1024) + "\"}";
        assertThat(MsAdsClient.ofRest(MsAdsClient.send(rest("POST", "/Account/Query", bytes(large))
                                .version(HttpClient.Version.HTTP_1_1)
                                .build()))
                        .outcome())
                .isEqualTo("AdApiFaultDetail 90003");
        assertThat(soapAt(SOAP, large).outcome()).isEqualTo("AdApiFaultDetail 90003");
        assertThat(soapAt(SOAP, "").outcome()).isEqualTo("AdApiFaultDetail 100");
        assertThat(soapAt("/Api/CustomerManagement/v13/Nothing.svc", "<a/>").outcome())
                .isEqualTo("AdApiFaultDetail 90002");
        assertThat(soapAt("/Api/CustomerManagement/v12/CustomerManagementService.svc", "<a/>")
                        .outcome())
                .isEqualTo("AdApiFaultDetail 90002");
    }

    private static Answer soapAt(String path, String body) {
        return MsAdsClient.ofSoap(MsAdsClient.send(HttpRequest.newBuilder(MsAdsClient.uri(path))
                .version(HttpClient.Version.HTTP_1_1)
                .header("Content-Type", "text/xml")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build()));
    }

    @ParameterizedTest
    @EnumSource
    void trackingIdIsTheCallsNameInTheLog(Transport transport) {
        // Given
        List<String> log = new CopyOnWriteArrayList<>();
        Handler handler = new Handler() {
            @Override
            public void publish(LogRecord record) {
                log.add(record.getMessage() + " "
                        + List.of(record.getParameters() == null ? new Object[0] : record.getParameters())
                        + (record instanceof org.jboss.logmanager.ExtLogRecord full ? full.getFormattedMessage() : ""));
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        Logger logger = Logger.getLogger("io.curfew.dialects.msads");
        logger.addHandler(handler);
        try {
            // When
            Answer done = MsAdsClient.call(transport, admin, "GetUser", "{}").requireSuccess();
            Answer refused = MsAdsClient.call(transport, admin, "GetAccount", "{\"AccountId\":\"1\"}");
            // Then
            assertThat(log)
                    .anySatisfy(line -> assertThat(line)
                            .contains("trackingId=" + done.trackingId())
                            .contains("operation=GetUser"));
            assertThat(log)
                    .anySatisfy(line -> assertThat(line)
                            .contains("trackingId=" + refused.trackingId())
                            .contains("ADVERTISER_ACCOUNT_UNKNOWN"));
            assertThat(String.join("", log)).doesNotContain(admin.accessToken()).doesNotContain(admin.developerToken());
        } finally {
            logger.removeHandler(handler);
        }
    }

    @Test
    void descriptionHasTheAddressThatItWasAskedAt() {
        for (String query : List.of("?wsdl", "?WSDL", "?singleWsdl", "?singlewsdl")) {
            HttpResponse<String> response = MsAdsClient.send(
                    HttpRequest.newBuilder(MsAdsClient.uri(SOAP + query)).build());
            assertThat(response.statusCode()).isEqualTo(200);
            assertThat(response.body()).contains("<soap:address location=\"" + MsAdsClient.uri(SOAP) + "\"/>");
            MsAdsClient.xml(response.body());
        }
        for (int i = 0; i < 6; i++) {
            HttpResponse<String> schema =
                    MsAdsClient.send(HttpRequest.newBuilder(MsAdsClient.uri(SOAP + "?xsd=xsd" + i))
                            .build());
            assertThat(MsAdsClient.xml(schema.body()).getLocalName()).isEqualTo("schema");
        }
        for (String query : List.of("", "?xsd=xsd6", "?xsd=xsd99", "?nothing")) {
            assertThat(MsAdsClient.ofSoap(MsAdsClient.send(HttpRequest.newBuilder(MsAdsClient.uri(SOAP + query))
                                    .build()))
                            .outcome())
                    .isEqualTo("AdApiFaultDetail 90002");
        }
    }

    @ParameterizedTest
    @EnumSource
    void repeatedWriteUnderAKeyHappensOnce(Transport transport) {
        // Given
        Map<String, String> key = Map.of("Idempotency-Key", Ids.hex(8));
        String body = MsAdsAccountsTest.newAccount(customer.id(), "Falcon");
        // When
        Answer first = add(transport, body, key).requireSuccess();
        HttpResponse<String> again = repeat(transport, body, key);
        // Then
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.text());
        assertThat(database.count("select count(*) from account where parent_id = $1", customer.tenantId()))
                .isEqualTo(1);
        assertThat(add(transport, MsAdsAccountsTest.newAccount(customer.id(), "Kite"), key)
                        .outcome())
                .isEqualTo("AdApiFaultDetail 90006");
    }

    private Answer add(Transport transport, String body, Map<String, String> headers) {
        return MsAdsClient.call(transport, admin.accessToken(), admin.developerToken(), "AddAccount", body, headers);
    }

    private HttpResponse<String> repeat(Transport transport, String body, Map<String, String> headers) {
        HttpRequest.Builder request = transport == Transport.REST
                ? rest("POST", "/Account", bytes(body))
                : HttpRequest.newBuilder(MsAdsClient.uri(SOAP))
                        .header("SOAPAction", "\"AddAccount\"")
                        .POST(HttpRequest.BodyPublishers.ofString(
                                MsAdsClient.envelope(admin.accessToken(), admin.developerToken(), "AddAccount", body)));
        headers.forEach(request::header);
        return MsAdsClient.send(request.build());
    }

    @Test
    void mutatedCallsAreAnswered() {
        mutate(300);
    }

    @Test
    @Tag("slow")
    void tenThousandMutatedCallsAreAnswered() {
        mutate(5_000);
    }

    /** As many of each transport: a well-formed answer of the door within a second, whatever is sent. */
    private void mutate(int calls) {
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        System.out.println("fuzz.seed=" + seed);
        Random random = new Random(seed);
        String json = "{\"AccountId\":\"1\",\"ReturnAdditionalFields\":\"TaxCertificate, AccountMode\"}";
        String envelope = MsAdsClient.envelope(admin.accessToken(), admin.developerToken(), "GetAccount", json);
        for (int i = 0; i < calls; i++) {
            long began = System.nanoTime();
            HttpResponse<String> rest = MsAdsClient.send(
                    rest("POST", "/Account/Query", Mutations.of(json, random)).build());
            HttpResponse<String> soap = MsAdsClient.send(HttpRequest.newBuilder(MsAdsClient.uri(SOAP))
                    .header("SOAPAction", "\"GetAccount\"")
                    .POST(HttpRequest.BodyPublishers.ofByteArray(Mutations.of(envelope, random)))
                    .build());
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
            assertThat(MsAdsClient.ofRest(rest).status()).isIn(Set.of(200, 400));
            assertThat(MsAdsClient.ofSoap(soap).status()).isIn(Set.of(200, 500));
            assertThat(rest.body() + soap.body()).doesNotContain("io.curfew").doesNotContain("java.");
            assertThat(soap.body()).doesNotContain("InternalError");
        }
    }
}
