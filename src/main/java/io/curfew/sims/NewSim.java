package io.curfew.sims;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a SIM is made from.
 *
 * @param tenantId the holder's main account
 * @param accountId the holder
 * @param id its id
 * @param coverage where it is used
 * @param type what it is made of
 * @param moduleType its form
 * @param plan its subscription
 * @param iccid its profile
 * @param imsi the IMSI of its primary subscription
 * @param msisdn its number
 * @param serialNumber null on virtual SIMs
 * @param arcPublicKey public key of a virtual SIM's tunnel, null on others
 * @param groupId its group, null for none
 * @param tags its tags, by name
 * @param at when it is created
 */
record NewSim(
        String tenantId,
        String accountId,
        String id,
        Coverage coverage,
        SimType type,
        ModuleType moduleType,
        SimPlan plan,
        String iccid,
        String imsi,
        String msisdn,
        @Nullable String serialNumber,
        @Nullable String arcPublicKey,
        @Nullable String groupId,
        Map<String, String> tags,
        Instant at) {
    /** The row that the SIM is inserted with. */
    JsonObject row() {
        boolean waits = plan.firstStatus() == SimStatus.READY;
        return new JsonObject()
                .put("tenant_id", tenantId)
                .put("id", id)
                .put("account_id", accountId)
                .put("coverage", coverage.code())
                .put("type", type.name())
                .put("module_type", moduleType.name())
                .put("subscription", plan.name())
                .put("status", plan.firstStatus().name())
                .put("termination_enabled", false)
                .put("expiry_no", 0)
                .put("speed_class", plan.defaultSpeedClass())
                .put("group_id", groupId)
                .put("serial_number", serialNumber)
                .put("active_profile_id", iccid)
                .put("primary_imsi", imsi)
                .put("tags", JsonColumns.json(tags))
                .put("online", false)
                .put("records", 0)
                .put("renewal_set_at", waits ? at.toString() : null)
                .put("registered_at", type == SimType.VIRTUAL ? null : at.toString())
                .put("created_at", at.toString())
                .put("updated_at", at.toString())
                .put("return_due", false)
                .put("version", 0);
    }

    /** The document that {@link SimRepository} would read for this SIM. */
    JsonObject document() {
        boolean virtual = type == SimType.VIRTUAL;
        return new JsonObject()
                .put("sim", row())
                .put("in_group", groupId != null)
                .put(
                        "profiles",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("iccid", iccid)
                                        .put("primary_imsi", imsi)
                                        .put("ota_supported", type == SimType.EUICC)
                                        .put("arc_public_key", arcPublicKey)))
                .put(
                        "subscribers",
                        new JsonArray()
                                .add(new JsonObject()
                                        .put("imsi", imsi)
                                        .put("iccid", iccid)
                                        .put("msisdn", msisdn)
                                        .put("subscription", plan.name())
                                        .put("bundles", new JsonArray())
                                        .put("data", true)
                                        .put("sms", !virtual)
                                        .put("is_primary", true)));
    }
}
