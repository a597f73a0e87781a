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

    /**
     * Makes a user, who may do nothing and has nothing to log in with.
     *
     * <p>Refuses with {@link ErrorCode#USER_NAME_INVALID}, {@link ErrorCode#USER_NAME_TAKEN} and
     * {@link ErrorCode#OPERATOR_LIMIT}.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<SamUserView> create(String tenantId, String name, String description, Actor actor) {
        requireName(name);
        SamLimits.requireDescription(description);
        Instant now = clock.now();
        SamUserView user = new SamUser(Ids.next("SU"), tenantId, name, description, now).view();
        return active(tenantId)
                .chain(() -> limits.keep(tenantId, () -> users.insertIfFree(user)))
                .invoke(free -> {
                    if (!free) {
                        throw new DomainException(ErrorCode.USER_NAME_TAKEN, "The operator has a user of that name.");
                    }
                })
                .chain(() -> publish(EventType.SAM_USER_CREATED, user, actor, now, Map.of()))
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

    /** Gives a user another description; {@link ErrorCode#NOT_FOUND}, {@link ErrorCode#OPERATOR_LIMIT}. */
    @CheckReturnValue
    @WithTransaction
    public Uni<SamUserView> describe(String tenantId, String name, String description, Actor actor) {
        SamLimits.requireDescription(description);
        return grow(tenantId, name, "description", actor, (user, now) -> user.describe(description, now));
    }

    /**
     * Gives a user what it may do; holds for pairs issued from now on. Refuses with {@link ErrorCode#NOT_FOUND},
     * {@link ErrorCode#POLICY_INVALID} and {@link ErrorCode#OPERATOR_LIMIT}.
     *
     * @param permission a document, null for nothing
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<SamUserView> permit(
            String tenantId, String name, @Nullable String permission, String description, Actor actor) {
        SamLimits.requireDescription(description);
        if (permission != null) {
            SamPolicy.require(permission);
        }
        return grow(tenantId, name, "permission", actor, (user, now) -> user.permit(permission, description, now));
    }

    /**
     * Says who may switch to a user; pairs of those who may not any more end. Refuses with {@link ErrorCode#NOT_FOUND},
     * {@link ErrorCode#POLICY_INVALID} and {@link ErrorCode#OPERATOR_LIMIT}.
     *
     * @param trustPolicy a document, null for nobody
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<SamUserView> trust(String tenantId, String name, @Nullable String trustPolicy, Actor actor) {
        if (trustPolicy != null) {
            SamTrustPolicy.require(trustPolicy);
        }
        return grow(tenantId, name, "trust-policy", actor, (user, now) -> user.trust(trustPolicy, now));
    }

    /**
     * Gives a user its first password.
     *
     * <p>Refuses with {@link ErrorCode#NOT_FOUND}, {@link ErrorCode#PASSWORD_INVALID} (8 to 128 characters) and
     * {@link ErrorCode#PASSWORD_EXISTS}, and with {@link ErrorCode#RATE_LIMITED} when too many passwords wait to be hashed.
     *
     * @param scope the transaction, which begins when the password has been hashed
     */
    @CheckReturnValue
    public Uni<SamUserView> setPassword(
            String tenantId, String name, String password, Actor actor, TransactionScope scope) {
        PasswordRules.require(password);
        return passwords
                .hash(password, asker(tenantId, name))
                .chain(hash -> scope.run(() -> change(tenantId, name, "password", actor, (user, now) -> {
                    if (user.passwordHash() != null) {
                        throw new DomainException(ErrorCode.PASSWORD_EXISTS, "The user has a password.");
                    }
                    user.protect(hash, now);
                })));
    }

    /**
     * Gives a user who has a password another one. Pairs that were issued stay good: to end them, revoke them.
     *
     * <p>Refuses with {@link ErrorCode#NOT_FOUND} and {@link ErrorCode#PASSWORD_INVALID}, and with
     * {@link ErrorCode#LOGIN_FAILED} when {@code current} is not the password. With {@link ErrorCode#RATE_LIMITED} when too
     * many passwords wait to be checked.
     *
     * @param scope the transaction, which begins when passwords have been checked and hashed
     */
    @CheckReturnValue
    public Uni<SamUserView> changePassword(
            String tenantId, String name, String current, String password, Actor actor, TransactionScope scope) {
        PasswordRules.require(password);
        if (current.length() > OperatorLogin.LONGEST) {
            return Uni.createFrom().failure(wrongPassword());
        }
        return Panache.withSession(() -> users.findByName(tenantId, name))
                .map(SamUserService::requireFound)
                .chain(user -> passwords
                        .matches(current, user.passwordHash(), asker(tenantId, name))
                        .invoke(right -> {
                            if (!right) {
                                throw wrongPassword();
                            }
                        })
                        .chain(() -> passwords.hash(password, asker(tenantId, name)))
                        .chain(hash -> scope.run(() -> change(tenantId, name, "password", actor, (found, now) -> {
                            // Of two who know the old password the first one changes it, and the second knows it no
                            // more.
                            if (!Objects.equals(found.passwordHash(), user.passwordHash())) {
                                throw wrongPassword();
                            }
                            found.protect(hash, now);
                        }))));
    }

    private static DomainException wrongPassword() {
        return new DomainException(ErrorCode.LOGIN_FAILED, "The current password is wrong.");
    }

    /** Whoever is logged in already has its place in the queue by its operator. */
    private static PasswordAsker asker(String tenantId, String name) {
        return new PasswordAsker(tenantId + "/" + name, tenantId);
    }

    /** Takes a user's password away; {@link ErrorCode#NOT_FOUND} also when it has none. */
    @CheckReturnValue
    @WithTransaction
    public Uni<SamUserView> deletePassword(String tenantId, String name, Actor actor) {
        return change(tenantId, name, "password", actor, (user, now) -> {
            if (user.passwordHash() == null) {
                throw new DomainException(ErrorCode.NOT_FOUND, "The user has no password.");
            }
            user.protect(null, now);
        });
    }

    /** Deletes a user with its keys; its pairs end at once. {@link ErrorCode#NOT_FOUND}. */
    @CheckReturnValue
    @WithTransaction
    public Uni<Void> delete(String tenantId, String name, Actor actor) {
        Instant now = clock.now();
        return active(tenantId)
                .chain(() -> users.lockByName(tenantId, name))
                .map(SamUserService::requireFound)
                .chain(user -> credentials
                        .deleteOfUser(tenantId, user.id())
                        .chain(() -> sessions.endOfUser(tenantId, user.id()))
                        .chain(() -> roles.detachAll(tenantId, user.id()))
                        .chain(() -> users.delete(user))
                        .chain(() -> publish(EventType.SAM_USER_DELETED, user.view(), actor, now, Map.of())));
    }

    private Uni<SamUserView> change(
            String tenantId, String name, String what, Actor actor, BiConsumer<SamUser, Instant> change) {
        return active(tenantId).chain(() -> changeHeld(tenantId, name, what, actor, change));
    }

    /** Makes a change that may add something. */
    private Uni<SamUserView> grow(
            String tenantId, String name, String what, Actor actor, BiConsumer<SamUser, Instant> change) {
        return active(tenantId)
                .chain(() -> limits.keep(tenantId, () -> changeHeld(tenantId, name, what, actor, change)));
    }

    private Uni<SamUserView> changeHeld(
            String tenantId, String name, String what, Actor actor, BiConsumer<SamUser, Instant> change) {
        Instant now = clock.now();
        return users.lockByName(tenantId, name)
                .map(SamUserService::requireFound)
                .invoke(user -> change.accept(user, now))
                .call(users::flush)
                .map(SamUser::view)
                .call(user -> publish(EventType.SAM_USER_UPDATED, user, actor, now, Map.of("changed", what)));
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
