package io.curfew.dialects.msads.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketTimeoutException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Input that nobody means well with: a refusal at once, and nothing else. */
class HostileInputTest {
    private static final String ENVELOPE = """
            <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/" xmlns:i="http://www.w3.org/2001/XMLSchema-instance"
              xmlns="https://bingads.microsoft.com/Customer/v13" xmlns:e="https://bingads.microsoft.com/Customer/v13/Entities">
            <s:Header><AuthenticationToken>token</AuthenticationToken><DeveloperToken i:nil="false">dev</DeveloperToken></s:Header>
            <s:Body><SearchAccountsRequest><Predicates><e:Predicate><e:Field>UserId</e:Field><e:Operator>Equals</e:Operator>
            <e:Value>300</e:Value></e:Predicate></Predicates><Ordering i:nil="true"/><PageInfo><e:Index>0</e:Index>
            <e:Size>10</e:Size></PageInfo><ReturnAdditionalFields>TaxCertificate AccountMode</ReturnAdditionalFields>
            </SearchAccountsRequest></s:Body></s:Envelope>
            """;
    private static final String JSON = """
            {"Account":{"CurrencyCode":"USD","Id":"180000001","LastModifiedTime":"2026-11-22T03:49:15.541Z","Name":"Test",
            "ParentCustomerId":"200","TimeStamp":"AAAAAAAAB9E=","PauseReason":1,"ForwardCompatibilityMap":[{"Key":"a","Value":"b"}],
            "BillingThresholdAmount":12.50,"BusinessAddress":{"City":"Redmond"}}}
            """;

