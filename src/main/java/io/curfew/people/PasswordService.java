package io.curfew.people;

import io.curfew.accounts.AccountService;
import io.curfew.credentials.PasswordAsker;
import io.curfew.credentials.PasswordRules;
import io.curfew.credentials.Passwords;
import io.curfew.events.DomainEvent;
import io.curfew.events.EventPublisher;
import io.curfew.events.EventType;
import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.lifecycle.LifecycleClock;
import io.curfew.lifecycle.TransactionScope;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Replaces people's passwords. From the commit on the old one opens nothing, and what it had opened is closed. */
@ApplicationScoped
public class PasswordService {
    private final UserService people;
    private final LoginUserRepository users;
    private final PasswordSessions sessions;
    private final Passwords passwords;
    private final AccountService accounts;
    private final EventPublisher events;
    private final LifecycleClock clock;

    PasswordService(
            UserService people,
            LoginUserRepository users,
            PasswordSessions sessions,
            Passwords passwords,
            AccountService accounts,
            EventPublisher events,
            LifecycleClock clock) {
        this.people = people;
        this.users = users;
        this.sessions = sessions;
        this.passwords = passwords;
        this.accounts = accounts;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Gives a person another password, or the first one. Pairs that were opened with the old one end; tokens and keys,
     * which were issued and not logged in for, stay good.
     *
     * <p>Refuses with {@link ErrorCode#NOT_FOUND} somebody out of reach, with {@link ErrorCode#PASSWORD_INVALID} a password
     * of another length than 8 to 128 characters, with {@link ErrorCode#LOGIN_FAILED} when {@code current} is not the
     * password, with {@link ErrorCode#FORBIDDEN} a change without it for all but the platform operator, and with
     * {@link ErrorCode#ACCOUNT_CLOSED} in a tree that is closed. With {@link ErrorCode#RATE_LIMITED} when too many passwords
     * wait to be checked.
     *
     * @param scope the transaction, which begins when passwords have been checked and hashed
     */
    @CheckReturnValue
    public Uni<UserView> change(ChangePassword command, TransactionScope scope) {
        PasswordRules.require(command.password());
        if (command.current() == null && !command.reach().isEverything()) {
            throw new DomainException(ErrorCode.FORBIDDEN, "The current password is required.");
        }
        return people.get(command.userId(), command.reach())
                .chain(user -> Panache.withSession(() -> users.passwordHashOf(user.tenantId(), user.id()))
                        .call(hash -> requireRight(command, user, hash))
                        .chain(hash -> passwords
                                .hash(command.password(), asker(command, user))
                                .chain(fresh -> scope.run(() -> replace(user, hash, fresh, command)))));
    }

    /** Whoever is logged in already has its place in the queue by its credential. */
    private static PasswordAsker asker(ChangePassword command, UserView user) {
        return new PasswordAsker(user.email(), command.actor().id());
    }

    private Uni<Void> requireRight(ChangePassword command, UserView user, @Nullable String hash) {
        String current = command.current();
        return current == null
                ? Uni.createFrom().voidItem()
                : passwords
                        .matches(current, hash, asker(command, user))
                        .invoke(right -> {
                            if (!right) {
                                throw wrong();
                            }
                        })
                        .replaceWithVoid();
    }

    private Uni<UserView> replace(UserView user, @Nullable String checked, String fresh, ChangePassword command) {
        Instant now = clock.now();
        return accounts.admit(Action.USER_CHANGE_PASSWORD, user.tenantId(), user.tenantId())
                .chain(() -> people.lock(user.tenantId(), user.id(), command.reach()))
                .invoke(locked -> {
                    // Of two who know the old password the first one changes it, and the second knows it no more.
                    if (command.current() != null && !Objects.equals(locked.passwordHash(), checked)) {
                        throw wrong();
                    }
                    locked.protect(fresh, now);
                })
                .call(users::flush)
                .call(locked -> sessions.endOf(user.tenantId(), user.id())
                        .chain(ended -> events.publish(new DomainEvent(
                                EventType.USER_PASSWORD_CHANGED,
                                user.tenantId(),
                                user.tenantId(),
                                user.id(),
                                now,
                                command.actor(),
                                Map.of("reset", command.current() == null, "sessions", ended)))))
                .map(locked -> locked.view(user.customerId(), user.roles()));
    }

    private static DomainException wrong() {
        return new DomainException(ErrorCode.LOGIN_FAILED, "The current password is wrong.");
    }
}
