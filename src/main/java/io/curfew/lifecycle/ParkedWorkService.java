package io.curfew.lifecycle;

import io.curfew.events.Actor;
import io.curfew.events.DomainEvent;
import io.curfew.events.EventPublisher;
import io.curfew.events.EventType;
import io.curfew.events.PersonalValue;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.sql.Row;
import io.curfew.sql.Sql;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a person does about work that was parked. The account's purge takes it out of the queue with everything else of
 * the account.
 */
@ApplicationScoped
public class ParkedWorkService {
    private static final String COLUMNS = " id, kind, tenant_id, account_id, target_id, due_at, attempts";

    private final EventPublisher events;
    private final LifecycleClock clock;

    ParkedWorkService(EventPublisher events, LifecycleClock clock) {
        this.events = events;
        this.clock = clock;
    }

    /**
     * Whose work is asked for.
     *
     * @param tenantId the tree's, null for every tree's
     * @param accountId the account's, null for all of the tree
     */
    public record Scope(@Nullable String tenantId, @Nullable String accountId) {
        private String restrict(Map<String, Object> parameters) {
            StringBuilder sql = new StringBuilder(" where state = 'PARKED'");
            if (tenantId != null) {
                sql.append(" and tenant_id = :tenant");
                parameters.put("tenant", tenantId);
            }
            if (accountId != null) {
                sql.append(" and account_id = :account");
                parameters.put("account", accountId);
            }
            return sql.toString();
        }
    }

    /**
     * Parked work, the last scheduled first.
     *
     * @param most how many at most
     * @param before only what comes after this one in the list, null to begin with the first
     */
    @CheckReturnValue
    @WithSession
    public Uni<List<ParkedWork>> list(Scope scope, int most, @Nullable Long before) {
        Map<String, Object> parameters = new HashMap<>();
        String sql = "select" + COLUMNS + " from lifecycle_work" + scope.restrict(parameters);
        if (before != null) {
            sql += " and id < :before";
            parameters.put("before", before);
        }
        parameters.put("most", most);
        return Sql.named(sql + " order by id desc limit :most", parameters).list(ParkedWorkService::read);
    }

    /**
     * Lets the work be tried again, at once and as often as new work. Refuses with {@link ErrorCode#NOT_FOUND} what is
     * not parked or out of scope.
     *
     * @param reason why, for the audit; null when none is given
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<ParkedWork> retry(long id, Scope scope, @Nullable String reason, Actor actor) {
        return change(
                "update lifecycle_work set state = 'OPEN', attempts = 0, not_before = null, last_error = null",
                id,
                scope,
                EventType.WORK_RETRIED,
                reason,
                actor);
    }

    /**
     * Takes the work out of the queue; it is never done then. Refuses with {@link ErrorCode#NOT_FOUND} what is not parked
     * or out of scope.
     *
     * @param reason why, for the audit; null when none is given
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<ParkedWork> drop(long id, Scope scope, @Nullable String reason, Actor actor) {
        return change("delete from lifecycle_work", id, scope, EventType.WORK_DROPPED, reason, actor);
    }

    private Uni<ParkedWork> change(
            String sql, long id, Scope scope, EventType type, @Nullable String reason, Actor actor) {
        Map<String, Object> parameters = new HashMap<>(Map.of("id", id));
        return Sql.named(sql + scope.restrict(parameters) + " and id = :id returning" + COLUMNS, parameters)
                .one(ParkedWorkService::read)
                .map(work -> {
                    if (work == null) {
                        throw new DomainException(ErrorCode.NOT_FOUND, "There is no such parked work.");
                    }
                    return work;
                })
                .call(work -> events.publish(event(type, work.item(), reason, actor)));
    }

    private DomainEvent event(EventType type, WorkItem item, @Nullable String reason, Actor actor) {
        Map<String, Object> facts = new HashMap<>(Map.of(
                "kind", item.kind(),
                "dueAt", item.dueAt().toString()));
        if (reason != null) {
            facts.put("reason", new PersonalValue(reason));
        }
        return new DomainEvent(
                type, item.tenantId(), item.accountId(), item.targetId(), clock.now(item.tenantId()), actor, facts);
    }

    private static ParkedWork read(Row row) {
        return new ParkedWork(
                row.number(0),
                new WorkItem(
                        row.string(1), row.string(2), row.string(3), row.string(4), row.instant(5), row.integer(6)));
    }
}