    private static void refused(String document) {
        assertThatExceptionOfType(DomainException.class)
                .isThrownBy(() -> within(() -> SoapReader.read(document.getBytes(StandardCharsets.UTF_8), null, null)
                        .request()))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_REQUEST));
    }

    private static <T> T within(Callable<T> work) {
        return assertTimeoutPreemptively(Duration.ofSeconds(1), () -> work.call());
    }

    private static String withType(String type, String value) {
        return "<!DOCTYPE s:Envelope [" + type + "]>" + ENVELOPE.replace("300", value);
    }

    @Test
    void wellMeantOnesAreRead() {
        assertThat(SoapReader.read(ENVELOPE.getBytes(StandardCharsets.UTF_8), null, null)
                        .request()
                        .objects("Predicates"))
                .hasSize(1);
        assertThat(JsonReader.read(
                                CustomerManagement.named("UpdateAccount")
                                        .orElseThrow()
                                        .request(),
                                JSON.getBytes(StandardCharsets.UTF_8))
                        .object("Account"))
                .isNotNull();
    }

    @Test
    void nothingIsFetched(@TempDir Path directory) throws IOException {
        Path secret = Files.writeString(directory.resolve("secret"), "300");
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String address = "http://localhost:" + server.getLocalPort() + "/x";
            refused(withType("<!ENTITY x SYSTEM \"" + secret.toUri() + "\">", "&x;"));
            refused(withType("<!ENTITY x SYSTEM \"" + address + "\">", "&x;"));
            refused(withType("<!ENTITY % x SYSTEM \"" + address + "\"> %x;", "300"));
            refused("<!DOCTYPE s SYSTEM \"" + address + "\">" + ENVELOPE);
            refused("<!DOCTYPE s PUBLIC \"x\" \"" + address + "\">" + ENVELOPE);
            server.setSoTimeout(200);
            assertThatExceptionOfType(SocketTimeoutException.class).isThrownBy(server::accept);
        }
    }

    @Test
    void nothingIsExpanded() {
        StringBuilder laughs = new StringBuilder("<!ENTITY a0 \"lol\">");
        for (int i = 1; i < 20; i++) {
            laughs.append("<!ENTITY a%d \"%s\">".formatted(i, ("&a" + (i - 1) + ";").repeat(10)));
        }
        refused(withType(laughs.toString(), "&a19;"));
        refused(withType("<!ENTITY a \"" + "x".repeat(100_000) + "\">", "&a;".repeat(10_000)));
        refused(ENVELOPE.replace("300", "&undeclared;"));
        refused(withType("", "300"));
    }

    @Test
    void depthAndBreadthHaveTheirEnd() {
        refused(ENVELOPE.replace("300", "<x>".repeat(50) + "</x>".repeat(50)));
        refused("<x>".repeat(100_000));
        refused(ENVELOPE.replace("<s:Header>", "<s:Header>" + "<x/>".repeat(30_000)));
        StringBuilder attributes = new StringBuilder("<s:Header");
        for (int i = 0; i < 5_000; i++) {
            attributes.append(" a").append(i).append("=''");
        }
        refused(ENVELOPE.replace("<s:Header", attributes));
        refused(ENVELOPE.replace("<s:Header", attributes.toString().replace(" a", " xmlns:a")));
        byte[] deep = ("{\"Account\":" + "[".repeat(100_000)).getBytes(StandardCharsets.UTF_8);
        assertThatExceptionOfType(DomainException.class)
                .isThrownBy(() -> within(() -> JsonReader.read(
                        CustomerManagement.named("AddAccount").orElseThrow().request(), deep)));
    }

    private static void refusedIn(Charset charset, String document) {
        byte[] bytes = document.getBytes(charset);
        assertThatExceptionOfType(DomainException.class)
                .isThrownBy(
                        () -> within(() -> SoapReader.read(bytes, null, null).request()))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_REQUEST));
    }

    private static String repeated(int times, String piece) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < times; i++) {
            text.append(piece.formatted(i));
        }
        return text.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-8", "UTF-16", "UTF-16LE", "UTF-16BE", "UTF-32", "IBM037"})
    void hundredThousandOfAnythingInAnyEncoding(String encoding) {
        Charset charset = Charset.forName(encoding);
        String declaration = "<?xml version='1.0' encoding='" + encoding + "'?>";
        refusedIn(charset, declaration + "<x" + repeated(100_000, " a%d=''") + "/>");
        refusedIn(charset, declaration + "<x" + repeated(100_000, " xmlns:a%d='u'") + "/>");
        refusedIn(charset, declaration + "<x>" + repeated(100_000, "<y xmlns:a%d='u'/>") + "</x>");
        refusedIn(charset, declaration + "<x>" + "<y/>".repeat(100_000) + "</x>");
        refusedIn(charset, declaration + "<x>".repeat(100_000) + "</x>".repeat(100_000));
        refusedIn(charset, declaration + "<!DOCTYPE x [" + repeated(100_000, "<!ENTITY e%d 'v'>") + "]><x/>");
        refusedIn(charset, declaration + "<!DOCTYPE x [<!ATTLIST x" + repeated(20_000, " a%d CDATA 'v'") + ">]><x/>");
        refusedIn(charset, declaration + "<x><!--" + "-x".repeat(100_000) + "--></x>");
    }

    @Test
    void declarationThatIsLeftForAnotherEncodingIsRefused() {
        // An ASCII declaration, and what follows is in the encoding that it names.
        for (String encoding : new String[] {"IBM037", "CP037", "EBCDIC-CP-US", "UTF-16", "UTF-7", "x-unknown"}) {
            refused("<?xml version='1.0' encoding='" + encoding + "'?>" + ENVELOPE);
        }
    }

    @Test
    void nothingIsPrinted() {
        // Given
        byte[] spoiled = ENVELOPE.getBytes(StandardCharsets.UTF_8);
        spoiled[ENVELOPE.indexOf("token")] = (byte) 0xff;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        PrintStream before = System.err;
        // When
        System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            for (byte[] document : new byte[][] {spoiled, {'<', 'a'}, {(byte) 0xfe, (byte) 0xff, 0}, {'<', '&', '>'}}) {
                assertThatExceptionOfType(DomainException.class)
                        .isThrownBy(() -> SoapReader.read(document, null, null));
            }
        } finally {
            System.setErr(before);
        }
        // Then
        assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "<", "text", "<a/>", "\u0000", "<?xml version='1.0'?>", "<s:Envelope/>", "{}"})
    void whatIsNoEnvelopeIsRefused(String document) {
        assertThatExceptionOfType(DomainException.class)
                .isThrownBy(() ->
                        within(() -> SoapReader.read(document.getBytes(StandardCharsets.UTF_8), null, "GetUser")
                                .request()));
    }

    @Test
    void tenThousandMutationsAreReadOrRefused() {
        long seed = Long.getLong("fuzz.seed", System.nanoTime());
        System.out.println("fuzz.seed=" + seed);
        Random random = new Random(seed);
        int read = 0;
        for (int i = 0; i < 10_000; i++) {
            byte[] xml = Mutations.of(ENVELOPE, random);
            byte[] json = Mutations.of(JSON, random);
            read += outcome(() -> SoapReader.read(xml, null, null).request());
            read += outcome(() -> JsonReader.read(
                    CustomerManagement.named("UpdateAccount").orElseThrow().request(), json));
        }
        // Some of them are still well-formed, or nothing was tried.
        assertThat(read).isBetween(10, 19_990);
    }

    /** 1 for what was read, 0 for what was refused; anything else, or a second of the processor's time, fails. */
    private static int outcome(Callable<WireObject> reading) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        long began = threads.getCurrentThreadCpuTime();
        try {
            reading.call();
            return 1;
        } catch (DomainException e) {
            return 0;
        } catch (Exception e) {
            throw new AssertionError(e);
        } finally {
            assertThat(Duration.ofNanos(threads.getCurrentThreadCpuTime() - began))
                    .isLessThan(Duration.ofSeconds(1));
        }
    }
}
