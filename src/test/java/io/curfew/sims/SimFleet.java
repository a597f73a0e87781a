package io.curfew.sims;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Rows as registrations and expiries leave them, for tests that need SIMs by the thousand. */
final class SimFleet {
    private SimFleet() {}

    /**
     * Statements that give the tenant's main account active SIMs, each of which expires.
     *
     * @param first number of the first SIM, from which its ids are made; no other fleet may have it
     * @param actions the actions of their expiries, in turn
     * @param from when the first one expires
     * @param window by when, counted from there, the last one has expired; zero: all at one instant
     */
    static List<String> fill(
            String tenantId, long first, int sims, List<ExpiryAction> actions, Instant from, Duration window) {
        String action =
                "(array['" + String.join("','", actions.stream().map(Enum::name).toList()) + "'])" + "[1 + (n - "
                        + first + ") % " + actions.size() + "]";
        String due = "timestamptz '" + from + "' + (n - " + first + ") * interval '1 microsecond' * "
                + window.toNanos() / 1000 / sims;
        String sim = "tenant_id = '" + tenantId + "' and id between '8900" + first + "' and '8900" + (first + sims - 1)
                + "'";
        return List.of(
                """
                insert into sim (tenant_id, id, account_id, coverage, type, module_type, subscription, status,
                    termination_enabled, expiry_at, expiry_action, expiry_due_at, expiry_no, speed_class,
                    active_profile_id, primary_imsi, tags, online, records, created_at, updated_at, return_due, version)
                select '%1$s', '8900' || n, '%1$s', 'g', 'UICC', 'NANO', 'plan01s', 'ACTIVE', true, due, %2$s, due, 1,
                    's1.standard', '8900' || n, '00101' || n, '{"name": "fleet"}', false, 0,
                    timestamptz '%5$s' - interval '1 day', timestamptz '%5$s' - interval '1 day', false, 1
                from (select n, %6$s as due from generate_series(%3$d, %4$d) n) numbered
                """.formatted(tenantId, action, first, first + sims - 1, from, due),
                """
                insert into sim_profile (tenant_id, iccid, sim_id, primary_imsi, ota_supported)
                select tenant_id, id, id, primary_imsi, false from sim where %s
                """.formatted(sim),
                """
                insert into sim_subscriber
                    (tenant_id, imsi, sim_id, iccid, msisdn, subscription, bundles, data, sms, is_primary, added_at)
                select tenant_id, primary_imsi, id, id, '9990', subscription, '[]', true, true, true, created_at
                from sim where %s
                """.formatted(sim),
                """
                insert into lifecycle_work (kind, tenant_id, account_id, target_id, due_at)
                select 'sim-expiry', tenant_id, account_id, id || '@1', expiry_due_at from sim where %s
                """.formatted(sim));
    }
}
