package io.curfew.sims;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What {@link Sim#settle} would make of a row, as SQL, for filters and counts: the SIM is {@code s}, its holder's account
 * {@code a}, the main account {@code m}. The instant is the parameter {@code now}.
 */
final class Effective {
    /** The tables behind the expressions. */
    static final String FROM = """
             from (select t.*, t.created_at as createdat from sim t) s
            join account a on a.tenant_id = s.tenant_id and a.id = s.account_id
            join account m on m.tenant_id = s.tenant_id and m.id = s.tenant_id
            where s.tenant_id = :tenant\s""";

    /** When the holder was closed; null when it is not. */
    static final String CLOSED_AT = "least(a.closed_at, m.closed_at)";

    private static final String DUE = "s.expiry_due_at <= :now";

    private static final String EXPIRED_INTO = Arrays.stream(ExpiryAction.values())
            .filter(action -> action.leadsTo() != null)
            .map(action -> "when '" + action + "' then '" + action.leadsTo() + "'")
            .collect(Collectors.joining(" ", "case s.expiry_action ", " else s.status end"));

    /** The status. */
    static final String STATUS = "case when " + CLOSED_AT + " is not null then 'TERMINATED' when " + DUE + " then "
            + EXPIRED_INTO + " else s.status end";

    /** Whether it is not terminated, closings at {@code now} itself left out of account. */
    static final String ALIVE = "(s.status <> 'TERMINATED' and coalesce(" + CLOSED_AT
            + " >= :now, true) and not coalesce(" + DUE + " and s.expiry_action = '" + ExpiryAction.TERMINATE
            + "', false))";

    /** Whether a session is running. */
    static final String ONLINE = "(s.online and " + CLOSED_AT + " is null and not coalesce(" + DUE
            + " and s.expiry_action <> '" + ExpiryAction.DO_NOTHING + "', false))";

    /** Whether the SIM is still there: not terminated longer ago than SIMs are kept, which is {@code goneSince}. */
    static final String VISIBLE = "(case when s.purge_at is not null then s.purge_at > :now else coalesce(least("
            + CLOSED_AT + ", case when " + DUE + " and s.expiry_action = '" + ExpiryAction.TERMINATE
            + "' then s.expiry_due_at end) > :goneSince, true) end)";

    /** All that {@link Sim#read} wants to know, as one JSON text. */
    static final String DOCUMENT = """
            cast(json_build_object(
                'sim', row_to_json(s), 'closed_at', least(a.closed_at, m.closed_at),
                'profiles', (select json_agg(row_to_json(p) order by p.iccid) from sim_profile p
                    where p.tenant_id = s.tenant_id and p.sim_id = s.id),
                'subscribers', (select json_agg(row_to_json(u) order by u.is_primary desc, u.added_at, u.imsi)
                    from sim_subscriber u where u.tenant_id = s.tenant_id and u.sim_id = s.id)) as text)
            """;

    private Effective() {}

    /** The condition that the SIM is the one named; binds what it needs. */
    static String named(SimRef sim, Map<String, Object> parameters) {
        if (sim instanceof SimRef.ById byId) {
            parameters.put("sim", byId.simId());
            return " and s.id = :sim";
        }
        parameters.put("imsi", ((SimRef.ByImsi) sim).imsi());
        return " and s.id = (select sim_id from sim_subscriber where tenant_id = :tenant and imsi = :imsi)";
    }
}
