package io.curfew.sims;

import java.util.Map;

/**
 * The tables that a SIM is read from: the SIM is {@code s}, its holder's account {@code a} and the main account
 * {@code m}.
 */
final class SimTables {
    private static final String ACCOUNTS = """
            join account a on a.tenant_id = s.tenant_id and a.id = s.account_id
            join account m on m.tenant_id = s.tenant_id and m.id = s.tenant_id
            """;

    /** The tables, restricted to the tree {@code tenant}. */
    static final String FROM =
            " from (select t.*, t.created_at as createdat from sim t) s " + ACCOUNTS + " where s.tenant_id = :tenant ";

    /**
     * The tables, restricted to the SIMs of the tree {@code tenant} whose ids are {@code ids}, separated by commas.
     * Each SIM is looked up by its key, whatever the planner knows about the tree; otherwise the planner might read
     * all SIMs of the tree.
     */
    static final String FROM_NAMED = """
             from unnest(string_to_array(:ids, ',')) as named (id)
            cross join lateral (
                select t.*, t.created_at as createdat from sim t where t.tenant_id = :tenant and t.id = named.id limit 1) s
            cross join lateral (
                select t.* from account t where t.tenant_id = :tenant and t.id = s.account_id limit 1) a
            cross join lateral (select t.* from account t where t.tenant_id = :tenant and t.id = :tenant limit 1) m
            """;

    // What belongs to a SIM is put in order by expressions that no index has: where the server takes a table for empty,
    // it
    // would read all of it for each SIM, so as to have the order of its key.
    /** Everything that {@link Sim#read} needs, as one JSON text. */
    static final String DOCUMENT =
            """
            cast(json_build_object(
                'sim', row_to_json(s), 'closed_at', %s, 'gone_at', %s, 'in_group', %s,
                'profiles', (select json_agg(row_to_json(p) order by p.iccid || '') from sim_profile p
                    where p.tenant_id = s.tenant_id and p.sim_id = s.id),
                'subscribers', (select json_agg(row_to_json(u) order by u.is_primary desc, u.added_at, u.imsi || '')
                    from sim_subscriber u where u.tenant_id = s.tenant_id and u.sim_id = s.id)) as text)
            """.formatted(SimStandingSql.HOLDER.closedAt(), SimStandingSql.HOLDER.goneAt(), SimStandingSql.IN_GROUP);

    private SimTables() {}

    /** The condition that the SIM is the one that {@code sim} names. Adds the parameters that it binds. */
    static String named(SimRef sim, Map<String, Object> parameters) {
        if (sim instanceof SimRef.ById byId) {
            parameters.put("sim", byId.simId());
            return " and s.id = :sim";
        }
        parameters.put("imsi", ((SimRef.ByImsi) sim).imsi());
        return " and s.id = (select sim_id from sim_subscriber where tenant_id = :tenant and imsi = :imsi)";
    }
}
