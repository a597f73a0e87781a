package io.curfew.operators;

import io.curfew.accounts.AccountService;
import io.curfew.accounts.AccountView;
import io.curfew.events.Actor;
import io.curfew.events.DomainEvent;
import io.curfew.events.EventPublisher;
import io.curfew.events.EventType;
import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.RealClock;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Roles, and what all of an operator's SAM users may do. Documents hold for pairs issued from then on. What does not
 * belong to the operator is {@link ErrorCode#NOT_FOUND}; every change needs an active account, else {@link
 * ErrorCode#ACCOUNT_NOT_ACTIVE}.
 */
@ApplicationScoped
public class SamRoleService {
    private static final int MAX_ID = 100;

    private final SamRoles roles;
    private final SamUserRepository users;
    private final SamLimits limits;
    private final AccountService accounts;
    private final EventPublisher events;
    private final RealClock clock;

    SamRoleService(
            SamRoles roles,
            SamUserRepository users,
            SamLimits limits,
            AccountService accounts,
            EventPublisher events,
            RealClock clock) {
        this.roles = roles;
        this.users = users;
        this.limits = limits;
        this.accounts = accounts;
        this.events = events;
        this.clock = clock;
    }

    /** {@link SamRoleCommand.Create}. */
    @CheckReturnValue
    @WithTransaction
    public Uni<SamRoleView> create(SamRoleCommand.Create command) {
        String tenantId = command.tenantId();
        String id = command.roleId();
        if (id.isBlank()
                || id.codePointCount(0, id.length()) > MAX_ID
                || id.chars().anyMatch(Character::isISOControl)) {
            throw new DomainException(
                    ErrorCode.ROLE_ID_INVALID, "A role's id has 1 to 100 characters, and no control characters.");
        }
        SamLimits.requireDescription(command.description());
        SamPolicy.require(command.permission());
        Instant now = clock.now();
        SamRoleView role = new SamRoleView(id, command.description(), command.permission(), now, now);
        return active(tenantId)
                .chain(() -> limits.keep(tenantId, () -> roles.insertIfFree(tenantId, role)))
                .invoke(free -> require(free, ErrorCode.ROLE_ID_TAKEN, "The operator has a role of that id."))
                .chain(() -> publish(EventType.SAM_ROLE_CREATED, tenantId, tenantId, command.actor(), now, Map.of()))
                .replaceWith(role);
    }

    /** A role; {@link ErrorCode#NOT_FOUND}. */
    @CheckReturnValue
    @WithSession
    public Uni<SamRoleView> get(String tenantId, String id) {
        return roles.find(tenantId, id).map(SamRoleService::requireFound);
    }

    /** All of the operator's roles, by id. */
    @CheckReturnValue
    @WithSession
    public Uni<List<SamRoleView>> list(String tenantId) {
        return roles.listOf(tenantId);
    }

    /** {@link SamRoleCommand.Change}. */
    @CheckReturnValue
    @WithTransaction
    public Uni<Void> change(SamRoleCommand.Change command) {
        String tenantId = command.tenantId();
        SamLimits.requireDescription(command.description());
        SamPolicy.require(command.permission());
        Instant now = clock.now();
        return active(tenantId)
                .chain(() -> limits.keep(
                        tenantId,
                        () -> roles.change(
                                tenantId, command.roleId(), command.description(), command.permission(), now)))
                .invoke(found -> require(found, ErrorCode.NOT_FOUND, "There is no such role."))
                .chain(() -> publish(EventType.SAM_ROLE_UPDATED, tenantId, tenantId, command.actor(), now, Map.of()));
    }

    /** {@link SamRoleCommand.Delete}. */
    @CheckReturnValue
    @WithTransaction
    public Uni<Void> delete(SamRoleCommand.Delete command) {
        String tenantId = command.tenantId();
        String id = command.roleId();
        Instant now = clock.now();
        return active(tenantId)
                .chain(() -> roles.lock(tenantId, id))
                .map(SamRoleService::requireFound)
                .chain(() -> roles.usersOf(tenantId, id))
                .invoke(names -> require(names.isEmpty(), ErrorCode.ROLE_IN_USE, "Users have this role."))
                .chain(() -> roles.delete(tenantId, id))
                .chain(() -> publish(EventType.SAM_ROLE_DELETED, tenantId, tenantId, command.actor(), now, Map.of()));
    }

    /** Names of the users who have a role; {@link ErrorCode#NOT_FOUND} when there is no such role. */
    @CheckReturnValue
    @WithSession
    public Uni<List<String>> usersOf(String tenantId, String id) {
        return roles.find(tenantId, id).map(SamRoleService::requireFound).chain(() -> roles.usersOf(tenantId, id));
    }

    /** The roles of a user; {@link ErrorCode#NOT_FOUND} when there is no such user. */
    @CheckReturnValue
    @WithSession
    public Uni<List<SamRoleView>> rolesOf(String tenantId, String userName) {
        return users.findByName(tenantId, userName)
                .map(SamUserService::requireFound)
                .chain(user -> roles.rolesOf(tenantId, user.id()));
    }

    /** The roles of all users by user id; users without any are left out. */
    @CheckReturnValue
    @WithSession
    public Uni<Map<String, List<SamRoleView>>> rolesOfUsers(String tenantId) {
        return roles.rolesOfUsers(tenantId);
    }

    /** {@link SamRoleCommand.Attach}. */
    @CheckReturnValue
    @WithTransaction
    public Uni<Void> attach(SamRoleCommand.Attach command) {
        String tenantId = command.tenantId();
        String roleId = command.roleId();
        Instant now = clock.now();
        return active(tenantId)
                .chain(() -> limits.keep(
                        tenantId,
                        () -> locked(tenantId, command.userName())
                                .chain(user -> roles.lock(tenantId, roleId)
                                        .map(SamRoleService::requireFound)
                                        .chain(() -> roles.attach(tenantId, user.id(), roleId, now))
                                        .chain(() -> changed(tenantId, user, command.actor(), now)))));
    }

    /** {@link SamRoleCommand.Detach}. */
    @CheckReturnValue
    @WithTransaction
    public Uni<Void> detach(SamRoleCommand.Detach command) {
        String tenantId = command.tenantId();
        Instant now = clock.now();
        return active(tenantId)
                .chain(() -> locked(tenantId, command.userName()))
                .chain(user -> roles.detach(tenantId, user.id(), command.roleId())
                        .invoke(had -> require(had, ErrorCode.NOT_FOUND, "The user has no such role."))
                        .chain(() -> changed(tenantId, user, command.actor(), now)));
    }

    private Uni<SamUser> locked(String tenantId, String userName) {
        return users.lockByName(tenantId, userName).map(SamUserService::requireFound);
    }

    private Uni<Void> changed(String tenantId, SamUser user, Actor actor, Instant now) {
        return publish(EventType.SAM_USER_UPDATED, tenantId, user.id(), actor, now, Map.of("changed", "roles"));
    }

    /** What all users may do; {@link ErrorCode#NOT_FOUND} when that was not set. */
    @CheckReturnValue
    @WithSession
    public Uni<String> defaultPermission(String tenantId) {
        return roles.defaultPermission(tenantId).map(SamRoleService::requireFound);
    }

    /** {@link SamRoleCommand.SetDefault}. */
    @CheckReturnValue
    @WithTransaction
    public Uni<Void> setDefaultPermission(SamRoleCommand.SetDefault command) {
        String tenantId = command.tenantId();
        SamPolicy.require(command.permission());
        Instant now = clock.now();
        return active(tenantId)
                .chain(() ->
                        limits.keep(tenantId, () -> roles.setDefaultPermission(tenantId, command.permission(), now)))
                .chain(() -> publish(
                        EventType.SAM_DEFAULT_PERMISSION_UPDATED, tenantId, tenantId, command.actor(), now, Map.of()));
    }

    /** {@link SamRoleCommand.DeleteDefault}. */
    @CheckReturnValue
    @WithTransaction
    public Uni<Void> deleteDefaultPermission(SamRoleCommand.DeleteDefault command) {
        String tenantId = command.tenantId();
        Instant now = clock.now();
        return active(tenantId)
                .chain(() -> roles.deleteDefaultPermission(tenantId))
                .invoke(found -> require(found, ErrorCode.NOT_FOUND, "There is no default permission."))
                .chain(() -> publish(
                        EventType.SAM_DEFAULT_PERMISSION_UPDATED, tenantId, tenantId, command.actor(), now, Map.of()));
    }

    private Uni<AccountView> active(String tenantId) {
        return accounts.admit(Action.SAM_ROLE_MANAGE, tenantId, tenantId);
    }

    private Uni<Void> publish(
            EventType type, String tenantId, String subject, Actor actor, Instant at, Map<String, Object> facts) {
        return events.publish(new DomainEvent(type, tenantId, tenantId, subject, at, actor, facts));
    }

    private static void require(boolean holds, ErrorCode otherwise, String message) {
        if (!holds) {
            throw new DomainException(otherwise, message);
        }
    }

    private static <T> T requireFound(@Nullable T found) {
        if (found == null) {
            throw new DomainException(ErrorCode.NOT_FOUND, "There is no such role or permission.");
        }
        return found;
    }
}
