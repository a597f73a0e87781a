package io.curfew.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.CurfewProcess;
import io.curfew.testing.RawHttp;
import java.io.IOException;
import java.net.SocketException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bytes that somebody in between could read as other requests than this service: refused in the door's form, and nothing
 * that follows them on the connection is read.
 */
@TestInstance(Lifecycle.PER_CLASS)
class RequestSmugglingIT {
    private static final String SID = "AC" + "7".repeat(32);
    private static final String API_TOKEN = "curfew_platform-operator-of-the-tests";
    private static final String BEARER = "Authorization: Bearer " + API_TOKEN + "\r\n";

    /** The request that would be smuggled; it would be answered with 200. */
    private static final String NEXT =
            "GET /api/v1/accounts/" + SID + " HTTP/1.1\r\nHost: x\r\n" + BEARER + "Connection: close\r\n\r\n";

    /** An address of each door and of none, and what its refusal says. */
    private static final Map<String, String> DOORS = Map.of(
            "/2010-04-01/Accounts.json", "\"code\":20001",
            "/v1/auth", "\"code\":\"SEM9001\"",
            "/api/v1/accounts", "\"code\":\"bad-request\"",
            "/q/health", "\"code\":\"bad-request\"",
            "/CustomerManagement/v13/Account/Query", "InvalidRequest",
            "/Api/CustomerManagement/v13/CustomerManagementService.svc", "InvalidRequest");

    @TempDir
    static Path data;

    private CurfewProcess curfew;
    private URI url;

    @BeforeAll
    void start() {
        curfew = CurfewProcess.start(
                data, Map.of("CURFEW_BOOTSTRAP_ACCOUNT_SID", SID, "CURFEW_BOOTSTRAP_API_TOKEN", API_TOKEN));
        curfew.awaitReady();
        url = URI.create(curfew.baseUrl());
    }

