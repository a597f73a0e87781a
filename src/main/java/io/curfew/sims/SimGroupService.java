package io.curfew.sims;

import io.curfew.accounts.AccountService;
import io.curfew.events.Actor;
import io.curfew.events.DomainEvent;
import io.curfew.events.EventPublisher;
import io.curfew.events.EventType;
import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.Ids;
import io.curfew.kernel.Slice;
import io.curfew.lifecycle.LifecycleClock;
import io.curfew.lifecycle.LifecycleParticipant;
import io.curfew.lifecycle.WorkItem;
import io.curfew.lifecycle.WorkQueue;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** Groups that SIMs of one coverage are put into. A group of another tree or coverage is not found. */
@ApplicationScoped
public class SimGroupService {
    private static final int MAX_NAME = 128;
    private static final int MAX_CONFIGURATION = 100_000;

    private final SimGroups groups;
    private final AccountService accounts;
    private final WorkQueue work;
    private final EventPublisher events;
    private final LifecycleClock clock;

    SimGroupService(
            SimGroups groups, AccountService accounts, WorkQueue work, EventPublisher events, LifecycleClock clock) {
        this.groups = groups;
        this.accounts = accounts;
        this.work = work;
        this.events = events;
        this.clock = clock;
    }

    /** Makes a group. Refuses with {@link ErrorCode#TAG_INVALID}; the main account must be active. */
    @CheckReturnValue
    @WithTransaction
    public Uni<GroupView> create(String tenantId, Coverage coverage, Map<String, String> tags, Actor actor) {
        Tags.require(tags);
        return accounts.admit(Action.SIM_GROUP_CREATE, tenantId, tenantId).chain(() -> {
            Instant now = clock.now(tenantId);
            GroupView group = new GroupView(
                    tenantId,
                    coverage,
                    UUID.nameUUIDFromBytes(Ids.hex(16).getBytes(StandardCharsets.US_ASCII))
                            .toString(),
                    tags,
                    Map.of(),
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

    /**
     * A page of groups in the order of their ids.
     *
     * @param tag a condition on one tag, null for none
     * @param after the id after which the page begins, whether or not such a group exists; null for the first page
     * @param size the greatest number of groups
     */
    @CheckReturnValue
    @WithSession
    public Uni<Slice<GroupView>> list(
            String tenantId, Coverage coverage, SimFilter.@Nullable TagFilter tag, @Nullable String after, int size) {
        return groups.page(tenantId, coverage, tag, after, size);
    }

    /**
     * Sets these tags and leaves the others. Refuses with {@link ErrorCode#NOT_FOUND} and
     * {@link ErrorCode#TAG_INVALID}.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<GroupView> putTags(
            String tenantId, Coverage coverage, String groupId, Map<String, String> tags, Actor actor) {
        return change(tenantId, coverage, groupId, "tags", actor, (group, now) -> {
            Map<String, String> next = new TreeMap<>(group.tags());
            next.putAll(tags);
            Tags.require(next);
            return group.withTags(next, now);
        });
    }

    /** Removes a tag. Refuses with {@link ErrorCode#NOT_FOUND}, also where there is no such tag. */
    @CheckReturnValue
    @WithTransaction
    public Uni<GroupView> deleteTag(String tenantId, Coverage coverage, String groupId, String name, Actor actor) {
        return change(tenantId, coverage, groupId, "tags", actor, (group, now) -> {
            Map<String, String> next = new TreeMap<>(group.tags());
            if (next.remove(name) == null) {
                throw new DomainException(ErrorCode.NOT_FOUND, "The group has no such tag.");
            }
            return group.withTags(next, now);
        });
    }

    /**
     * Sets parameters of a namespace and leaves the others. Refuses with {@link ErrorCode#NOT_FOUND}, and with
     * {@link ErrorCode#BAD_REQUEST} when a name is empty or too long or the parameters are more than a group can hold.
     *
     * @param parameters strings, finite numbers, booleans, nulls, and lists and maps of these, by name
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<GroupView> putConfiguration(
            String tenantId,
            Coverage coverage,
            String groupId,
            String namespace,
            Map<String, Object> parameters,
            Actor actor) {
        return change(tenantId, coverage, groupId, "configuration", actor, (group, now) -> {
            Map<String, Map<String, Object>> next = new TreeMap<>(group.configuration());
            Map<String, Object> merged = new TreeMap<>(next.getOrDefault(namespace, Map.of()));
            merged.putAll(parameters);
            next.put(namespace, merged);
            requireFitting(namespace, merged, next);
            return group.withConfiguration(next, now);
        });
    }

    private static void requireFitting(
            String namespace, Map<String, Object> parameters, Map<String, Map<String, Object>> all) {
        boolean fine = isName(namespace)
                && parameters.keySet().stream().allMatch(SimGroupService::isName)
                && SimGroups.encoded(all).length() <= MAX_CONFIGURATION;
        if (!fine) {
            throw new DomainException(
                    ErrorCode.BAD_REQUEST,
                    "Namespaces and names have 1 to " + MAX_NAME + " characters; a configuration has "
                            + MAX_CONFIGURATION + " at most.");
        }
    }

    private static boolean isName(String name) {
        return !name.isEmpty() && name.length() <= MAX_NAME;
    }

    /**
     * Removes parameters. Refuses with {@link ErrorCode#NOT_FOUND}, also where there is no such namespace or parameter.
     *
     * @param name the parameter; null for every parameter of the namespace
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<GroupView> deleteConfiguration(
            String tenantId, Coverage coverage, String groupId, String namespace, @Nullable String name, Actor actor) {
        return change(tenantId, coverage, groupId, "configuration", actor, (group, now) -> {
            Map<String, Map<String, Object>> next = new TreeMap<>(group.configuration());
            Map<String, Object> left = new TreeMap<>(next.getOrDefault(namespace, Map.of()));
            if (!next.containsKey(namespace) || (name != null && !left.containsKey(name))) {
                throw new DomainException(ErrorCode.NOT_FOUND, "The group's configuration has no such parameter.");
            }
            if (name != null) {
                left.remove(name);
            }
            if (name == null || left.isEmpty()) {
                next.remove(namespace);
            } else {
                next.put(namespace, left);
            }
            return group.withConfiguration(next, now);
        });
    }

    private Uni<GroupView> change(
            String tenantId,
            Coverage coverage,
            String groupId,
            String what,
            Actor actor,
            BiFunction<GroupView, Instant, GroupView> change) {
        return accounts.admit(Action.SIM_GROUP_UPDATE, tenantId, tenantId)
                .chain(() -> groups.lock(tenantId, coverage, groupId))
                .map(SimGroupService::requireFound)
                .chain(group -> {
                    Instant now = clock.now(tenantId);
                    GroupView next = change.apply(group, now);
                    if (next.equals(group.withTags(group.tags(), now))) {
                        return Uni.createFrom().item(group);
                    }
                    return groups.update(next)
                            .chain(() -> events.publish(new DomainEvent(
                                    EventType.SIM_GROUP_UPDATED,
                                    tenantId,
                                    tenantId,
                                    groupId,
                                    now,
                                    actor,
                                    Map.of("changed", what))))
                            .replaceWith(next);
                });
    }

    /**
     * Deletes a group. From then on no SIM is shown as a member of it, and scheduled work updates the rows later.
     * Refuses with {@link ErrorCode#NOT_FOUND}.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<Void> delete(String tenantId, Coverage coverage, String groupId, Actor actor) {
        return groups.delete(tenantId, coverage, groupId).chain(deleted -> {
            if (!deleted) {
                throw notFound();
            }
            Instant now = clock.now(tenantId);
            return groups.count(tenantId, groupId, LifecycleParticipant.COUNTED)
                    .call(members -> members == 0
                            ? Uni.createFrom().voidItem()
                            : work.schedule(WorkItem.due(SimWork.GROUP, tenantId, tenantId, groupId, now)))
                    .chain(members -> publish(EventType.SIM_GROUP_DELETED, tenantId, groupId, members, now, actor));
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
