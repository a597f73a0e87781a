package io.curfew.operators;

import io.curfew.credentials.CredentialKind;
import io.curfew.credentials.CredentialService;
import io.curfew.credentials.CredentialView;
import io.curfew.credentials.DeleteCredential;
import io.curfew.credentials.IssueCredential;
import io.curfew.credentials.IssuedCredential;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.lifecycle.TreeLock;
import io.curfew.people.OwnerService;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The auth keys of an operator's root user and of its SAM users. In every method a user name of null is the root user;
 * a key of another user is {@link ErrorCode#NOT_FOUND}.
 */
@ApplicationScoped
public class AuthKeyService {
    private static final Set<CredentialKind> AUTH_KEYS = Set.of(CredentialKind.AUTH_KEY);

    private static final String TOO_MANY = "A user has up to " + SamLimits.MAX_KEYS_OF_USER + " auth keys.";

    private final CredentialService credentials;
    private final OwnerService owners;
    private final SamUserRepository users;
    private final OperatorSessions sessions;

    AuthKeyService(
            CredentialService credentials, OwnerService owners, SamUserRepository users, OperatorSessions sessions) {
        this.credentials = credentials;
        this.owners = owners;
        this.users = users;
        this.sessions = sessions;
    }

    /** {@link AuthKeyCommand.Issue}; the secret is in this answer only. */
    @CheckReturnValue
    @WithTransaction
    public Uni<IssuedCredential> issue(AuthKeyCommand.Issue command) {
        String tenantId = command.tenantId();
        String userName = command.userName();
        // The tree comes first, which issuing locks too, then the user's row.
        return TreeLock.shared(tenantId, () -> lockedUserId(tenantId, userName))
                .call(() -> requirePlace(tenantId, userName))
                .chain(userId -> credentials.issue(new IssueCredential(
                        CredentialKind.AUTH_KEY,
                        tenantId,
                        tenantId,
                        userId,
                        null,
                        null,
                        false,
                        null,
                        null,
                        command.actor())));
    }

    private Uni<Void> requirePlace(String tenantId, @Nullable String userName) {
        return of(tenantId, userName)
                .invoke(keys -> {
                    if (keys.size() >= SamLimits.MAX_KEYS_OF_USER) {
                        throw new DomainException(ErrorCode.OPERATOR_LIMIT, TOO_MANY);
                    }
                })
                .replaceWithVoid();
    }

    /** A user's keys, oldest first; {@link ErrorCode#NOT_FOUND} when there is no such user. */
    @CheckReturnValue
    @WithSession
    public Uni<List<CredentialView>> list(String tenantId, @Nullable String userName) {
        return of(tenantId, userName);
    }

    /** The keys of all users by user id, oldest first; users without any are left out. */
    @CheckReturnValue
    @WithSession
    public Uni<Map<String, List<CredentialView>>> listOfUsers(String tenantId) {
        return credentials
                .listOfUsers(tenantId, CredentialKind.AUTH_KEY)
                .map(found ->
                        found.stream().collect(Collectors.groupingBy(key -> Objects.requireNonNull(key.userId()))));
    }

    /** One of a user's keys; {@link ErrorCode#NOT_FOUND}. */
    @CheckReturnValue
    @WithSession
    public Uni<CredentialView> get(String tenantId, @Nullable String userName, String keyId) {
        return of(tenantId, userName).map(found -> requireKey(found, keyId));
    }

    /** {@link AuthKeyCommand.Delete}. */
    @CheckReturnValue
    @WithTransaction
    public Uni<Void> delete(AuthKeyCommand.Delete command) {
        String tenantId = command.tenantId();
        String keyId = command.keyId();
        // A login by the key has the tree's lock shared, so it has ended before, or finds no key.
        return TreeLock.exclusive(tenantId, () -> of(tenantId, command.userName()))
                .invoke(found -> requireKey(found, keyId))
                .chain(() ->
                        credentials.delete(new DeleteCredential(tenantId, tenantId, keyId, AUTH_KEYS, command.actor())))
                .chain(() -> sessions.endOfCredential(tenantId, keyId))
                .replaceWithVoid();
    }

    /** The root user's keys belong to nobody or to the owner. */
    private Uni<List<CredentialView>> of(String tenantId, @Nullable String userName) {
        return userName == null
                ? owners.idOf(tenantId)
                        .chain(owner -> credentials.listOfNobodyOr(tenantId, CredentialKind.AUTH_KEY, owner))
                : users.findByName(tenantId, userName)
                        .map(SamUserService::requireFound)
                        .chain(user -> credentials.listOfUser(tenantId, CredentialKind.AUTH_KEY, user.id()));
    }

    private Uni<@Nullable String> lockedUserId(String tenantId, @Nullable String userName) {
        return userName == null
                ? Uni.createFrom().nullItem()
                : users.lockByName(tenantId, userName)
                        .map(SamUserService::requireFound)
                        .map(SamUser::id);
    }

    private static CredentialView requireKey(List<CredentialView> found, String keyId) {
        return found.stream()
                .filter(key -> key.id().equals(keyId))
                .findFirst()
                .orElseThrow(() -> new DomainException(ErrorCode.NOT_FOUND, "There is no such auth key."));
    }
}
