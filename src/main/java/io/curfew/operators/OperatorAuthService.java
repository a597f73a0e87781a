package io.curfew.operators;

import io.curfew.accounts.AccountService;
import io.curfew.credentials.CredentialService;
import io.curfew.credentials.SecretHash;
import io.curfew.events.Actor;
import io.curfew.events.DomainEvent;
import io.curfew.events.EventPublisher;
import io.curfew.events.EventType;
import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.RealClock;
import io.curfew.lifecycle.TreeLock;
import io.curfew.operators.OperatorPrincipals.Principal;
import io.curfew.people.OwnerService;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Logs operators' users in and out. A login issues a pair of API key and token, of which only hashes are kept, and which
 * has the permissions of that instant until it ends. Renewing adds a pair of the same API key and another token, which has
 * the permissions of its own instant. Whether the account may act is asked at every call, so a suspended or closed one's
 * pairs are refused without being touched.
 */
@ApplicationScoped
public class OperatorAuthService {
    /** How long after a switch its pairs end, however often they are renewed. */
    private static final Duration SWITCHED = Duration.ofHours(1);

    private final OperatorPrincipals principals;
    private final OperatorSessions sessions;
    private final OperatorTokens tokens;
    private final SamPermissions permissions;
    private final SamRights rights;
    private final SamUserRepository users;
    private final OwnerService owners;
    private final CredentialService credentials;
    private final AccountService accounts;
    private final EventPublisher events;
    private final RealClock clock;

    OperatorAuthService(
            OperatorPrincipals principals,
            OperatorSessions sessions,
            OperatorTokens tokens,
            SamPermissions permissions,
            SamRights rights,
            SamUserRepository users,
            OwnerService owners,
            CredentialService credentials,
            AccountService accounts,
            EventPublisher events,
            RealClock clock) {
        this.principals = principals;
        this.sessions = sessions;
        this.tokens = tokens;
        this.permissions = permissions;
        this.rights = rights;
        this.users = users;
        this.owners = owners;
        this.credentials = credentials;
        this.accounts = accounts;
        this.events = events;
        this.clock = clock;
    }

    /**
     * Issues a pair for whoever logs in.
     *
     * <p>Refuses with {@link ErrorCode#LOGIN_FAILED} a name or secret that is wrong, and with
     * {@link ErrorCode#ACCOUNT_NOT_ACTIVE} the right ones of an account that may not act. With
     * {@link ErrorCode#RATE_LIMITED} when too many passwords wait to be checked.
     *
     * @param address where the login comes from
     * @param door the door it comes through, as the audit names it
     */
    @CheckReturnValue
    public Uni<OperatorPair> login(OperatorLogin login, String address, Duration validity, String door) {
        return principals
                .find(login, address)
                .map(OperatorAuthService::requireRight)
                .chain(principal -> Panache.withTransaction(() -> open(
                        principal, null, validity, new Actor(Actor.Kind.CUSTOMER, principal.credentialId(), door))));
    }

    /** Whether somebody has that name and that secret; refuses like {@link #login} when passwords wait. */
    @CheckReturnValue
    public Uni<Boolean> isRight(OperatorLogin login, String address) {
        return principals.find(login, address).map(found -> found != null);
    }

    private Uni<OperatorPair> open(
            Principal principal, @Nullable SwitchedFrom switched, Duration validity, Actor actor) {
        return accounts.admit(Action.SESSION_OPEN, principal.tenantId(), principal.tenantId())
                .chain(() -> requireKey(principal))
                .chain(() -> holdRoot(principal))
                .chain(() -> findUser(principal))
                .chain(user -> issue(principal, user, switched, validity, actor));
    }

    /**
     * A key that is being deleted opens nothing: its pairs would outlive it. Whoever deletes a key or a user has the tree's
     * lock alone, so neither goes after it was found.
     */
    private Uni<Void> requireKey(Principal principal) {
        return principal.byKey()
                ? credentials
                        .isThere(principal.tenantId(), principal.credentialId())
                        .invoke(OperatorAuthService::requireStill)
                        .replaceWithVoid()
                : Uni.createFrom().voidItem();
    }

    /**
     * A password that is being replaced opens no session, since such a session would not be closed with the others.
     */
    private Uni<Void> holdRoot(Principal principal) {
        return principal.byKey() || principal.userId() != null
                ? Uni.createFrom().voidItem()
                : owners.hold(principal.tenantId(), principal.credentialId(), principal.passwordHash())
                        .invoke(OperatorAuthService::requireStill)
                        .replaceWithVoid();
    }

