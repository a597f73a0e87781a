package io.curfew.sims;

import io.curfew.lifecycle.StandingSql;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * The state into which {@link Sim#settle} would bring a row, expressed in SQL over {@link SimTables} for filters and
 * counts. The SIM is {@code s}, its holder's account {@code a} and the main account {@code m}; the instant is the
 * parameter {@code now}. A test checks that both give the same.
 */
final class SimStandingSql {
    /** The effective state of the holder. */
    static final StandingSql HOLDER = StandingSql.of("a", "m");

    private static final String DUE = "s.expiry_due_at <= :now";

    private static final String EXPIRED_INTO = Arrays.stream(ExpiryAction.values())
            .filter(action -> action.leadsTo() != null)
            .map(action -> "when '" + action + "' then '" + action.leadsTo() + "'")
            .collect(Collectors.joining(" ", "case s.expiry_action ", " else s.status end"));

    /** The effective status of the SIM. */
    static final String STATUS = "case when not " + HOLDER.isOpen() + " then 'TERMINATED' when " + DUE + " then "
            + EXPIRED_INTO + " else s.status end";

    /** Whether a session is running. */
    static final String ONLINE = "(s.online and " + HOLDER.isOpen() + " and not coalesce(" + DUE
            + " and s.expiry_action <> '" + ExpiryAction.DO_NOTHING + "', false))";

    /**
     * Whether readers find the SIM: its holder exists, and the SIM was not terminated, or was terminated after
     * {@code goneSince}; SIMs terminated earlier are gone.
     */
    static final String IS_THERE = "(case when s.purge_at is not null then s.purge_at > :now else coalesce(least("
            + HOLDER.closedAt() + ", case when " + DUE + " and s.expiry_action = '" + ExpiryAction.TERMINATE
            + "' then s.expiry_due_at end) > :goneSince, true) end and " + HOLDER.isThere(":now") + ")";

    /** Whether the SIM is in a group. A deleted group has no SIMs, although their rows are updated later. */
    static final String IN_GROUP = "(s.group_id is not null and exists (select 1 from sim_group g"
            + " where g.tenant_id = s.tenant_id and g.id = s.group_id))";

    private SimStandingSql() {}
}
