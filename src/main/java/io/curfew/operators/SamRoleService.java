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
 * Roles, and what all of an operator's SAM users may do. Documents come as the door has found them to be well-formed, and
 * hold for pairs issued from then on. What is not the operator's is {@link ErrorCode#NOT_FOUND}; every change needs an
 * active account, else {@link ErrorCode#ACCOUNT_NOT_ACTIVE}.
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

    /**
     * Makes a role. Refuses with {@link ErrorCode#ROLE_ID_INVALID}, {@link ErrorCode#ROLE_ID_TAKEN} and
     * {@link ErrorCode#OPERATOR_LIMIT}.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<SamRoleView> create(String tenantId, String id, String description, String permission, Actor actor) {
        if (id.isBlank()
                || id.codePointCount(0, id.length()) > MAX_ID
                || id.chars().anyMatch(Character::isISOControl)) {
            throw new DomainException(
                    ErrorCode.ROLE_ID_INVALID, "A role's id has 1 to 100 characters, and no control characters.");
        }
        SamLimits.requireDescription(description);
        SamPolicy.require(permission);
        Instant now = clock.now();
        SamRoleView role = new SamRoleView(id, description, permission, now, now);
        return active(tenantId)
                .chain(() -> limits.keep(tenantId, () -> roles.insertIfFree(tenantId, role)))
                .invoke(free -> require(free, ErrorCode.ROLE_ID_TAKEN, "The operator has a role of that id."))
                .chain(() -> publish(EventType.SAM_ROLE_CREATED, tenantId, tenantId, actor, now, Map.of()))
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

    /**
     * Gives a role another description and permission; {@link ErrorCode#NOT_FOUND}, {@link ErrorCode#POLICY_INVALID},
     * {@link ErrorCode#OPERATOR_LIMIT}.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<Void> change(String tenantId, String id, String description, String permission, Actor actor) {
        SamLimits.requireDescription(description);
        SamPolicy.require(permission);
        Instant now = clock.now();
        return active(tenantId)
                .chain(() -> limits.keep(tenantId, () -> roles.change(tenantId, id, description, permission, now)))
                .invoke(found -> require(found, ErrorCode.NOT_FOUND, "There is no such role."))
                .chain(() -> publish(EventType.SAM_ROLE_UPDATED, tenantId, tenantId, actor, now, Map.of()));
    }

    /** Deletes a role; {@link ErrorCode#NOT_FOUND}, and {@link ErrorCode#ROLE_IN_USE} while a user has it. */
    @CheckReturnValue
    @WithTransaction
    public Uni<Void> delete(String tenantId, String id, Actor actor) {
        Instant now = clock.now();
        return active(tenantId)
                .chain(() -> roles.lock(tenantId, id))
                .map(SamRoleService::requireFound)
                .chain(() -> roles.usersOf(tenantId, id))
                .invoke(names -> require(names.isEmpty(), ErrorCode.ROLE_IN_USE, "Users have this role."))
                .chain(() -> roles.delete(tenantId, id))
                .chain(() -> publish(EventType.SAM_ROLE_DELETED, tenantId, tenantId, actor, now, Map.of()));
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

    /**
     * Gives a role to a user; having it already is as good. {@link ErrorCode#NOT_FOUND} for either,
     * {@link ErrorCode#OPERATOR_LIMIT}.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<Void> attach(String tenantId, String userName, String roleId, Actor actor) {
        Instant now = clock.now();
        return active(tenantId)
                .chain(() -> limits.keep(
                        tenantId,
                        () -> locked(tenantId, userName)
                                .chain(user -> roles.lock(tenantId, roleId)
                                        .map(SamRoleService::requireFound)
                                        .chain(() -> roles.attach(tenantId, user.id(), roleId, now))
                                        .chain(() -> changed(tenantId, user, actor, now)))));
    }

    /** Takes a role from a user; {@link ErrorCode#NOT_FOUND} when it has not got it. */
    @CheckReturnValue
    @WithTransaction
    public Uni<Void> detach(String tenantId, String userName, String roleId, Actor actor) {
        Instant now = clock.now();
        return active(tenantId)
                .chain(() -> locked(tenantId, userName))
                .chain(user -> roles.detach(tenantId, user.id(), roleId)
                        .invoke(had -> require(had, ErrorCode.NOT_FOUND, "The user has no such role."))
                        .chain(() -> changed(tenantId, user, actor, now)));
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

    /** Sets what all users may do; {@link ErrorCode#POLICY_INVALID}, {@link ErrorCode#OPERATOR_LIMIT}. */
    @CheckReturnValue
    @WithTransaction
    public Uni<Void> setDefaultPermission(String tenantId, String permission, Actor actor) {
        SamPolicy.require(permission);
        Instant now = clock.now();
        return active(tenantId)
                .chain(() -> limits.keep(tenantId, () -> roles.setDefaultPermission(tenantId, permission, now)))
                .chain(() ->
                        publish(EventType.SAM_DEFAULT_PERMISSION_UPDATED, tenantId, tenantId, actor, now, Map.of()));
    }

    /** Takes away what all users may do; {@link ErrorCode#NOT_FOUND} when there was nothing. */
    @CheckReturnValue
    @WithTransaction
    public Uni<Void> deleteDefaultPermission(String tenantId, Actor actor) {
        Instant now = clock.now();
        return active(tenantId)
                .chain(() -> roles.deleteDefaultPermission(tenantId))
                .invoke(found -> require(found, ErrorCode.NOT_FOUND, "There is no default permission."))
                .chain(() ->
                        publish(EventType.SAM_DEFAULT_PERMISSION_UPDATED, tenantId, tenantId, actor, now, Map.of()));
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