    /** A SAM user's password that was replaced since it was found right opens nothing either. */
    private Uni<@Nullable SamUser> findUser(Principal principal) {
        String userId = principal.userId();
        return userId == null
                ? Uni.createFrom().nullItem()
                : users.findInById(principal.tenantId(), userId)
                        .map(OperatorAuthService::requireRight)
                        .invoke(user -> requireStill(principal.passwordHash() == null
                                || principal.passwordHash().equals(user.passwordHash())));
    }

    private Uni<OperatorPair> issue(
            Principal principal,
            @Nullable SamUser user,
            @Nullable SwitchedFrom switched,
            Duration validity,
            Actor actor) {
        Instant now = clock.now();
        Instant expiresAt = end(now, validity, switched);
        String userName = user == null ? null : user.name();
        String apiKey = "api-" + UUID.randomUUID();
        OperatorPair pair = new OperatorPair(
                apiKey,
                tokens.issue(principal.operatorId(), userName, now, expiresAt),
                principal.operatorId(),
                userName);
        OperatorSessions.Row row = new OperatorSessions.Row(
                principal.tenantId(),
                OperatorSessions.id(apiKey),
                principal.credentialId(),
                principal.userId(),
                userName,
                switched);
        Map<String, Object> facts = new HashMap<>(Map.of("expiresAt", expiresAt.toString()));
        if (user != null) {
            facts.put("user", user.id());
        }
        return frozen(principal.tenantId(), principal.userId(), expiresAt)
                .chain(frozen -> sessions.insert(
                        row, new OperatorSessions.Token(SecretHash.of(pair.token()), frozen, now, expiresAt)))
                .chain(() ->
                        publish(EventType.OPERATOR_SESSION_OPENED, principal.tenantId(), row.id(), now, actor, facts))
                .replaceWith(pair);
    }

    private static Instant end(Instant now, Duration validity, @Nullable SwitchedFrom switched) {
        Instant wanted = now.plus(validity);
        return switched != null && switched.endsBy().isBefore(wanted) ? switched.endsBy() : wanted;
    }

    private Uni<@Nullable String> frozen(String tenantId, @Nullable String userId, Instant until) {
        return userId == null ? Uni.createFrom().nullItem() : permissions.freeze(tenantId, userId, until);
    }

