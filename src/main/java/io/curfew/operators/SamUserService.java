package io.curfew.operators;

import io.curfew.accounts.AccountService;
import io.curfew.accounts.AccountView;
import io.curfew.credentials.CredentialService;
import io.curfew.credentials.PasswordAsker;
import io.curfew.credentials.PasswordRules;
import io.curfew.credentials.Passwords;
import io.curfew.events.Actor;
import io.curfew.events.DomainEvent;
import io.curfew.events.EventPublisher;
import io.curfew.events.EventType;
import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.Ids;
import io.curfew.kernel.RealClock;
import io.curfew.lifecycle.TransactionScope;
import io.curfew.lifecycle.TreeLock;
import io.curfew.people.OwnerService;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The users that an operator makes (SAM users). A user of another operator is {@link ErrorCode#NOT_FOUND}, like one that
 * never was. Every change needs an active account, else {@link ErrorCode#ACCOUNT_NOT_ACTIVE}.
 */
@ApplicationScoped
public class SamUserService {
    private static final int MAX_NAME = 100;

    private final SamUserRepository users;
    private final OwnerService owners;
    private final CredentialService credentials;
    private final OperatorSessions sessions;
    private final SamRoles roles;
    private final SamLimits limits;
    private final Passwords passwords;
    private final AccountService accounts;
    private final EventPublisher events;
    private final RealClock clock;

    SamUserService(
            SamUserRepository users,
            OwnerService owners,
            CredentialService credentials,
            OperatorSessions sessions,
            SamRoles roles,
            SamLimits limits,
            Passwords passwords,
            AccountService accounts,
            EventPublisher events,
            RealClock clock) {
        this.users = users;
        this.owners = owners;
        this.credentials = credentials;
        this.sessions = sessions;
        this.roles = roles;
        this.limits = limits;
        this.passwords = passwords;
        this.accounts = accounts;
        this.events = events;
        this.clock = clock;
    }

    /** {@link SamUserCommand.Create}. */
    @CheckReturnValue
    @WithTransaction
    public Uni<SamUserView> create(SamUserCommand.Create command) {
        String tenantId = command.tenantId();
        requireName(command.name());
        SamLimits.requireDescription(command.description());
        Instant now = clock.now();
        SamUserView user = new SamUser(Ids.next("SU"), tenantId, command.name(), command.description(), now).view();
        return active(tenantId)
                .chain(() -> limits.keep(tenantId, () -> users.insertIfFree(user)))
                .invoke(free -> {
                    if (!free) {
                        throw new DomainException(ErrorCode.USER_NAME_TAKEN, "The operator has a user of that name.");
                    }
                })
                .chain(() -> publish(EventType.SAM_USER_CREATED, user, command.actor(), now, Map.of()))
                .replaceWith(user);
    }

    private static void requireName(String name) {
        if (name.isBlank()
                || name.codePointCount(0, name.length()) > MAX_NAME
                || name.chars().anyMatch(Character::isISOControl)) {
            throw new DomainException(
                    ErrorCode.USER_NAME_INVALID, "A user name has 1 to 100 characters, and no control characters.");
        }
    }

    /** The user of that name; {@link ErrorCode#NOT_FOUND} when the operator has none. */
    @CheckReturnValue
    @WithSession
    public Uni<SamUserView> get(String tenantId, String name) {
        return users.findByName(tenantId, name)
                .map(SamUserService::requireFound)
                .map(SamUser::view);
    }

    /** The root user's e-mail address; null for an operator whose root user has only keys. */
    @CheckReturnValue
    @WithSession
    public Uni<@Nullable String> rootEmail(String tenantId) {
        return owners.emailOf(tenantId);
    }

    /** All of the operator's users, by name. */
    @CheckReturnValue
    @WithSession
    public Uni<List<SamUserView>> list(String tenantId) {
        return users.listOf(tenantId).map(all -> all.stream().map(SamUser::view).toList());
    }

    /** {@link SamUserCommand.Describe}. */
    @CheckReturnValue
    @WithTransaction
    public Uni<SamUserView> describe(SamUserCommand.Describe command) {
        SamLimits.requireDescription(command.description());
        return grow(command, "description", (user, now) -> user.describe(command.description(), now));
    }

    /** {@link SamUserCommand.Permit}. */
    @CheckReturnValue
    @WithTransaction
    public Uni<SamUserView> permit(SamUserCommand.Permit command) {
        String permission = command.permission();
        SamLimits.requireDescription(command.description());
        if (permission != null) {
            SamPolicy.require(permission);
        }
        return grow(command, "permission", (user, now) -> user.permit(permission, command.description(), now));
    }

    /** {@link SamUserCommand.Trust}. */
    @CheckReturnValue
    @WithTransaction
    public Uni<SamUserView> trust(SamUserCommand.Trust command) {
        String trustPolicy = command.trustPolicy();
        if (trustPolicy != null) {
            SamTrustPolicy.require(trustPolicy);
        }
        return grow(command, "trust-policy", (user, now) -> user.trust(trustPolicy, now));
    }

    /**
     * {@link SamUserCommand.SetPassword}. Refuses with {@link ErrorCode#RATE_LIMITED} too when too many passwords wait to be
     * hashed.
     *
     * @param password the password
     * @param scope the transaction, which begins when the password has been hashed
     */
    @CheckReturnValue
    public Uni<SamUserView> setPassword(SamUserCommand.SetPassword command, String password, TransactionScope scope) {
        PasswordRules.require(password);
        return passwords
                .hash(password, asker(command))
                .chain(hash -> scope.run(() -> change(command, "password", (user, now) -> {
                    if (user.passwordHash() != null) {
                        throw new DomainException(ErrorCode.PASSWORD_EXISTS, "The user has a password.");
                    }
                    user.protect(hash, now);
                })));
    }

    /**
     * {@link SamUserCommand.ChangePassword}. Refuses with {@link ErrorCode#RATE_LIMITED} too when too many passwords wait to
     * be checked.
     *
     * @param current the password until now
     * @param password the password from now on
     * @param scope the transaction, which begins when passwords have been checked and hashed
     */
    @CheckReturnValue
    public Uni<SamUserView> changePassword(
            SamUserCommand.ChangePassword command, String current, String password, TransactionScope scope) {
        PasswordRules.require(password);
        if (current.length() > OperatorLogin.LONGEST) {
            return Uni.createFrom().failure(wrongPassword());
        }
        return Panache.withSession(() -> users.findByName(command.tenantId(), command.name()))
                .map(SamUserService::requireFound)
                .chain(user -> passwords
                        .matches(current, user.passwordHash(), asker(command))
                        .invoke(right -> {
                            if (!right) {
                                throw wrongPassword();
                            }
                        })
                        .chain(() -> passwords.hash(password, asker(command)))
                        .chain(hash -> scope.run(() -> change(command, "password", (found, now) -> {
                            // Of two who know the old password the first one changes it, and the second does not know
                            // it any more.
                            if (!Objects.equals(found.passwordHash(), user.passwordHash())) {
                                throw wrongPassword();
                            }
                            found.protect(hash, now);
                        }))));
    }

    private static DomainException wrongPassword() {
        return new DomainException(ErrorCode.LOGIN_FAILED, "The current password is wrong.");
    }

    /** A caller who is already logged in has a place in the queue by its operator. */
    private static PasswordAsker asker(SamUserCommand command) {
        return new PasswordAsker(command.tenantId() + "/" + command.name(), command.tenantId());
    }

    /** {@link SamUserCommand.DeletePassword}. */
    @CheckReturnValue
    @WithTransaction
    public Uni<SamUserView> deletePassword(SamUserCommand.DeletePassword command) {
        return change(command, "password", (user, now) -> {
            if (user.passwordHash() == null) {
                throw new DomainException(ErrorCode.NOT_FOUND, "The user has no password.");
            }
            user.protect(null, now);
        });
    }

    /** {@link SamUserCommand.Delete}. */
    @CheckReturnValue
    @WithTransaction
    public Uni<Void> delete(SamUserCommand.Delete command) {
        String tenantId = command.tenantId();
        Instant now = clock.now();
        // A login of the user's has the tree's lock shared, so it has ended before, or finds no user.
        return TreeLock.exclusive(tenantId, () -> active(tenantId))
                .chain(() -> users.lockByName(tenantId, command.name()))
                .map(SamUserService::requireFound)
                .chain(user -> credentials
                        .deleteOfUser(tenantId, user.id())
                        .chain(() -> sessions.endOfUser(tenantId, user.id()))
                        .chain(() -> roles.detachAll(tenantId, user.id()))
                        .chain(() -> users.delete(user))
                        .chain(() -> publish(EventType.SAM_USER_DELETED, user.view(), command.actor(), now, Map.of())));
    }

    private Uni<SamUserView> change(SamUserCommand command, String what, BiConsumer<SamUser, Instant> change) {
        return active(command.tenantId()).chain(() -> changeHeld(command, what, change));
    }

    /** Makes a change that may add something. */
    private Uni<SamUserView> grow(SamUserCommand command, String what, BiConsumer<SamUser, Instant> change) {
        String tenantId = command.tenantId();
        return active(tenantId).chain(() -> limits.keep(tenantId, () -> changeHeld(command, what, change)));
    }

    private Uni<SamUserView> changeHeld(SamUserCommand command, String what, BiConsumer<SamUser, Instant> change) {
        Instant now = clock.now();
        return users.lockByName(command.tenantId(), command.name())
                .map(SamUserService::requireFound)
                .invoke(user -> change.accept(user, now))
                .call(users::flush)
                .map(SamUser::view)
                .call(user -> publish(EventType.SAM_USER_UPDATED, user, command.actor(), now, Map.of("changed", what)));
    }

    private Uni<AccountView> active(String tenantId) {
        return accounts.admit(Action.SAM_USER_MANAGE, tenantId, tenantId);
    }

    private Uni<Void> publish(EventType type, SamUserView user, Actor actor, Instant at, Map<String, Object> facts) {
        return events.publish(new DomainEvent(type, user.tenantId(), user.tenantId(), user.id(), at, actor, facts));
    }

    static SamUser requireFound(@Nullable SamUser found) {
        if (found == null) {
            throw new DomainException(ErrorCode.NOT_FOUND, "There is no such user.");
        }
        return found;
    }
}
