package io.curfew.operators;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.core.parsetools.JsonEvent;
import io.vertx.core.parsetools.JsonParser;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * Reads a document in which each member occurs once and after which nothing follows: whoever reads a permission must
 * not understand something else than whoever wrote it meant.
 */
final class StrictJson {
    private final Deque<Object> open = new ArrayDeque<>();
    private @Nullable Object root;
    private boolean begun;

    private StrictJson() {}

    /** The document's value; refuses any other document as {@link SamPolicy#parse} does. */
    static @Nullable Object read(String document) {
        StrictJson reading = new StrictJson();
        try {
            JsonParser parser = JsonParser.newParser().handler(reading::take);
            parser.write(Buffer.buffer(document));
            parser.end();
        } catch (DecodeException e) {
            throw malformed();
        }
        if (!reading.begun || !reading.open.isEmpty()) {
            throw malformed();
        }
        return reading.root;
    }

    private static RuntimeException malformed() {
        return SamPolicy.invalid("The document is not JSON.");
    }

    private void take(JsonEvent event) {
        switch (event.type()) {
            case START_OBJECT -> begin(event, new JsonObject());
            case START_ARRAY -> begin(event, new JsonArray());
            case END_OBJECT, END_ARRAY -> open.pop();
            case VALUE -> put(event.fieldName(), event.value());
        }
    }

    private void begin(JsonEvent event, Object value) {
        put(event.fieldName(), value);
        open.push(value);
    }

    private void put(@Nullable String name, @Nullable Object value) {
        Object inside = open.peek();
        if (inside instanceof JsonObject object && name != null && !object.containsKey(name)) {
            object.put(name, value);
        } else if (inside instanceof JsonArray array) {
            array.add(value);
        } else if (inside == null && !begun) {
            begun = true;
            root = value;
        } else {
            throw malformed();
        }
    }
}
