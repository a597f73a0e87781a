package io.curfew.people;

import io.curfew.access.Rights;
import io.curfew.accounts.AccountService;
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
import io.curfew.kernel.RealClock;
import io.curfew.lifecycle.TransactionScope;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Replaces people's passwords, in all the trees that they work in. From the commit on the old one opens nothing, and
 * what it had opened is closed; tokens and keys, which were issued without a login, stay good.
 */
@ApplicationScoped
public class PasswordService {
    private final UserService people;
    private final LoginUserRepository users;
    private final Persons persons;
    private final Invitations invitations;
    private final PasswordSessions sessions;
    private final Passwords passwords;
    private final AccountService accounts;
    private final EventPublisher events;
    private final RealClock clock;

    PasswordService(
            UserService people,
            LoginUserRepository users,
            Persons persons,
            Invitations invitations,
            PasswordSessions sessions,
            Passwords passwords,
            AccountService accounts,
            EventPublisher events,
            RealClock clock) {
        this.people = people;
        this.users = users;
        this.persons = persons;
        this.invitations = invitations;
        this.sessions = sessions;
        this.passwords = passwords;
        this.accounts = accounts;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Gives a person another password by the one until now.
     *
     * <p>Refuses with {@link ErrorCode#NOT_FOUND} somebody out of reach, with {@link ErrorCode#PASSWORD_INVALID} a password
     * of another length than 8 to 128 characters, with {@link ErrorCode#LOGIN_FAILED} when {@code current} is not the
     * password, and with {@link ErrorCode#ACCOUNT_NOT_ACTIVE} in a tree that is closed. With {@link ErrorCode#RATE_LIMITED}
     * when too many passwords wait to be checked.
     *
     * @param current the password until now
     * @param password the password from now on
     * @param scope the transaction, which begins when passwords have been checked and hashed
     */
    @CheckReturnValue
    public Uni<UserView> change(
            ChangePassword command, Rights caller, String current, String password, TransactionScope scope) {
        PasswordRules.require(password);
        PasswordAsker asker =
                new PasswordAsker(command.userId(), command.actor().id());
        return people.get(command.userId(), caller, Action.USER_CHANGE_PASSWORD)
                .chain(user -> Panache.withSession(() -> persons.ofMember(user.tenantId(), user.id()))
                        .chain(person -> passwords
                                .matches(current, person == null ? null : person.passwordHash(), asker)
                                .map(right -> requireRight(person, right)))
                        .chain(person -> passwords
                                .hash(password, asker)
                                .chain(fresh ->
                                        scope.run(() -> replace(user, person, fresh, command.actor(), caller)))));
    }

    private static Persons.Candidate requireRight(Persons.@Nullable Candidate person, boolean right) {
        if (person == null || !right) {
            throw wrong();
        }
        return person;
    }

    private Uni<UserView> replace(UserView user, Persons.Candidate person, String fresh, Actor actor, Rights caller) {
        Instant now = clock.now();
        return accounts.admit(Action.USER_CHANGE_PASSWORD, user.tenantId(), user.tenantId())
                .chain(() -> people.lock(user.tenantId(), user.id(), caller, Action.USER_CHANGE_PASSWORD))
                .call(() -> persons.replacePassword(person.id(), person.passwordHash(), fresh, now)
                        .invoke(replaced -> {
                            if (!replaced) {
                                throw wrong();
                            }
                        }))
                .invoke(locked -> locked.touch(now))
                .call(users::flush)
                .call(locked -> close(locked, user.email(), person.id(), false, now, actor))
                .map(locked -> locked.view(user.customerId(), user.roles()));
    }

    /**
     * Chooses a password by a token that was issued for that: another one, or the first one of a person who is new.
     *
     * <p>Refuses with {@link ErrorCode#PASSWORD_INVALID}, with {@link ErrorCode#NOT_FOUND} a token that was used, replaced
     * or has expired meanwhile, and with {@link ErrorCode#ACCOUNT_NOT_ACTIVE} in a tree that is closed. With
     * {@link ErrorCode#RATE_LIMITED} when too many passwords wait to be hashed.
     *
     * @param password the password
     * @param scope the transaction, which begins when the password has been hashed
     */
    @CheckReturnValue
    public Uni<UserView> reset(ChoosePassword command, String password, TransactionScope scope) {
        Invitation reset = command.reset();
        InvitationService.requireUsable(!reset.used());
        PasswordRules.require(password);
        return people.find(reset.userId())
                .map(InvitationService::requireFound)
                .chain(user -> passwords
                        .hash(password, new PasswordAsker(user.email(), reset.id()))
                        .chain(fresh -> scope.run(() -> reset(reset, user, fresh, command.actor()))));
    }

    private Uni<UserView> reset(Invitation reset, UserView user, String fresh, Actor actor) {
        Instant now = clock.now();
        return accounts.admit(Action.USER_CHOOSE_PASSWORD, user.tenantId(), user.tenantId())
                .chain(() -> users.lockForChange(user.tenantId(), user.id()))
                .map(InvitationService::requireFound)
                .call(() -> invitations.use(reset, now).invoke(InvitationService::requireUsable))
                .call(locked -> choose(locked, user.email(), fresh, now)
                        .call(users::flush)
                        .chain(personId -> close(locked, user.email(), personId, true, now, actor)))
                .map(locked -> locked.view(user.customerId(), user.roles()));
    }

    private Uni<String> choose(LoginUser user, String email, String fresh, Instant now) {
        String personId = user.personId();
        return personId == null
                ? persons.make(email, fresh, now).invoke(made -> user.accept(made, now))
                : persons.replacePassword(personId, null, fresh, now)
                        .invoke(() -> user.touch(now))
                        .replaceWith(personId);
    }

    /** Closes what the old password had opened, which may be in another tree than that of the user it was changed for. */
    private Uni<Void> close(LoginUser user, String email, String personId, boolean reset, Instant at, Actor actor) {
        return users.rootOf(email, personId).chain(root -> {
            if (root == null) {
                return publish(of(user), reset, 0, at, actor);
            }
            Uni<Integer> ended = sessions.endOf(root.tenantId(), root.userId());
            if (root.userId().equals(user.id())) {
                return ended.chain(count -> publish(of(user), reset, count, at, actor));
            }
            Actor themselves = new Actor(Actor.Kind.CUSTOMER, root.userId(), actor.door());
            return publish(of(user), reset, 0, at, actor)
                    .chain(() -> ended)
                    .chain(count -> publish(root, reset, count, at, themselves));
        });
    }

    private static LoginUserRepository.Member of(LoginUser user) {
        return new LoginUserRepository.Member(user.tenantId(), user.id());
    }

    private Uni<Void> publish(
            LoginUserRepository.Member user, boolean reset, int sessionsEnded, Instant at, Actor actor) {
        return events.publish(new DomainEvent(
                EventType.USER_PASSWORD_CHANGED,
                user.tenantId(),
                user.tenantId(),
                user.userId(),
                at,
                actor,
                Map.of("reset", reset, "sessions", sessionsEnded)));
    }

    private static DomainException wrong() {
        return new DomainException(ErrorCode.LOGIN_FAILED, "The current password is wrong.");
    }
}
