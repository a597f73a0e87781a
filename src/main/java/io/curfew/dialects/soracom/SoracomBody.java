package io.curfew.dialects.soracom;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.security.SentJson;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A request's JSON, read as leniently as clients need it, whatever its content type: unknown fields are ignored, null
 * and an empty string mean the same as absent, and an absent body is an empty object. A value of the wrong type is
 * {@link ErrorCode#BAD_REQUEST}, since ignoring it would not do what the caller wanted.
 */
final class SoracomBody {
    private static final SentJson JSON = SentJson.lenient();
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final JsonNode root;

    private SoracomBody(JsonNode root) {
        this.root = root;
    }

    /** A body that is an object or absent. */
    static SoracomBody object(byte @Nullable [] body) {
        if (body == null || body.length == 0) {
            return new SoracomBody(JsonNodeFactory.instance.objectNode());
        }
        JsonNode root = JSON.read(SoracomText.ofUtf8(ByteBuffer.wrap(body)));
        if (!root.isObject()) {
            throw malformed("The body is a JSON object.");
        }
        return new SoracomBody(root);
    }

    /** A body that is an array and has to be present. */
    static SoracomBody array(byte @Nullable [] body) {
        JsonNode root = body == null || body.length == 0
                ? JsonNodeFactory.instance.missingNode()
                : JSON.read(SoracomText.ofUtf8(ByteBuffer.wrap(body)));
        if (!root.isArray()) {
            throw malformed("The body is a JSON array.");
        }
        return new SoracomBody(root);
    }

    /** The elements of an array, each of which has to be an object. */
    List<SoracomBody> objects() {
        List<SoracomBody> elements = new ArrayList<>();
        for (JsonNode element : root) {
            if (!element.isObject()) {
                throw malformed("The elements of the body are JSON objects.");
            }
            elements.add(new SoracomBody(element));
        }
        return elements;
    }

    /** The elements of an array, each of which has to be a string. */
    List<String> texts() {
        return texts(root, "The body");
    }

    private @Nullable JsonNode value(String name) {
        JsonNode value = root.get(name);
        boolean absent = value == null
                || value.isNull()
                || (value.isTextual() && value.textValue().isEmpty());
        return absent ? null : value;
    }

    /** Whether {@code name} is present and neither null nor empty. */
    boolean has(String name) {
        return value(name) != null;
    }

    /** A string. */
    Optional<String> text(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isTextual()) {
            throw malformed(name + " is a string.");
        }
        return Optional.of(SoracomText.checked(value.textValue()));
    }

    /**
     * The value of any type: null, a string, which may be empty, a boolean, a number that fits a double, or a list or
     * map of these.
     */
    @Nullable
    Object anything(String name) {
        JsonNode value = root.get(name);
        requireKeepable(value);
        try {
            return value == null || value.isNull() ? null : MAPPER.treeToValue(value, Object.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("what was read can be told", e);
        }
    }

    private static void requireKeepable(@Nullable JsonNode value) {
        if (value == null) {
            return;
        }
        if (value.isTextual()) {
            SoracomText.checked(value.textValue());
        }
        if (value.isNumber() && !Double.isFinite(value.doubleValue())) {
            throw malformed("The body holds a number beyond all measure.");
        }
        value.properties().forEach(entry -> SoracomText.checked(entry.getKey()));
        value.forEach(SoracomBody::requireKeepable);
    }

    /** A string that has to be present and not empty. */
    String requiredText(String name) {
        return text(name).orElseThrow(() -> missing(name));
    }

    /** A string that has to be present and may be empty. */
    String textOrEmpty(String name) {
        JsonNode value = root.get(name);
        return value != null && value.isTextual() && value.textValue().isEmpty() ? "" : requiredText(name);
    }

    /** A whole number, which may be a string, or have a fraction or an exponent that leaves it whole. */
    Optional<Long> number(String name) {
        JsonNode value = value(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!value.isNumber() && !value.isTextual()) {
            throw malformed(name + " is a whole number.");
        }
        return Optional.of(SoracomNumber.whole(name, value.asText()));
    }

    /** A whole number that has to be present. */
    long requiredNumber(String name) {
        return number(name).orElseThrow(() -> missing(name));
    }

    /** An object whose values are strings, in the order sent, without those that are null; empty when it is absent. */
    Map<String, String> textMap(String name) {
        Map<String, String> texts = new LinkedHashMap<>();
        JsonNode value = value(name);
        if (value == null) {
            return texts;
        }
        if (!value.isObject()) {
            throw malformed(name + " is an object.");
        }
        value.properties().forEach(entry -> {
            if (entry.getValue().isNull()) {
                return;
            }
            if (!entry.getValue().isTextual()) {
                throw malformed("The values of " + name + " are strings.");
            }
            texts.put(
                    SoracomText.checked(entry.getKey()),
                    SoracomText.checked(entry.getValue().textValue()));
        });
        return texts;
    }

    private static List<String> texts(JsonNode array, String what) {
        List<String> texts = new ArrayList<>();
        if (!array.isArray()) {
            throw malformed(what + " is an array of strings.");
        }
        for (JsonNode element : array) {
            if (!element.isTextual()) {
                throw malformed(what + " is an array of strings.");
            }
            texts.add(SoracomText.checked(element.textValue()));
        }
        return texts;
    }

    /** The whole body in a form that does not depend on the order of its fields, by which two requests are compared. */
    String canonical() {
        return SentJson.canonical(root);
    }

    private static DomainException missing(String name) {
        return malformed(name + " is required.");
    }

    private static DomainException malformed(String message) {
        return new DomainException(ErrorCode.BAD_REQUEST, message);
    }
}