    @AfterAll
    void stop() {
        assertThat(curfew.output()).doesNotContain("ERROR");
        curfew.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n",
                "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: gzip, chunked\r\n",
                "Transfer-Encoding: chunked, chunked\r\n",
                "Transfer-Encoding: chunked, identity\r\n",
                "Transfer-Encoding: identity\r\n",
                "Transfer-Encoding: xchunked\r\n",
                "Transfer-Encoding: chunked;q=1\r\n",
                "Transfer-Encoding: \"chunked\"\r\n",
                "Transfer-Encoding:\r\n",
                "Transfer-Encoding: \r\n chunked\r\n",
                "Transfer-Encoding: chunked\r\n \r\n",
                "Transfer-Encoding: x,\r\n\tchunked\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity\r\n",
                "Transfer-Encoding : chunked\r\n",
                "Content-Length: 5\r\nContent-Length: 6\r\n",
                "Content-Length: +5\r\n",
                "Content-Length: 5 5\r\n",
                "Host: y\r\nContent-Length: 5\r\n",
                "No colon\r\nContent-Length: 5\r\n"
            })
    void headThatCanBeReadInTwoWaysIsRefused(String header) throws IOException {
        for (Map.Entry<String, String> door : DOORS.entrySet()) {
            String head = "POST " + door.getKey() + " HTTP/1.1\r\nHost: x\r\n" + BEARER + header + "\r\n";
            List<RawHttp.Answer> answers = answers(head + "0\r\n\r\n" + NEXT);
            assertThat(answers).as(head).hasSize(1);
            RawHttp.Answer answer = answers.get(0);
            assertThat(answer.status())
                    .as(head + answer)
                    .isEqualTo(door.getKey().startsWith("/Api/") ? 500 : 400);
            assertThat(answer.body()).as(head).contains(door.getValue());
            assertThat(answer.headers()).as(head).containsEntry("connection", "close");
        }
    }

    @Test
    void headersThatAreTooLargeAndUnknownVersionsAreRefused() throws IOException {
        for (Map.Entry<String, String> door : DOORS.entrySet()) {
            boolean soap = door.getKey().startsWith("/Api/");
            for (String version : List.of("HTTP/1.2", "HTTP/3.0", "FTP/1.1")) {
                String head = "GET " + door.getKey() + " " + version + "\r\nHost: x\r\n\r\n";
                RawHttp.Answer answer = answers(head + NEXT).get(0);
                assertThat(answer.status()).as(head + answer).isEqualTo(soap ? 500 : 400);
                assertThat(answer.body()).as(head).contains(door.getValue());
            }
            String head = "GET " + door.getKey() + " HTTP/1.1\r\nHost: x\r\nX-Long: ";
            RawHttp.Answer answer =
                    answers(head + "x".repeat(40_000) + "\r\n\r\n" + NEXT).get(0);
            boolean microsofts = door.getKey().contains("CustomerManagement");
            assertThat(answer.status()).as(head + answer).isEqualTo(soap ? 500 : microsofts ? 400 : 431);
            assertThat(answer.body())
                    .as(head)
                    .contains(
                            microsofts
                                    ? "RequestTooLarge"
                                    : door.getValue()
                                            .replace("bad-request", "headers-too-large")
                                            .replace("SEM9001", "SEM9016"));
        }
    }

    @Test
    void codingNeedsAVersionThatHasIt() throws IOException {
        List<RawHttp.Answer> answers = answers("POST /api/v1/accounts HTTP/1.0\r\nHost: x\r\n" + BEARER
                + "Connection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + NEXT);
        assertThat(answers).hasSize(1);
        assertThat(answers.get(0).status()).isEqualTo(400);
        assertThat(answers.get(0).body()).contains("\"code\":\"bad-request\"");
    }

    @Test
    void refusalWaitsForItsTurn() throws IOException {
        List<RawHttp.Answer> answers = answers(NEXT.replace("Connection: close\r\n", "")
                + "POST /api/v1/accounts HTTP/1.1\r\nHost: x\r\n" + BEARER
                + "Transfer-Encoding: chunked\r\nContent-Length: 5\r\n\r\n0\r\n\r\n" + NEXT);
        assertThat(answers).extracting(RawHttp.Answer::status).containsExactly(200, 400);
    }

    @Test
    void firstBytesMayComeOneByOne() throws IOException {
        try (RawHttp http = new RawHttp(url)) {
            for (String part :
                    List.of("P", "O", "ST /api/v1/acc", "ounts HTTP/1.1\r\nHost: x\r\nHost: y\r\n", "\r\n")) {
                http.send(part);
            }
            assertThat(http.read().body()).contains("\"code\":\"bad-request\"");
        }
        assertThat(answers(NEXT)).extracting(RawHttp.Answer::status).containsExactly(200);
        assertThat(answers("PROPFIND /api/v1/accounts HTTP/1.1\r\nHost: x\r\n" + BEARER + "Connection: close\r\n\r\n"))
                .extracting(RawHttp.Answer::status)
                .containsExactly(405);
    }

    @Test
    void chunkedIsReadInEitherCase() throws IOException {
        String body = "{\"name\":\"Chunked\"}";
        for (String coding : List.of("chunked", "Chunked")) {
            List<RawHttp.Answer> answers = answers("POST /api/v1/accounts HTTP/1.1\r\nHost: x\r\n" + BEARER
                    + "Content-Type: application/json\r\nTransfer-Encoding: " + coding + "\r\n\r\n"
                    + Integer.toHexString(body.length()) + ";a=\"b\"\r\n" + body + "\r\n0\r\n\r\n" + NEXT);
            assertThat(answers).extracting(RawHttp.Answer::status).containsExactly(201, 200);
        }
    }

    /** One reader takes the quoted line end for a part of the extension, another for the end of the chunk's line. */
    @ParameterizedTest
    @ValueSource(strings = {"1;a=\"\r\nx", "1;a=\"\n\"\r\nx", "1;\rx", "1;a=\"\\\"\r\nx", "1\n\r\nx"})
    void lineEndInAChunksExtensionEndsTheConnection(String chunk) throws IOException {
        String smuggled = "\r\n0\r\n\r\n" + NEXT;
        List<RawHttp.Answer> answers = answers("POST /api/v1/accounts HTTP/1.1\r\nHost: x\r\n" + BEARER
                + "Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n" + chunk + "\"" + smuggled);
        assertThat(answers).extracting(RawHttp.Answer::status).doesNotContain(200, 201);
    }

    @Test
    void endlessHeadersOverHttp2EndTheConnection() throws IOException {
        int frames = 1_000_000;
        // HEADERS of stream 1 that do not end, then nothing but empty CONTINUATION frames.
        String headers = "\0\0\1\1\0\0\0\0\1\u0082";
        String continuations = "\0\0\0\u0009\0\0\0\0\1".repeat(1000);
        int sent = 0;
        try (RawHttp http = new RawHttp(url)) {
            http.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n" + "\0\0\0\4\0\0\0\0\0" + headers);
            while (sent < frames && !http.isClosedByServer()) {
                http.send(continuations);
                sent += 1000;
            }
        } catch (SocketException brokenPipe) {
            assertThat(brokenPipe).hasMessageMatching("(?i).*(broken pipe|reset|closed|verbindung).*");
        }
        assertThat(sent).isLessThan(frames);
    }

    private List<RawHttp.Answer> answers(String requests) throws IOException {
        try (RawHttp http = new RawHttp(url)) {
            return http.send(requests).readEach();
        }
    }
}
