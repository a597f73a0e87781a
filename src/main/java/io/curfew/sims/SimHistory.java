package io.curfew.sims;

import io.curfew.kernel.Slice;
import io.vertx.core.json.JsonObject;
import java.util.List;
import java.util.function.Function;

/** Reads rows of history. */
final class SimHistory {
    private SimHistory() {}

    /** The page that {@code rows} hold; they are one more than requested where there are more. */
    static <T> Slice<T> page(List<JsonObject> rows, HistoryRange range, Function<JsonObject, T> read) {
        List<JsonObject> shown = rows.subList(0, Math.min(range.size(), rows.size()));
        return new Slice<>(shown.stream().map(read).toList(), rows.size() > range.size());
    }

    static StatusRecord statusRecord(JsonObject row) {
        return new StatusRecord(
                row.getString("sim_id"),
                row.getLong("no"),
                row.getString("imsi"),
                row.getString("primary_imsi"),
                row.getString("subscription"),
                SubscriberStatus.valueOf(row.getString("status")),
                row.getString("speed_class"),
                row.getString("group_id"),
                JsonColumns.list(row.getJsonArray("bundles")),
                JsonColumns.requiredInstant(row, "at"));
    }

    static SessionRecord sessionRecord(JsonObject row) {
        return new SessionRecord(
                row.getString("sim_id"),
                row.getLong("no"),
                SessionRecord.Event.valueOf(row.getString("event")),
                row.getString("session_id"),
                row.getString("imsi"),
                row.getString("imei"),
                row.getString("subscription"),
                row.getString("ue_ip_address"),
                JsonColumns.requiredInstant(row, "started_at"),
                JsonColumns.requiredInstant(row, "at"));
    }
}
