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
import io.curfew.lifecycle.CurrentTree;
import io.curfew.lifecycle.TransactionScope;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Invites people into a tree, who accept with a password: a new one, or the one that they have already. Whether
 * somebody with that address works in another tree changes no answer except the one to the right password.
 */
@ApplicationScoped
public class InvitationService {
    private final Invitations invitations;
    private final Persons persons;
    private final UserService users;
    private final LoginUserRepository members;
    private final Passwords passwords;
    private final AccountService accounts;
    private final EventPublisher events;
    private final RealClock clock;

    InvitationService(
            Invitations invitations,
            Persons persons,
            UserService users,
            LoginUserRepository members,
            Passwords passwords,
            AccountService accounts,
            EventPublisher events,
            RealClock clock) {
        this.invitations = invitations;
        this.persons = persons;
        this.users = users;
        this.members = members;
        this.passwords = passwords;
        this.accounts = accounts;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Invites a user again; the invitation before is refused from the commit on.
     *
     * <p>Refuses with {@link ErrorCode#NOT_FOUND} somebody out of reach, with {@link ErrorCode#PASSWORD_EXISTS} whoever has
     * accepted, with {@link ErrorCode#FORBIDDEN} an owner, whom nobody invites, with {@link ErrorCode#INVITATION_LIMIT}, and
     * with {@link ErrorCode#ACCOUNT_NOT_ACTIVE}.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<IssuedInvitation> invite(InviteUser command, Rights caller) {
        return issue(command.userId(), caller, Invitation.Kind.MEMBERSHIP, command.actor());
    }

    /**
     * Issues a token by which a user chooses another password, or the first one. Only the platform operator may do
     * this: a tree could otherwise take over what its user is elsewhere.
     *
     * <p>Refuses with {@link ErrorCode#NOT_FOUND} somebody out of reach, with {@link ErrorCode#INVITATION_LIMIT}, and with
     * {@link ErrorCode#ACCOUNT_NOT_ACTIVE} in a tree that is closed.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<IssuedInvitation> resetPassword(ResetPassword command, Rights caller) {
        return issue(command.userId(), caller, Invitation.Kind.PASSWORD_RESET, command.actor());
    }

    private Uni<IssuedInvitation> issue(String userId, Rights caller, Invitation.Kind kind, Actor actor) {
        Action action = kind == Invitation.Kind.MEMBERSHIP ? Action.USER_INVITE : Action.USER_RESET_PASSWORD;
        Instant now = clock.now();
        return users.locate(userId, caller, action)
                .chain(home -> accounts.admit(action, home, home))
                .chain(main -> users.lock(main.id(), userId, caller, action)
                        .invoke(locked -> {
                            if (kind == Invitation.Kind.MEMBERSHIP) {
                                requireInvitable(locked);
                            }
                        })
                        .chain(() -> invitations.issue(main.id(), userId, kind, now))
                        .call(() -> publish(
                                kind == Invitation.Kind.MEMBERSHIP
                                        ? EventType.USER_INVITED
                                        : EventType.USER_PASSWORD_RESET_ISSUED,
                                main.id(),
                                userId,
                                now,
                                actor)));
    }

    private static void requireInvitable(LoginUser user) {
        if (user.isOwner()) {
            throw new DomainException(ErrorCode.FORBIDDEN, "The owner is not invited.");
        }
        requirePending(user);
    }

    private static void requirePending(LoginUser user) {
        if (user.personId() != null) {
            throw new DomainException(ErrorCode.PASSWORD_EXISTS, "The user has accepted an invitation.");
        }
    }

    /**
     * What a token stands for; null when it was never issued, has expired or was replaced. One that was used already is
     * found.
     */
    @CheckReturnValue
    @WithSession
    public Uni<@Nullable Invitation> find(String token, Invitation.Kind kind) {
        return invitations.find(token, clock.now()).map(found -> {
            if (found == null || found.kind() != kind) {
                return null;
            }
            CurrentTree.enter(found.tenantId());
            return found;
        });
    }

    /**
     * Accepts an invitation: the user becomes somebody who has a password. With one that is known they become the person
     * who has it already, and nothing about that person changes; else they are a person of their own.
     *
     * <p>Refuses with {@link ErrorCode#PASSWORD_INVALID} a new password of another length than 8 to 128 characters, with
     * {@link ErrorCode#LOGIN_FAILED} a known one that nobody of the user's address has, with {@link ErrorCode#NOT_FOUND} an
     * invitation that was used, replaced or has expired meanwhile, and with {@link ErrorCode#ACCOUNT_NOT_ACTIVE} once
     * the tree is closed. With {@link ErrorCode#RATE_LIMITED} when too many passwords wait to be checked.
     *
     * @param password the password
     * @param scope the transaction, which begins when the password has been checked or hashed
     */
    @CheckReturnValue
    public Uni<UserView> accept(AcceptInvitation command, String password, TransactionScope scope) {
        // This is asked once more when the invitation is used; here it saves a hash that would open nothing.
        requireUsable(!command.invitation().used());
        if (!command.known()) {
            PasswordRules.require(password);
        }
        return users.find(command.invitation().userId())
                .map(InvitationService::requireFound)
                .chain(user ->
                        command.known() ? join(command, user, password, scope) : begin(command, user, password, scope));
    }

    private Uni<UserView> join(AcceptInvitation command, UserView user, String password, TransactionScope scope) {
        return Panache.withSession(() -> persons.of(user.email()))
                .chain(candidates -> whoever(candidates, 0, password, asker(command, user)))
                .chain(person -> scope.run(() -> enter(
                        command,
                        user,
                        () -> persons.join(person)
                                .invoke(InvitationService::requireRight)
                                .replaceWith(person.id()))));
    }

    private Uni<UserView> begin(AcceptInvitation command, UserView user, String password, TransactionScope scope) {
        return passwords
                .hash(password, asker(command, user))
                .chain(hash ->
                        scope.run(() -> enter(command, user, () -> persons.make(user.email(), hash, clock.now()))));
    }

    /** Whoever has an invitation has its place in the queue by it. */
    private static PasswordAsker asker(AcceptInvitation command, UserView user) {
        return new PasswordAsker(user.email(), command.invitation().id());
    }

    /** The first of the candidates who has that password. Finding that there is none takes as long as finding one. */
    private Uni<Persons.Candidate> whoever(
            List<Persons.Candidate> candidates, int index, String password, PasswordAsker asker) {
        Persons.Candidate candidate = index < candidates.size() ? candidates.get(index) : null;
        return passwords
                .matches(password, candidate == null ? null : candidate.passwordHash(), asker)
                .chain(right -> {
                    if (right && candidate != null) {
                        return Uni.createFrom().item(candidate);
                    }
                    requireRight(index + 1 < candidates.size());
                    return whoever(candidates, index + 1, password, asker);
                });
    }

    private static void requireRight(boolean right) {
        if (!right) {
            throw new DomainException(ErrorCode.LOGIN_FAILED, "The current password is wrong.");
        }
    }

    private Uni<UserView> enter(AcceptInvitation command, UserView user, Supplier<Uni<String>> person) {
        Invitation invitation = command.invitation();
        String tenantId = invitation.tenantId();
        Instant now = clock.now();
        return accounts.admit(Action.INVITATION_ACCEPT, tenantId, tenantId)
                .chain(() -> members.lockForChange(tenantId, user.id()))
                .map(InvitationService::requireFound)
                .call(() -> invitations.use(invitation, now).invoke(InvitationService::requireUsable))
                .invoke(InvitationService::requirePending)
                .call(locked -> person.get().invoke(personId -> locked.accept(personId, now)))
                .call(members::flush)
                .call(() -> publish(EventType.USER_INVITATION_ACCEPTED, tenantId, user.id(), now, command.actor()))
                .map(locked -> locked.view(user.customerId(), user.roles()));
    }

    static <T> T requireFound(@Nullable T found) {
        if (found == null) {
            throw notFound();
        }
        return found;
    }

    static void requireUsable(boolean used) {
        if (!used) {
            throw notFound();
        }
    }

    private static DomainException notFound() {
        return new DomainException(ErrorCode.NOT_FOUND, "There is no such invitation, or it was used or has expired.");
    }

    private Uni<Void> publish(EventType type, String tenantId, String userId, Instant at, Actor actor) {
        return events.publish(new DomainEvent(type, tenantId, tenantId, userId, at, actor, Map.of()));
    }
}