    /**
     * Issues a pair for another user, who may be of another operator. It ends within an hour, however often it is renewed,
     * and as soon as the user, the caller's own user or the trust between them is gone.
     *
     * <p>Refuses with {@link ErrorCode#SWITCH_REFUSED} when there is no such user, when it does not trust the caller, when
     * its account may not act, and a caller who has switched already.
     *
     * @param address where the call comes from, empty when that is unknown
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<OperatorPair> switchUser(
            OperatorCaller caller, String operatorId, String userName, String address, Duration validity, Actor actor) {
        if (caller.switched() != null) {
            throw switchRefused();
        }
        SwitchedFrom from = new SwitchedFrom(
                caller.operatorId(),
                caller.credentialId(),
                caller.userId(),
                caller.userName(),
                clock.now().plus(SWITCHED));
        return permissions
                .tenantOf(operatorId)
                .map(OperatorAuthService::requireSwitchable)
                .chain(tenantId -> users.findByName(tenantId, userName)
                        .map(OperatorAuthService::requireSwitchable)
                        .invoke(user -> {
                            String policy = user.trustPolicy();
                            if (policy == null
                                    || !rights.trusts(policy, caller.operatorId(), caller.userName(), address)) {
                                throw switchRefused();
                            }
                        })
                        .chain(user -> open(
                                new Principal(tenantId, operatorId, user.id(), user.id(), false, null),
                                from,
                                validity,
                                actor)))
                .onFailure(OperatorAuthService::tellsTooMuch)
                .transform(failure -> switchRefused());
    }

    private static boolean tellsTooMuch(Throwable failure) {
        return failure instanceof DomainException refusal
                && (refusal.code() == ErrorCode.ACCOUNT_NOT_ACTIVE
                        || refusal.code() == ErrorCode.NOT_FOUND
                        || refusal.code() == ErrorCode.OPERATOR_LIMIT
                        || refusal.code() == ErrorCode.LOGIN_FAILED);
    }

    /**
     * Issues another token for the caller's API key, with the permissions that its user has now. The caller's present
     * pair lives on to its own end.
     *
     * <p>Refuses with {@link ErrorCode#TOKEN_EXPIRED} when that pair has ended meanwhile, and with
     * {@link ErrorCode#OPERATOR_LIMIT} when the API key has as many living tokens as it can have.
     *
     * @param token the caller's token
     * @param validity how long it is good for; that of a user who was switched to ends with the hour of the switch at
     *     the latest
     * @return the new token
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<String> renew(OperatorCaller caller, String token, Duration validity, Actor actor) {
        String tenantId = caller.tenantId();
        Instant now = clock.now();
        Instant expiresAt = end(now, validity, caller.switched());
        String fresh = tokens.issue(caller.operatorId(), caller.userName(), now, expiresAt);
        return frozen(tenantId, caller.userId(), expiresAt)
                .chain(frozen -> sessions.renew(
                        tenantId,
                        caller.sessionId(),
                        SecretHash.of(token),
                        new OperatorSessions.Token(SecretHash.of(fresh), frozen, now, expiresAt)))
                .invoke(renewed -> {
                    if (!renewed) {
                        throw new DomainException(ErrorCode.TOKEN_EXPIRED, "The token is no longer valid.");
                    }
                })
                .chain(() -> publish(
                        EventType.OPERATOR_SESSION_RENEWED,
                        tenantId,
                        caller.sessionId(),
                        now,
                        actor,
                        Map.of("expiresAt", expiresAt.toString())))
                .replaceWith(fresh);
    }

    /** Ends the caller's API key with all its tokens. */
    @CheckReturnValue
    @WithTransaction
    public Uni<Void> logout(OperatorCaller caller, Actor actor) {
        Instant now = clock.now();
        return sessions.end(caller.tenantId(), caller.sessionId())
                .chain(ended -> ended == 0
                        ? Uni.createFrom().voidItem()
                        : publish(
                                EventType.OPERATOR_SESSION_CLOSED,
                                caller.tenantId(),
                                caller.sessionId(),
                                now,
                                actor,
                                Map.of()));
    }

    /** Ends every pair of the operator's root user, those of logins under way too. */
    @CheckReturnValue
    @WithTransaction
    public Uni<Void> revokeRoot(String tenantId, Actor actor) {
        Instant now = clock.now();
        return TreeLock.exclusive(tenantId, () -> sessions.endOfRoot(tenantId))
                .chain(count -> revoked(tenantId, tenantId, count, now, actor));
    }

    /** Ends every pair of a SAM user, those of logins under way too; {@link ErrorCode#NOT_FOUND} when the operator has none of that name. */
    @CheckReturnValue
    @WithTransaction
    public Uni<Void> revokeUser(String tenantId, String userName, Actor actor) {
        Instant now = clock.now();
        return TreeLock.exclusive(tenantId, () -> users.lockByName(tenantId, userName))
                .map(SamUserService::requireFound)
                .chain(user -> sessions.endOfUser(tenantId, user.id())
                        .chain(count -> revoked(tenantId, user.id(), count, now, actor)));
    }

    private Uni<Void> revoked(String tenantId, String subject, int count, Instant now, Actor actor) {
        return publish(EventType.OPERATOR_SESSIONS_REVOKED, tenantId, subject, now, actor, Map.of("count", count));
    }

    private Uni<Void> publish(
            EventType type, String tenantId, String subject, Instant at, Actor actor, Map<String, Object> facts) {
        return events.publish(new DomainEvent(type, tenantId, tenantId, subject, at, actor, facts));
    }

    private static <T> T requireRight(@Nullable T found) {
        if (found == null) {
            throw loginFailed();
        }
        return found;
    }

    private static void requireStill(boolean there) {
        if (!there) {
            throw loginFailed();
        }
    }

    private static DomainException loginFailed() {
        return new DomainException(ErrorCode.LOGIN_FAILED, "The name or the secret is wrong.");
    }

    private static <T> T requireSwitchable(@Nullable T found) {
        if (found == null) {
            throw switchRefused();
        }
        return found;
    }

    private static DomainException switchRefused() {
        return new DomainException(ErrorCode.SWITCH_REFUSED, "There is no such user, or it does not trust the caller.");
    }
}
