package io.curfew.sims;

import io.vertx.core.json.JsonObject;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The properties that stay the same throughout a SIM's life.
 *
 * @param tenantId main account of the tree that the SIM is in
 * @param id its id
 * @param coverage where its subscription is sold
 * @param type what it is made of
 * @param moduleType its form
 * @param subscription wire name of the primary subscription
 * @param serialNumber printed on the card, null on virtual SIMs
 * @param otaSerialNumber serial number of the profile loaded over the air, null when none is
 * @param activeProfileId ICCID of the profile in use
 * @param primaryImsi IMSI of the primary subscription
 * @param createdAt when it was registered or created
 * @param registeredAt when it was registered with its secret, null when it was not registered that way
 */
record SimIdentity(
        String tenantId,
        String id,
        Coverage coverage,
        SimType type,
        ModuleType moduleType,
        String subscription,
        @Nullable String serialNumber,
        @Nullable String otaSerialNumber,
        String activeProfileId,
        String primaryImsi,
        Instant createdAt,
        @Nullable Instant registeredAt) {
    /** Reads the identity out of a row of {@code sim}. */
    static SimIdentity of(JsonObject row) {
        return new SimIdentity(
                row.getString("tenant_id"),
                row.getString("id"),
                Coverage.of(row.getString("coverage")),
                SimType.valueOf(row.getString("type")),
                ModuleType.valueOf(row.getString("module_type")),
                row.getString("subscription"),
                row.getString("serial_number"),
                row.getString("ota_serial_number"),
                row.getString("active_profile_id"),
                row.getString("primary_imsi"),
                JsonColumns.requiredInstant(row, "created_at"),
                JsonColumns.instant(row, "registered_at"));
    }
}
