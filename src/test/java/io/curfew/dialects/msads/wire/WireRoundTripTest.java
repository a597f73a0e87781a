package io.curfew.dialects.msads.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.dialects.msads.wire.WireType.EnumType;
import io.curfew.dialects.msads.wire.WireType.FlagsType;
import io.curfew.dialects.msads.wire.WireType.ListType;
import io.curfew.dialects.msads.wire.WireType.ObjectType;
import io.curfew.dialects.msads.wire.WireType.Scalar;
import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.Schema;
import javax.xml.validation.SchemaFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Element;
import org.w3c.dom.bootstrap.DOMImplementationRegistry;
import org.w3c.dom.ls.DOMImplementationLS;
import org.w3c.dom.ls.LSInput;

/** What is written is read as what it was, and is valid by the schemas that the description tells. */
class WireRoundTripTest {
    private static final String ADDRESS = "http://localhost/service.svc";
    private static final int ROUNDS = 20;

    private final long seed = Long.getLong("wire.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @BeforeEach
    void printSeed() {
        System.out.println("wire.seed=" + seed);
    }

    private WireObject value(ObjectType type) {
        WireObject object = WireObject.of(type);
        for (WireField field : type.fields()) {
            if (random.nextInt(4) > 0) {
                object.with(field.name(), value(field.type()));
            }
        }
        return object;
    }

    private Object value(WireType type) {
        if (type instanceof ObjectType object) {
            WireObject value = value(object);
            // A pair has its key.
            return object.fields().get(0).name().equals(CustomerManagement.KEY)
                    ? value.with(CustomerManagement.KEY, "key " + random.nextInt())
                    : value;
        }
        if (type instanceof ListType list) {
            List<Object> items = new ArrayList<>();
            for (int i = random.nextInt(4); i > 0; i--) {
                items.add(value(list.item()));
            }
            return items;
        }
        if (type instanceof EnumType words) {
            return words.literals().get(random.nextInt(words.literals().size()));
        }
        if (type instanceof FlagsType flags) {
            return flags.literals()
                    .subList(0, 1 + random.nextInt(flags.literals().size()));
        }
        return switch ((Scalar) type) {
            case LONG -> random.nextLong();
            case INT -> random.nextInt();
            case UNSIGNED_BYTE -> random.nextInt(256);
            case BOOLEAN -> random.nextBoolean();
            case STRING -> "<&'\"]]> é 漢 \ud83d\ude00\t" + random.nextInt();
            case DATE_TIME ->
                Instant.ofEpochSecond(random.nextInt()).plus(random.nextInt(1_000_000), ChronoUnit.MICROS);
            case BASE64 -> {
                byte[] bytes = new byte[random.nextInt(20) + 1];
                random.nextBytes(bytes);
                yield bytes;
            }
            case DECIMAL ->
                BigDecimal.valueOf(random.nextLong(), random.nextInt(5)).stripTrailingZeros();
        };
    }

    /** All that is in an object, as JSON says it. */
    private static String json(WireObject object) {
        return new String(JsonWriter.response(object), StandardCharsets.UTF_8);
    }

    @Test
    void jsonIsReadAsItWasWritten() {
        for (Operation operation : CustomerManagement.OPERATIONS) {
            for (ObjectType type : List.of(operation.request(), operation.response())) {
                for (int i = 0; i < ROUNDS; i++) {
                    WireObject written = value(type);
                    WireObject read = JsonReader.read(type, JsonWriter.response(written));
                    assertThat(json(read)).as("wire.seed=" + seed).isEqualTo(json(written));
                }
            }
        }
    }

    @Test
    void soapIsReadAsItWasWritten() {
        for (Operation operation : CustomerManagement.OPERATIONS) {
            for (int i = 0; i < ROUNDS; i++) {
                // A request is written as an answer is: the reader takes it by its element.
                WireObject written = value(operation.request());
                SoapRequest read = SoapReader.read(SoapWriter.response(written, "id"), null, null);
                assertThat(read.operation()).isEqualTo(operation);
                assertThat(read.header("TrackingId")).isEqualTo("id");
                assertThat(json(read.request())).as("wire.seed=" + seed).isEqualTo(json(written));
            }
        }
    }

    @Test
    void whatIsWrittenIsValidByTheDescribedSchemas() throws Exception {
        Schema schema = schema();
        for (Operation operation : CustomerManagement.OPERATIONS) {
            for (ObjectType type : List.of(operation.request(), operation.response())) {
                for (int i = 0; i < ROUNDS; i++) {
                    schema.newValidator().validate(new DOMSource(content(SoapWriter.response(value(type), "id"))));
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void faultsAreValidByTheDescribedSchemas(WireFault.Kind kind) throws Exception {
        // Given
        WireFault fault = new WireFault(kind, 105, "InvalidCredentials", "A sentence.", null);
        // When
        Element content = content(SoapWriter.fault(fault, "id"));
        Element detail =
                (Element) content.getElementsByTagName("detail").item(0).getFirstChild();
        // Then
        assertThat(content.getFirstChild().getTextContent()).isEqualTo("s:Server");
        assertThat(detail.getLocalName()).isEqualTo(kind.wireName());
        schema().newValidator().validate(new DOMSource(detail));
    }

    private static Element content(byte[] envelope) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
        factory.setNamespaceAware(true);
        return (Element) factory.newDocumentBuilder()
                .parse(new ByteArrayInputStream(envelope))
                .getDocumentElement()
                .getLastChild()
                .getFirstChild();
    }

    /** Of the first schema, from which the others are found by the addresses that it names. */
    private static Schema schema() throws Exception {
        DOMImplementationLS inputs =
                (DOMImplementationLS) DOMImplementationRegistry.newInstance().getDOMImplementation("LS");
        SchemaFactory factory = SchemaFactory.newDefaultInstance();
        assertThat(factory.isSchemaLanguageSupported(XMLConstants.W3C_XML_SCHEMA_NS_URI))
                .isTrue();
        factory.setResourceResolver((type, namespace, publicId, systemId, base) -> {
            LSInput input = inputs.createLSInput();
            int number = Integer.parseInt(systemId.substring((ADDRESS + "?xsd=xsd").length()));
            input.setSystemId(systemId);
            input.setCharacterStream(new StringReader(Wsdl.xsd(ADDRESS, number).orElseThrow()));
            return input;
        });
        StreamSource[] all = new StreamSource[6];
        for (int i = 0; i < all.length; i++) {
            all[i] = new StreamSource(new StringReader(Wsdl.xsd(ADDRESS, i).orElseThrow()), ADDRESS + "?xsd=xsd" + i);
        }
        return factory.newSchema(all);
    }
}
