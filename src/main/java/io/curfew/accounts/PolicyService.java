package io.curfew.accounts;

import io.curfew.events.Actor;
import io.curfew.events.DomainEvent;
import io.curfew.events.EventPublisher;
import io.curfew.events.EventType;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.lifecycle.LifecycleClock;
import io.curfew.lifecycle.WorkItem;
import io.curfew.lifecycle.WorkQueue;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads and settles a tree's policy. */
@ApplicationScoped
public class PolicyService {
    /** The longest warning a tree may settle. */
    public static final Duration LONGEST_WARNING = Duration.ofDays(365);

    private final PolicyRepository policies;
    private final WorkQueue work;
    private final EventPublisher events;
    private final LifecycleClock clock;
    private final AccountsConfig config;

    PolicyService(
            PolicyRepository policies,
            WorkQueue work,
            EventPublisher events,
            LifecycleClock clock,
            AccountsConfig config) {
        this.policies = policies;
        this.work = work;
        this.events = events;
        this.clock = clock;
        this.config = config;
    }

    /** The policy of the tree; {@link ErrorCode#NOT_FOUND} when there is no such tree. */
    @CheckReturnValue
    @WithSession
    public Uni<PolicyView> get(String tenantId) {
        return policies.findById(tenantId).map(found -> {
            if (found == null) {
                throw new DomainException(ErrorCode.NOT_FOUND, "There is no such account.");
            }
            return found.view();
        });
    }

    /**
     * Settles the policy. Switching auto-deletion on schedules the purge of every closed account, those closed before
     * included, but none before the warning has run from now on; each is announced by an event. Switching it off calls
     * every purge off that has not happened. Settling what is settled already changes nothing.
     *
     * <p>Refuses with {@link ErrorCode#BAD_REQUEST} for a warning that is negative or over a year, and with
     * {@link ErrorCode#VERSION_MISMATCH}.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<PolicyView> set(SetPolicy command) {
        Duration wantedWarning = command.warning();
        boolean autoDeletion = command.autoDeletion();
        if (wantedWarning != null && (wantedWarning.isNegative() || wantedWarning.compareTo(LONGEST_WARNING) > 0)) {
            throw new DomainException(ErrorCode.BAD_REQUEST, "The warning lasts 0 to 365 days.");
        }
        Instant now = clock.now(command.tenantId());
        return policies.lockForChange(command.tenantId()).chain(policy -> {
            requireVersion(policy, command.ifVersion());
            PolicyView before = policy.view();
            Duration warning = wantedWarning == null ? before.autoDeletionWarning() : wantedWarning;
            if (before.autoDeletion() == autoDeletion
                    && before.autoDeletionWarning().equals(warning)) {
                return Uni.createFrom().item(before);
            }
            policy.set(autoDeletion, warning, now);
            return policies.flush()
                    .chain(() -> events.publish(updated(before, autoDeletion, warning, now, command.actor())))
                    .chain(() -> settlePurges(before, autoDeletion, warning, now, command.actor()))
                    .replaceWith(() -> policy.view());
        });
    }

    private Uni<Void> settlePurges(
            PolicyView before, boolean autoDeletion, Duration warning, Instant now, Actor actor) {
        if (before.autoDeletion() == autoDeletion) {
            return Uni.createFrom().voidItem();
        }
        return autoDeletion
                ? announce(before.tenantId(), now.plus(warning), now, actor)
                : callOff(before.tenantId(), now, actor);
    }

    private Uni<Void> announce(String tenantId, Instant warnedUntil, Instant now, Actor actor) {
        return policies.schedulePurges(tenantId, config.deletionAfter().toSeconds(), warnedUntil)
                .map(rows -> rows.stream()
                        .map(row -> WorkItem.due(
                                AccountPurgeWork.KIND, tenantId, row.getKey(), row.getKey(), row.getValue()))
                        .toList())
                .call(items -> work.scheduleAll(AccountPurgeWork.KIND, tenantId, items))
                .chain(items -> events.publishForAccounts(
                        event(
                                EventType.ACCOUNT_PURGE_ANNOUNCED,
                                tenantId,
                                now,
                                actor,
                                Map.of("notBefore", warnedUntil.toString())),
                        items.stream().map(WorkItem::accountId).toList()));
    }

    private Uni<Void> callOff(String tenantId, Instant now, Actor actor) {
        return policies.callOffPurges(tenantId, now)
                .call(ids -> work.cancelAll(AccountPurgeWork.KIND, tenantId, ids))
                .chain(ids -> events.publishForAccounts(
                        event(EventType.ACCOUNT_PURGE_CALLED_OFF, tenantId, now, actor, Map.of()), ids));
    }

    private static DomainEvent updated(
            PolicyView before, boolean autoDeletion, Duration warning, Instant now, Actor actor) {
        return event(
                EventType.POLICY_UPDATED,
                before.tenantId(),
                now,
                actor,
                Map.of("autoDeletion", autoDeletion, "autoDeletionWarning", warning.toString()));
    }

    private static DomainEvent event(
            EventType type, String tenantId, Instant now, Actor actor, Map<String, Object> data) {
        return new DomainEvent(type, tenantId, tenantId, tenantId, now, actor, data);
    }

    private static void requireVersion(AccountPolicy policy, @Nullable Long expected) {
        if (expected != null && expected != policy.version()) {
            throw new DomainException(
                    ErrorCode.VERSION_MISMATCH,
                    "The policy was changed since: its version is " + policy.version() + ".",
                    Map.of("version", policy.version()));
        }
    }
}
