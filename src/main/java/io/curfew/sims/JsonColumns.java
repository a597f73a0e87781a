package io.curfew.sims;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Reads columns out of rows that PostgreSQL has written as JSON. */
final class JsonColumns {
    private JsonColumns() {}

    static @Nullable Instant instant(JsonObject row, String column) {
        String text = row.getString(column);
        return text == null ? null : OffsetDateTime.parse(text).toInstant();
    }

    static Instant requiredInstant(JsonObject row, String column) {
        return OffsetDateTime.parse(row.getString(column)).toInstant();
    }

    static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }

    static Map<String, String> map(JsonObject object) {
        Map<String, String> map = new TreeMap<>();
        object.forEach(entry -> map.put(entry.getKey(), (String) entry.getValue()));
        return map;
    }

    static JsonObject json(Map<String, String> map) {
        JsonObject object = new JsonObject();
        map.forEach(object::put);
        return object;
    }

    static List<String> list(@Nullable JsonArray array) {
        return array == null
                ? List.of()
                : IntStream.range(0, array.size()).mapToObj(array::getString).toList();
    }

    static List<JsonObject> objects(@Nullable JsonArray array) {
        return array == null
                ? List.of()
                : IntStream.range(0, array.size())
                        .mapToObj(array::getJsonObject)
                        .toList();
    }
}
