package io.curfew.sims;

import io.curfew.lifecycle.StandingSql;
import java.util.Arrays;
import java.util.stream.Collectors;

/**
 * What {@link Sim#settle} would make of a row, as SQL, for filters and counts, over {@link SimTables}: the SIM is
 * {@code s}, its holder's account {@code a}, the main account {@code m}. The instant is the parameter {@code now}. A
 * test holds the two equal.
 */
final class SimStandingSql {
    /** What holds for the holder. */
    static final StandingSql HOLDER = StandingSql.of("a", "m");

    private static final String DUE = "s.expiry_due_at <= :now";

    private static final String EXPIRED_INTO = Arrays.stream(ExpiryAction.values())
            .filter(action -> action.leadsTo() != null)
            .map(action -> "when '" + action + "' then '" + action.leadsTo() + "'")
            .collect(Collectors.joining(" ", "case s.expiry_action ", " else s.status end"));

    /** The status. */
    static final String STATUS = "case when not " + HOLDER.isOpen() + " then 'TERMINATED' when " + DUE + " then "
            + EXPIRED_INTO + " else s.status end";

    /** Whether a session is running. */
    static final String ONLINE = "(s.online and " + HOLDER.isOpen() + " and not coalesce(" + DUE
            + " and s.expiry_action <> '" + ExpiryAction.DO_NOTHING + "', false))";

    /**
     * Whether the SIM is there for readers: its holder is, and it was not terminated longer ago than SIMs are kept, which
     * is {@code goneSince}.
     */
    static final String IS_THERE = "(case when s.purge_at is not null then s.purge_at > :now else coalesce(least("
            + HOLDER.closedAt() + ", case when " + DUE + " and s.expiry_action = '" + ExpiryAction.TERMINATE
            + "' then s.expiry_due_at end) > :goneSince, true) end and " + HOLDER.isThere(":now") + ")";

    /** Whether the SIM is in a group: one that was deleted has none, though their rows are written later. */
    static final String IN_GROUP = "(s.group_id is not null and exists (select 1 from sim_group g"
            + " where g.tenant_id = s.tenant_id and g.id = s.group_id))";

    private SimStandingSql() {}
}
