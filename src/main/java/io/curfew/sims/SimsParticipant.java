package io.curfew.sims;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.lifecycle.EndingAccount;
import io.curfew.lifecycle.LifecycleParticipant;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;

/**
 * An account's SIMs when it ends: protected ones stand in the way of closing it, a subaccount's also in that of its main
 * account; the others are terminated from the closing on, and the work of each writes that down. The purge removes the
 * rows.
 */
@ApplicationScoped
class SimsParticipant implements LifecycleParticipant {
    /** Before identity, like all that accounts hold. */
    private static final int ORDER = 300;

    private static final int BLOCKERS_SHOWN = 100;

    private final SimRepository sims;
    private final SimGroups groups;
    private final SimsConfig config;

    SimsParticipant(SimRepository sims, SimGroups groups, SimsConfig config) {
        this.sims = sims;
        this.groups = groups;
        this.config = config;
    }

    @Override
    public int order() {
        return ORDER;
    }

    /** Refuses with {@link ErrorCode#BLOCKED}; the detail {@code blockers} lists the protected SIMs, the first hundred. */
    @Override
    public Uni<Map<String, Long>> onClosing(EndingAccount account) {
        return blockers(account)
                .invoke(ids -> {
                    if (!ids.isEmpty()) {
                        throw blocked(ids);
                    }
                })
                .chain(() -> sims.scheduleRelease(account.tenantId(), account.accountId(), account.at()))
                .map(many -> many == 0 ? Map.<String, Long>of() : Map.of("sims", many));
    }

    /** The closing holds the account's row, for which every change of a SIM waits, so what is read here stays so. */
    private Uni<List<String>> blockers(EndingAccount account) {
        boolean whole = account.accountId().equals(account.tenantId());
        SimCondition condition = SimCondition.visible(
                        account.tenantId(), whole ? null : account.accountId(), null, account.at(), config.retention())
                .and("not s.termination_enabled")
                .and(Effective.ALIVE);
        return sims.ids(condition, BLOCKERS_SHOWN);
    }

    private static DomainException blocked(List<String> ids) {
        List<Map<String, Object>> blockers = ids.stream()
                .map(id -> Map.<String, Object>of("type", "sim", "id", id, "reason", "termination-protection"))
                .toList();
        return new DomainException(
                ErrorCode.BLOCKED, "Termination protection of SIMs is on.", Map.of("blockers", blockers));
    }

    @Override
    public Uni<Void> onPurging(EndingAccount account) {
        // Whoever has work of these SIMs in hand may be waiting for the account, which the purge has locked: the work
        // is
        // not waited for, and finds nothing to do.
        return sims.cancelWork(account.tenantId(), account.accountId())
                .chain(() -> sims.lockAllOf(account.tenantId(), account.accountId()))
                .chain(ids -> sims.delete(account.tenantId(), ids))
                .chain(() -> account.accountId().equals(account.tenantId())
                        ? groups.deleteOf(account.tenantId()).chain(() -> sims.deletePlaces(account.tenantId()))
                        : Uni.createFrom().voidItem());
    }
}
