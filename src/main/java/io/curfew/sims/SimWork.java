package io.curfew.sims;

import io.curfew.lifecycle.WorkItem;
import java.time.Instant;
import java.util.List;

/** Kinds of due work about SIMs. */
final class SimWork {
    /** What is due on a SIM: its expiry. The target is the SIM's id and the number of the expiry. */
    static final String EXPIRY = "sim-expiry";

    /** The SIM's holder was closed, and terminating the SIM failed together with others of its page. */
    static final String RELEASE = "sim-release";

    /** The retention of a terminated SIM is over. */
    static final String PURGE = "sim-purge";

    /** The same for a SIM whose history is too long to be removed at once. */
    static final String HISTORY_PURGE = "sim-history-purge";

    /** A group was deleted. The target is the group's id. */
    static final String GROUP = "sim-group";

    /** A registration was cut off. */
    static final String CLAIM = "sim-claim";

    private SimWork() {}

    /**
     * A new target for each expiry, so that replacing an expiry never has to wait for a worker that is handling the
     * old item.
     */
    static String expiryTarget(String simId, int expiryNo) {
        return simId + "@" + expiryNo;
    }

    static WorkItem item(Sim sim, String kind, String target, Instant dueAt) {
        return WorkItem.due(kind, sim.tenantId(), sim.accountId(), target, dueAt);
    }

    /** The SIMs that items of any of these kinds but {@link #GROUP} and {@link #CLAIM} are about. */
    static List<String> simIds(List<WorkItem> items) {
        return items.stream().map(item -> simId(item.targetId())).distinct().toList();
    }

    private static String simId(String target) {
        int at = target.indexOf('@');
        return at < 0 ? target : target.substring(0, at);
    }
}
