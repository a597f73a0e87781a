package io.curfew.sims;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Converts what belongs to a {@link Sim} from rows and into rows, by column name. */
final class SimRows {
    private SimRows() {}

    // ---- out of rows ----

    static SimView.Profile profile(JsonObject row) {
        return new SimView.Profile(
                row.getString("iccid"),
                row.getString("primary_imsi"),
                row.getBoolean("ota_supported"),
                row.getString("arc_public_key"),
                null,
                List.of());
    }

    static SimView.Subscriber subscriber(JsonObject row) {
        String status = row.getString("status");
        return new SimView.Subscriber(
                row.getString("imsi"),
                row.getString("iccid"),
                row.getString("msisdn"),
                row.getString("subscription"),
                // The primary subscription has the status of the SIM, which is not stored here.
                status == null ? SubscriberStatus.READY : SubscriberStatus.valueOf(status),
                JsonColumns.list(row.getJsonArray("bundles")),
                row.getBoolean("data"),
                row.getBoolean("sms"),
                row.getBoolean("is_primary"));
    }

    static SimView.@Nullable Session session(@Nullable JsonObject row) {
        return row == null
                ? null
                : new SimView.Session(
                        row.getBoolean("online"),
                        row.getString("sessionId"),
                        row.getString("imsi"),
                        row.getString("imei"),
                        row.getString("ueIpAddress"),
                        JsonColumns.requiredInstant(row, "startedAt"),
                        JsonColumns.requiredInstant(row, "updatedAt"),
                        JsonColumns.instant(row, "endedAt"));
    }

    // ---- into rows ----

    static @Nullable JsonObject json(SimView.@Nullable Session session) {
        return Optional.ofNullable(session)
                .map(one -> new JsonObject()
                        .put("online", one.online())
                        .put("sessionId", one.sessionId())
                        .put("imsi", one.imsi())
                        .put("imei", one.imei())
                        .put("ueIpAddress", one.ueIpAddress())
                        .put("startedAt", one.startedAt().toString())
                        .put("updatedAt", one.updatedAt().toString())
                        .put("endedAt", JsonColumns.text(one.endedAt())))
                .orElse(null);
    }

    /** A row of {@code sim_profile}. */
    static JsonObject profile(Sim sim, SimView.Profile profile) {
        return about(sim)
                .put("iccid", profile.iccid())
                .put("primary_imsi", profile.primaryImsi())
                .put("ota_supported", profile.otaSupported())
                .put("arc_public_key", profile.arcPublicKey());
    }

    /** A row of {@code sim_subscriber}. */
    static JsonObject subscriber(Sim sim, SimView.Subscriber one, Instant at) {
        return about(sim)
                .put("imsi", one.imsi())
                .put("iccid", one.iccid())
                .put("msisdn", one.msisdn())
                .put("subscription", one.subscription())
                .put("status", one.primary() ? null : one.status().name())
                .put("bundles", new JsonArray(one.bundles()))
                .put("data", one.data())
                .put("sms", one.sms())
                .put("is_primary", one.primary())
                .put("added_at", at.toString());
    }

    /**
     * The status of a subscription: a row of {@code sim_status_history} without its number and without the other
     * columns that describe the SIM.
     */
    static JsonObject status(Sim sim, SimView.Subscriber one, String status, Instant at) {
        return about(sim)
                .put("imsi", one.imsi())
                .put("primary_imsi", sim.identity().primaryImsi())
                .put("subscription", one.subscription())
                .put("status", status)
                .put("bundles", new JsonArray(one.bundles()))
                .put("at", at.toString());
    }

    /** An event of a session: a row of {@code sim_session_event} without its number. */
    static JsonObject event(
            Sim sim, SessionRecord.Event what, SimView.Session session, String subscription, Instant at) {
        return about(sim)
                .put("event", what.name())
                .put("session_id", session.sessionId())
                .put("imsi", session.imsi())
                .put("imei", session.imei())
                .put("subscription", subscription)
                .put("ue_ip_address", session.ueIpAddress())
                .put("started_at", session.startedAt().toString())
                .put("at", at.toString());
    }

    /** A row of {@code usage_event}, which records something to be charged. */
    static JsonObject usage(Sim sim, String category, Instant at) {
        return new JsonObject()
                .put("account_id", sim.accountId())
                .put("category", category)
                .put("subject", sim.id())
                .put("occurred_at", at.toString());
    }

    private static JsonObject about(Sim sim) {
        return new JsonObject().put("tenant_id", sim.tenantId()).put("sim_id", sim.id());
    }
}
