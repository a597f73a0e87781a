package io.curfew.people;

import io.curfew.access.Gate;
import io.curfew.access.Rights;
import io.curfew.access.Target;
import io.curfew.accounts.AccountService;
import io.curfew.accounts.AccountView;
import io.curfew.accounts.Directory;
import io.curfew.credentials.CredentialService;
import io.curfew.events.Actor;
import io.curfew.events.DomainEvent;
import io.curfew.events.EventPublisher;
import io.curfew.events.EventType;
import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.PageRequest;
import io.curfew.kernel.RealClock;
import io.curfew.kernel.Slice;
import io.curfew.people.CreateUser.RoleWish;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * People and what they may do at which customer. Whoever may act for a whole tree makes them there; somebody of
 * another tree is {@link ErrorCode#NOT_FOUND}. So is, for all but the platform operator, whoever reaches beyond the
 * tree: the platform's own people and those with a role in another one. A change holds from its commit on, also for
 * tokens that were issued before.
 */
@ApplicationScoped
public class UserService {
    private final LoginUserRepository users;
    private final UserReader reader;
    private final People people;
    private final Persons persons;
    private final Invitations invitations;
    private final UserAccess access;
    private final CredentialService credentials;
    private final AccountService accounts;
    private final Directory directory;
    private final EventPublisher events;
    private final RealClock clock;

    UserService(
            LoginUserRepository users,
            UserReader reader,
            People people,
            Persons persons,
            Invitations invitations,
            UserAccess access,
            CredentialService credentials,
            AccountService accounts,
            Directory directory,
            EventPublisher events,
            RealClock clock) {
        this.users = users;
        this.reader = reader;
        this.people = people;
        this.persons = persons;
        this.invitations = invitations;
        this.access = access;
        this.credentials = credentials;
        this.accounts = accounts;
        this.directory = directory;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Makes a user and invites the person with that address, who chooses a password by accepting. What goes on in other
     * trees changes nothing: the address may be known there.
     *
     * <p>Refuses with {@link ErrorCode#EMAIL_TAKEN} the address of another user of the tree whom the asker may see, with
     * {@link ErrorCode#ACCOUNT_NOT_ACTIVE} a tree that is not, with {@link ErrorCode#NOT_FOUND} a customer or an account out
     * of the asker's reach, and with {@link ErrorCode#INVITATION_LIMIT}.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<InvitedUser> create(CreateUser command, Rights caller) {
        Instant now = clock.now();
        String email = command.email().strip().toLowerCase(Locale.ROOT);
        LoginUser.Profile profile =
                new LoginUser.Profile(email, command.firstName(), command.lastName(), command.accountManager());
        return granted(command.roles(), caller, Action.USER_INVITE).chain(roles -> {
            String home = seesEverybody(caller, Action.USER_INVITE) && !command.accountManager()
                    ? roles.get(0).customerTenantId()
                    : command.tenantId();
            return accounts.admit(Action.USER_INVITE, home, home)
                    .call(() -> requireFree(home, email, caller))
                    .chain(main -> people.make(home, profile, standing(roles, home), roles, now)
                            .map(user -> user.view(People.customerId(main), roles)))
                    .call(user -> publish(EventType.USER_CREATED, user, now, command.actor()))
                    .chain(user -> invitations
                            .issue(home, user.id(), Invitation.Kind.MEMBERSHIP, now)
                            .map(invitation -> new InvitedUser(user, invitation)));
        });
    }

    private Uni<Void> requireFree(String tenantId, String email, Rights caller) {
        return users.lockAddress(tenantId, email)
                .chain(() -> users.isTaken(tenantId, email, seesEverybody(caller, Action.USER_INVITE)))
                .invoke(taken -> {
                    if (taken) {
                        throw new DomainException(ErrorCode.EMAIL_TAKEN, "The account has a user of that address.");
                    }
                })
                .replaceWithVoid();
    }

    /**
     * The person of that number in any tree; null when there is none. The caller has to ask whether they may be shown.
     */
    @CheckReturnValue
    public Uni<@Nullable UserView> find(String userId) {
        return reader.find(userId);
    }

    /**
     * The person of that number, if the caller may do the act to them, wherever they work; else
     * {@link ErrorCode#NOT_FOUND}.
     */
    @CheckReturnValue
    public Uni<UserView> get(String userId, Rights caller, Action action) {
        return find(userId).map(user -> {
            if (user == null || !Gate.may(caller, action, user.target()).isAllowed()) {
                throw nobody();
            }
            return user;
        });
    }

    /** Whether the person of that number, of any tree, has one of these roles at the customer of that tree. */
    @CheckReturnValue
    @WithSession
    public Uni<Boolean> holdsRole(String userId, String customerTenantId, Set<CustomerRole> roles) {
        return access.holds(userId, customerTenantId, roles);
    }

    /** The tree's owner, if the caller may do the act to them; else {@link ErrorCode#NOT_FOUND}. */
    @CheckReturnValue
    public Uni<UserView> owner(String tenantId, Rights caller, Action action) {
        return Panache.withSession(() -> users.idOfOwner(tenantId))
                .chain(id -> id == null ? Uni.createFrom().failure(nobody()) : get(id, caller, action));
    }

    /** A page of a tree's people whom the caller may know, newest first. */
    @CheckReturnValue
    public Uni<Slice<UserView>> list(String tenantId, Rights caller, PageRequest page) {
        return reader.page(tenantId, seesEverybody(caller, Action.USER_READ), page);
    }

    /**
     * Gives a person other roles instead of those they have.
     *
     * <p>Refuses with {@link ErrorCode#NOT_FOUND} like {@link #create} and {@link #get}, and with
     * {@link ErrorCode#FORBIDDEN} for the owner, who may do everything as long as the tree is there.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<UserView> changeRoles(ChangeRoles command, Rights caller) {
        String userId = command.userId();
        Instant now = clock.now();
        return locate(userId, caller, Action.USER_MANAGE)
                .chain(home -> accounts.admit(Action.USER_MANAGE, home, home))
                .chain(main -> lockOther(main.id(), userId, caller)
                        .chain(locked -> granted(command.roles(), caller, Action.USER_MANAGE)
                                .call(() -> access.revoke(main.id(), userId))
                                .call(roles -> access.grant(main.id(), userId, roles))
                                .invoke(roles -> locked.become(standing(roles, main.id()), now))
                                .call(users::flush)
                                .map(roles -> locked.view(People.customerId(main), roles))))
                .call(changed -> publish(EventType.USER_UPDATED, changed, now, command.actor()));
    }

    /**
     * Removes a person with their tokens, which are refused from the commit on.
     *
     * <p>Refuses with {@link ErrorCode#NOT_FOUND}, and with {@link ErrorCode#FORBIDDEN} for the owner.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<Void> delete(DeleteUser command, Rights caller) {
        String userId = command.userId();
        Instant now = clock.now();
        return locate(userId, caller, Action.USER_MANAGE)
                .chain(home -> lockOther(home, userId, caller)
                        .chain(locked -> credentials
                                .deleteOfUser(home, userId)
                                .chain(() -> directory.forget(home, List.of(userId)))
                                .chain(() -> invitations.deleteOfUser(home, userId))
                                .chain(() -> access.revoke(home, userId))
                                .chain(() -> users.delete(locked))
                                .chain(() -> leave(locked)))
                        .chain(() -> events.publish(new DomainEvent(
                                EventType.USER_DELETED, home, home, userId, now, command.actor(), Map.of()))));
    }

    private Uni<Void> leave(LoginUser user) {
        String personId = user.personId();
        return personId == null ? Uni.createFrom().voidItem() : persons.leave(personId);
    }

    /** The tree of the person of that number, if the caller may do the act there; needs a session. */
    Uni<String> locate(String userId, Rights caller, Action action) {
        return reader.home(userId).map(home -> {
            if (home == null || !mayInTree(caller, action, home)) {
                throw nobody();
            }
            return home;
        });
    }

    private Uni<LoginUser> lockOther(String tenantId, String userId, Rights caller) {
        return lock(tenantId, userId, caller, Action.USER_MANAGE).invoke(locked -> {
            if (locked.isOwner()) {
                throw new DomainException(ErrorCode.FORBIDDEN, "The owner stays as long as the account does.");
            }
        });
    }

    /** Locks a person of that tree, if the caller may do the act to them as they are once the lock is held; needs a transaction. */
    Uni<LoginUser> lock(String tenantId, String userId, Rights caller, Action action) {
        return users.lockForChange(tenantId, userId)
                .invoke(locked -> {
                    if (locked == null) {
                        throw nobody();
                    }
                })
                .call(() -> seesEverybody(caller, action)
                        ? Uni.createFrom().voidItem()
                        : access.target(tenantId, userId).invoke(person -> {
                            if (person == null
                                    || !Gate.may(caller, action, person).isAllowed()) {
                                throw nobody();
                            }
                        }));
    }

    /** Whether there is nobody whom the caller may not do the act to. */
    private static boolean seesEverybody(Rights caller, Action action) {
        return Gate.may(caller, action, Target.PLATFORM).isAllowed();
    }

    private static boolean mayInTree(Rights caller, Action action, String tenantId) {
        return Gate.may(caller, action, Target.tree(tenantId)).isAllowed();
    }

    /**
     * The grants that {@code wishes} amount to: customers and accounts by their numbers, one grant for each role and
     * customer.
     */
    private Uni<List<RoleGrant>> granted(List<RoleWish> wishes, Rights caller, Action action) {
        Set<String> ids = new LinkedHashSet<>();
        for (RoleWish wish : wishes) {
            ids.add(wish.customerId());
            ids.addAll(wish.accountIds());
        }
        return directory
                .findAll(ids)
                .chain(entries -> customers(wishes, entries, caller, action)
                        .map(customers -> grants(wishes, entries, customers)));
    }

    /** The main account of each tree that is wished for. */
    private Uni<Map<String, AccountView>> customers(
            List<RoleWish> wishes, Map<String, Directory.Entry> entries, Rights caller, Action action) {
        Map<String, AccountView> customers = new LinkedHashMap<>();
        Uni<Void> found = Uni.createFrom().voidItem();
        for (RoleWish wish : wishes) {
            Directory.Entry entry = entries.get(wish.customerId());
            if (entry == null
                    || !entry.targetId().equals(entry.tenantId())
                    || !mayInTree(caller, action, entry.tenantId())) {
                return Uni.createFrom().failure(noCustomer());
            }
            found = found.chain(() -> accounts.get(entry.tenantId(), entry.tenantId()))
                    .invoke(main -> customers.put(main.id(), main))
                    .replaceWithVoid();
        }
        return found.replaceWith(customers);
    }

    private static List<RoleGrant> grants(
            List<RoleWish> wishes, Map<String, Directory.Entry> entries, Map<String, AccountView> customers) {
        Map<String, RoleGrant> grants = new LinkedHashMap<>();
        for (RoleWish wish : wishes) {
            Directory.Entry entry = entries.get(wish.customerId());
            AccountView main = entry == null ? null : customers.get(entry.tenantId());
            if (main == null) {
                throw noCustomer();
            }
            RoleGrant grant = new RoleGrant(
                    wish.role(),
                    main.id(),
                    People.customerId(main),
                    wish.restricted(),
                    wish.restricted() ? advertiserIds(wish.accountIds(), entries, main.id()) : Set.of(),
                    wish.linkPermission());
            grants.merge(wish.role() + " " + main.id(), grant, UserService::wider);
        }
        return List.copyOf(grants.values());
    }

    private static Set<String> advertiserIds(
            Set<String> wanted, Map<String, Directory.Entry> entries, String tenantId) {
        for (String id : wanted) {
            Directory.Entry entry = entries.get(id);
            if (entry == null
                    || entry.kind() != Directory.Kind.ADVERTISER_ACCOUNT
                    || !entry.tenantId().equals(tenantId)) {
                throw new DomainException(ErrorCode.NOT_FOUND, "The customer has no such advertiser account.");
            }
        }
        return wanted;
    }

    /** The same role at the same customer twice counts as one, at all the accounts of both. */
    private static RoleGrant wider(RoleGrant one, RoleGrant other) {
        Set<String> accounts = new LinkedHashSet<>(one.accountIds());
        accounts.addAll(other.accountIds());
        boolean restricted = one.restricted() && other.restricted();
        return new RoleGrant(
                one.role(),
                one.customerTenantId(),
                one.customerId(),
                restricted,
                restricted ? accounts : Set.of(),
                one.linkPermission());
    }

    /** A person's role in the console of their own tree: the highest of their roles there. */
    private static Role standing(List<RoleGrant> roles, String tenantId) {
        Role standing = Role.VIEWER;
        for (RoleGrant grant : roles) {
            if (grant.customerTenantId().equals(tenantId)) {
                Role one = switch (grant.role()) {
                    case SUPER_ADMIN -> Role.ADMIN;
                    case AGGREGATOR, STANDARD_USER, CAMPAIGN_MANAGER -> Role.MEMBER;
                    case VIEWER -> Role.VIEWER;
                };
                standing = one.compareTo(standing) < 0 ? one : standing;
            }
        }
        return standing;
    }

    private Uni<Void> publish(EventType type, UserView user, Instant at, Actor actor) {
        List<String> roles = user.roles().stream()
                .map(role -> role.role().number() + "@" + role.customerId())
                .toList();
        return events.publish(new DomainEvent(
                type,
                user.tenantId(),
                user.tenantId(),
                user.id(),
                at,
                actor,
                Map.of("roles", String.join(" ", roles))));
    }

    private static DomainException nobody() {
        return new DomainException(ErrorCode.NOT_FOUND, "There is no such user.");
    }

    private static DomainException noCustomer() {
        return new DomainException(ErrorCode.NOT_FOUND, "There is no such customer.");
    }
}
