package io.curfew.dialects.msads.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.curfew.dialects.msads.wire.WireType.ListType;
import io.curfew.dialects.msads.wire.WireType.ObjectType;
import io.curfew.dialects.msads.wire.WireType.Scalar;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.security.SentJson;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads JSON (section 5.3), as leniently as clients need it: properties that the schema does not have are ignored, null
 * means the same as absent, and a string may stand for a number and the other way round.
 */
public final class JsonReader {
    private static final String BYTE_ORDER_MARK = "\ufeff";

    private static final SentJson JSON = SentJson.exact();

    private JsonReader() {}

    /**
     * Reads an object; an absent body is read as an object without values.
     *
     * @throws DomainException {@link ErrorCode#BAD_REQUEST} for a body that is not a JSON object in UTF-8 or holds a
     *     value that its field does not take, {@link ErrorCode#DATE_INVALID} for an invalid date
     */
    public static WireObject read(ObjectType type, byte[] body) {
        if (body.length == 0) {
            return WireObject.of(type);
        }
        JsonNode root = parse(body);
        if (!root.isObject()) {
            throw refused("The body is a JSON object.");
        }
        return object(type, root);
    }

    private static JsonNode parse(byte[] body) {
        String text = SentJson.utf8(body);
        return JSON.read(text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text);
    }

    private static WireObject object(ObjectType type, JsonNode node) {
        WireObject object = WireObject.of(type);
        for (WireField field : type.fields()) {
            JsonNode sent = sent(field, node);
            if (sent != null) {
                object.with(field.name(), sent.isNull() ? null : value(field.type(), field.name(), sent));
            }
        }
        return object;
    }

    /** The value sent for a field. The parts of pairs may also be in lower case, as in the vendor's samples. */
    private static @Nullable JsonNode sent(WireField field, JsonNode node) {
        JsonNode sent = node.get(field.jsonName());
        return sent == null ? node.get(field.name()) : sent;
    }

    private static @Nullable Object value(WireType type, String field, JsonNode node) {
        if (type instanceof ObjectType object) {
            if (!node.isObject()) {
                throw Values.refused(field, "is an object");
            }
            return object(object, node);
        }
        if (type instanceof ListType list) {
            return list(list, field, node);
        }
        if (type == Scalar.DECIMAL && node.isNumber()) {
            return Values.bounded(field, node.decimalValue());
        }
        if (node.isTextual()
                || (type == Scalar.BOOLEAN && node.isBoolean())
                || (isNumber(type) && node.isIntegralNumber())
                || (type == Scalar.STRING && node.isIntegralNumber())) {
            return Values.parse(type, field, node.asText());
        }
        throw Values.refused(field, "has a value of another type");
    }

    private static boolean isNumber(WireType type) {
        return type == Scalar.LONG || type == Scalar.INT || type == Scalar.UNSIGNED_BYTE;
    }

    private static List<Object> list(ListType type, String field, JsonNode node) {
        if (!node.isArray()) {
            throw Values.refused(field, "is an array");
        }
        List<Object> items = new ArrayList<>();
        for (JsonNode one : node) {
            Object item = one.isNull() ? null : value(type.item(), field, one);
            if (item == null) {
                throw Values.refused(field, "has an element without a value");
            }
            items.add(item);
        }
        return items;
    }

    private static DomainException refused(String message) {
        return new DomainException(ErrorCode.BAD_REQUEST, message);
    }
}
