package io.curfew.sims;

import io.curfew.accounts.AccountService;
import io.curfew.events.Actor;
import io.curfew.events.DomainEvent;
import io.curfew.events.EventPublisher;
import io.curfew.events.EventType;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.Ids;
import io.curfew.kernel.PageRequest;
import io.curfew.kernel.Slice;
import io.curfew.lifecycle.LifecycleClock;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Groups that SIMs of one coverage are put into. A group of another tree or coverage is not found. */
@ApplicationScoped
public class SimGroupService {
    private final SimGroups groups;
    private final AccountService accounts;
    private final EventPublisher events;
    private final LifecycleClock clock;

    SimGroupService(SimGroups groups, AccountService accounts, EventPublisher events, LifecycleClock clock) {
        this.groups = groups;
        this.accounts = accounts;
        this.events = events;
        this.clock = clock;
    }

    /** Makes a group. Refuses with {@link ErrorCode#TAG_INVALID}; the main account must be active. */
    @CheckReturnValue
    @WithTransaction
    public Uni<GroupView> create(String tenantId, Coverage coverage, Map<String, String> tags, Actor actor) {
        Tags.require(tags);
        return accounts.requireActive(tenantId, tenantId).chain(() -> {
            Instant now = clock.now();
            GroupView group = new GroupView(
                    tenantId,
                    coverage,
                    UUID.nameUUIDFromBytes(Ids.hex(16).getBytes(StandardCharsets.US_ASCII))
                            .toString(),
                    tags,
                    now,
                    now);
            return groups.insert(group)
                    .chain(() -> publish(EventType.SIM_GROUP_CREATED, tenantId, group.groupId(), 0, now, actor))
                    .replaceWith(group);
        });
    }

    /** The group; else {@link ErrorCode#NOT_FOUND}. */
    @CheckReturnValue
    @WithSession
    public Uni<GroupView> get(String tenantId, Coverage coverage, String groupId) {
        return groups.find(tenantId, coverage, groupId).map(SimGroupService::requireFound);
    }

    /** A page of groups, newest first. */
    @CheckReturnValue
    @WithSession
    public Uni<Slice<GroupView>> list(String tenantId, Coverage coverage, PageRequest page) {
        return groups.page(tenantId, coverage, page);
    }

    /** Deletes a group and takes its SIMs out of it. Refuses with {@link ErrorCode#NOT_FOUND}. */
    @CheckReturnValue
    @WithTransaction
    public Uni<Void> delete(String tenantId, Coverage coverage, String groupId, Actor actor) {
        return groups.delete(tenantId, coverage, groupId).chain(deleted -> {
            if (!deleted) {
                throw notFound();
            }
            Instant now = clock.now();
            return groups.empty(tenantId, groupId, now)
                    .chain(left -> publish(EventType.SIM_GROUP_DELETED, tenantId, groupId, left, now, actor));
        });
    }

    private Uni<Void> publish(EventType type, String tenantId, String groupId, int sims, Instant at, Actor actor) {
        return events.publish(new DomainEvent(type, tenantId, tenantId, groupId, at, actor, Map.of("sims", sims)));
    }

    private static GroupView requireFound(@Nullable GroupView found) {
        if (found == null) {
            throw notFound();
        }
        return found;
    }

    private static DomainException notFound() {
        return new DomainException(ErrorCode.NOT_FOUND, "There is no such group.");
    }
}
