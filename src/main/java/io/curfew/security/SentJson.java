package io.curfew.security;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads the JSON that callers of any door send, and tells whether two documents say the same. A document is one value
 * in UTF-8 with nothing after it; its depth and the length of its numbers are bounded.
 */
public final class SentJson {
    private static final int MAX_DEPTH = 64;
    private static final int MAX_NUMBER = 400;
    private static final String DUPLICATE = "Duplicate field '";

    private static final SentJson LENIENT = new SentJson(mapper().build().reader(), null);
    private static final JsonFactory WRITER = new JsonFactory();

    private final ObjectReader reader;
    private final @Nullable Function<String, DomainException> twice;

    private SentJson(ObjectReader reader, @Nullable Function<String, DomainException> twice) {
        this.reader = reader;
        this.twice = twice;
    }

    private static JsonMapper.Builder mapper() {
        StreamReadConstraints bounds = StreamReadConstraints.builder()
                .maxNestingDepth(MAX_DEPTH)
                .maxNumberLength(MAX_NUMBER)
                .build();
        return JsonMapper.builder(
                        JsonFactory.builder().streamReadConstraints(bounds).build())
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /** For doors whose clients may name a member twice: the last one counts. */
    public static SentJson lenient() {
        return LENIENT;
    }

    /** Like {@link #lenient()}, with fractions as they are written rather than as the nearest double. */
    public static SentJson exact() {
        return new SentJson(
                mapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                        .build()
                        .reader(),
                null);
    }

    /**
     * For doors that refuse an object with a member that occurs twice.
     *
     * @param twice the refusal, by the member's name
     */
    public static SentJson strict(Function<String, DomainException> twice) {
        return new SentJson(
                mapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
                        .build()
                        .reader(),
                twice);
    }

    /** Like {@link #read(String)}, for a body, which is refused in the same way when it is not in UTF-8. */
    public JsonNode read(byte[] document) {
        return read(utf8(document));
    }

    /** The text of a body. Refuses with {@link ErrorCode#BAD_REQUEST} what is not in UTF-8. */
    public static String utf8(byte[] body) {
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(body))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new DomainException(ErrorCode.BAD_REQUEST, "The body is not in UTF-8.");
        }
    }

    /** Reads a document; no text at all gives a missing node. Refuses with {@link ErrorCode#BAD_REQUEST} what is not JSON. */
    public JsonNode read(String document) {
        try {
            return reader.readTree(document);
        } catch (JsonProcessingException e) {
            throw refusal(e);
        } catch (NumberFormatException | ArithmeticException e) {
            // The exponent is larger than any number allows.
            throw notJson();
        }
    }

    private DomainException refusal(JsonProcessingException failure) {
        if (twice != null
                && failure.getOriginalMessage().startsWith(DUPLICATE)
                && failure.getProcessor() instanceof JsonParser parser) {
            String name = parser.getParsingContext().getCurrentName();
            return twice.apply(name == null ? "" : name);
        }
        return notJson();
    }

    private static DomainException notJson() {
        return new DomainException(ErrorCode.BAD_REQUEST, "The body is not JSON.");
    }

    /** The document in its one form: without spaces, and the members of every object in the order of their names. */
    public static String canonical(JsonNode document) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = WRITER.createGenerator(text)) {
            write(json, document);
        } catch (IOException e) {
            throw new UncheckedIOException("what was read can be written", e);
        }
        return text.toString();
    }

    private static void write(JsonGenerator json, JsonNode value) throws IOException {
        if (value.isObject()) {
            json.writeStartObject();
            for (String name : names(value)) {
                json.writeFieldName(name);
                write(json, value.get(name));
            }
            json.writeEndObject();
        } else if (value.isArray()) {
            json.writeStartArray();
            for (JsonNode element : value) {
                write(json, element);
            }
            json.writeEndArray();
        } else {
            json.writeRawValue(value.toString());
        }
    }

    private static SortedSet<String> names(JsonNode object) {
        SortedSet<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        return names;
    }
}
