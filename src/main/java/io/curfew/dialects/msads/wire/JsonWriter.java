package io.curfew.dialects.msads.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import io.curfew.dialects.msads.wire.WireType.ListType;
import io.curfew.dialects.msads.wire.WireType.ObjectType;
import io.curfew.dialects.msads.wire.WireType.Scalar;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes JSON in UTF-8 (sections 5.3 and 5.4). Clients fail on any property that the schema does not have, so no others
 * are written. A long is written as a string.
 */
public final class JsonWriter {
    private static final JsonFactory FACTORY = JsonFactory.builder()
            .enable(StreamWriteFeature.WRITE_BIGDECIMAL_AS_PLAIN)
            .build();

    private final JsonGenerator json;
    private final boolean nulls;

    private JsonWriter(JsonGenerator json, boolean nulls) {
        this.json = json;
        this.nulls = nulls;
    }

    private interface Content {
        void write(JsonGenerator json) throws IOException;
    }

    /** An answer. Fields without a value are null, except those that are shown only when the request asks for them. */
    public static byte[] response(WireObject object) {
        return bytes(json -> new JsonWriter(json, true).object(object));
    }

    /** An object by its values alone: objects that mean the same give the same text. */
    public static byte[] values(WireObject object) {
        return bytes(json -> new JsonWriter(json, false).object(object));
    }

    /** A fault. */
    public static byte[] fault(WireFault fault, String trackingId) {
        return bytes(json -> {
            boolean adApi = fault.kind() == WireFault.Kind.AD_API;
            json.writeStartObject();
            json.writeStringField("TrackingId", trackingId);
            json.writeStringField("Type", fault.kind().wireName());
            json.writeArrayFieldStart(adApi ? "Errors" : "OperationErrors");
            json.writeStartObject();
            json.writeNumberField("Code", fault.code());
            text(json, adApi ? "Detail" : "Details", fault.details());
            if (adApi) {
                text(json, "ErrorCode", fault.errorCode());
            }
            json.writeStringField("Message", fault.message());
            json.writeEndObject();
            json.writeEndArray();
            json.writeEndObject();
        });
    }

    private static void text(JsonGenerator json, String name, @Nullable String text) throws IOException {
        json.writeFieldName(name);
        json.writeString(text);
    }

    private static byte[] bytes(Content content) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = FACTORY.createGenerator(bytes)) {
            content.write(json);
        } catch (IOException e) {
            throw new UncheckedIOException("an answer could not be written", e);
        }
        return bytes.toByteArray();
    }

    private void object(WireObject object) throws IOException {
        json.writeStartObject();
        for (WireField field : object.type().fields()) {
            Object value = object.value(field.name());
            if (value != null) {
                json.writeFieldName(field.jsonName());
                value(field.type(), value);
            } else if (nulls && object.tells(field)) {
                json.writeNullField(field.jsonName());
            }
        }
        json.writeEndObject();
    }

    private void value(WireType type, Object value) throws IOException {
        if (type instanceof ObjectType) {
            object((WireObject) value);
        } else if (type instanceof ListType list) {
            json.writeStartArray();
            for (Object item : (List<?>) value) {
                value(list.item(), item);
            }
            json.writeEndArray();
        } else if (type == Scalar.INT || type == Scalar.UNSIGNED_BYTE) {
            json.writeNumber((Integer) value);
        } else if (type == Scalar.BOOLEAN) {
            json.writeBoolean((Boolean) value);
        } else if (type == Scalar.DECIMAL) {
            json.writeNumber((BigDecimal) value);
        } else {
            json.writeString(Values.write(value, ", "));
        }
    }
}
