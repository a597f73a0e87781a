package io.curfew.credentials;

import io.curfew.accounts.AccountService;
import io.curfew.accounts.Directory;
import io.curfew.events.Actor;
import io.curfew.events.DomainEvent;
import io.curfew.events.EventPublisher;
import io.curfew.events.EventType;
import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.Ids;
import io.curfew.kernel.PageRequest;
import io.curfew.kernel.RealClock;
import io.curfew.kernel.Slice;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Issues, shows, changes and deletes credentials. A deleted one is refused from the commit on. */
@ApplicationScoped
public class CredentialService {
    private static final int KEY_SECRET = 32;
    private static final int TOKEN_SECRET = 43;

    private final CredentialRepository credentials;
    private final AccountService accounts;
    private final Directory directory;
    private final EventPublisher events;
    private final RealClock clock;

    CredentialService(
            CredentialRepository credentials,
            AccountService accounts,
            Directory directory,
            EventPublisher events,
            RealClock clock) {
        this.credentials = credentials;
        this.accounts = accounts;
        this.directory = directory;
        this.events = events;
        this.clock = clock;
    }

    private static Action act(CredentialKind kind) {
        if (kind.isApiKey()) {
            return Action.KEY_CREATE;
        }
        return kind == CredentialKind.AUTH_KEY ? Action.AUTH_KEY_CREATE : Action.TOKEN_ISSUE;
    }

    /**
     * Issues a credential of an active account; the secret is in this answer only.
     *
     * <p>Refuses with {@link ErrorCode#NOT_FOUND}, {@link ErrorCode#ACCOUNT_NOT_ACTIVE}, and
     * {@link ErrorCode#BAD_REQUEST} when a chosen id is taken.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<IssuedCredential> issue(IssueCredential command) {
        return adopt(command, newSecret(command.kind()));
    }

    /**
     * Issues a credential with a secret that is given, as bootstrap does; refuses like {@link #issue}, and a secret
     * that is taken.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<IssuedCredential> adopt(IssueCredential command, String secret) {
        Instant now = clock.now();
        String chosenId = command.chosenId();
        String id = chosenId == null ? newId(command.kind()) : chosenId;
        return accounts.admit(act(command.kind()), command.tenantId(), command.accountId())
                .chain(() -> directory.claim(entries(command.kind(), id, secret), command.tenantId(), id))
                .invoke(free -> {
                    if (!free) {
                        throw new DomainException(ErrorCode.BAD_REQUEST, "That id or secret is taken.");
                    }
                })
                .chain(() -> credentials.persistAndFlush(new Credential(id, command, SecretHash.of(secret), now)))
                .map(Credential::view)
                .call(view -> events.publish(event(
                        EventType.CREDENTIAL_CREATED,
                        command.tenantId(),
                        view,
                        now,
                        command.actor(),
                        Map.of("kind", view.kind().name()))))
                .map(view -> new IssuedCredential(view, secret));
    }

    /** A credential of the account; {@link ErrorCode#NOT_FOUND} when it has none of that id and these kinds. */
    @CheckReturnValue
    @WithSession
    public Uni<CredentialView> get(String tenantId, String accountId, String id, Collection<CredentialKind> kinds) {
        return credentials
                .findOf(tenantId, accountId, id, kinds)
                .map(CredentialService::requireFound)
                .map(Credential::view);
    }

    /** A page of the account's credentials of these kinds, newest first. */
    @CheckReturnValue
    @WithSession
    public Uni<Slice<CredentialView>> list(
            String tenantId, String accountId, Collection<CredentialKind> kinds, PageRequest page) {
        return credentials.page(tenantId, accountId, kinds, page).map(slice -> slice.map(Credential::view));
    }

    /**
     * Gives a credential another name and, for restricted keys, another policy.
     *
     * <p>Refuses with {@link ErrorCode#NOT_FOUND}, with {@link ErrorCode#ACCOUNT_NOT_ACTIVE} once the account is closed,
     * and with {@link ErrorCode#BAD_REQUEST} a policy for a credential that is not restricted.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<CredentialView> change(ChangeCredential command) {
        Instant now = clock.now();
        return accounts.admit(Action.KEY_UPDATE, command.tenantId(), command.accountId())
                .chain(() -> credentials.lockForChange(
                        command.tenantId(), command.accountId(), command.id(), command.kinds()))
                .map(CredentialService::requireFound)
                .invoke(credential -> change(credential, command, now))
                .call(credentials::flush)
                .map(Credential::view)
                .call(view -> events.publish(
                        event(EventType.CREDENTIAL_UPDATED, command.tenantId(), view, now, command.actor(), Map.of())));
    }

    private static void change(Credential credential, ChangeCredential command, Instant now) {
        String name = command.name();
        if (name != null) {
            credential.rename(name.isEmpty() ? null : name);
        }
        String policy = command.policy();
        if (policy != null) {
            credential.restrict(policy);
        }
        credential.touch(now);
    }

    /** Deletes a credential; {@link ErrorCode#NOT_FOUND} when the account has none of that id and these kinds. */
    @CheckReturnValue
    @WithTransaction
    public Uni<Void> delete(DeleteCredential command) {
        Instant now = clock.now();
        return credentials
                .lockForChange(command.tenantId(), command.accountId(), command.id(), command.kinds())
                .map(CredentialService::requireFound)
                .call(credentials::delete)
                .call(() -> directory.forget(command.tenantId(), List.of(command.id())))
                .chain(credential -> events.publish(event(
                        EventType.CREDENTIAL_DELETED,
                        command.tenantId(),
                        credential.view(),
                        now,
                        command.actor(),
                        Map.of("kind", credential.view().kind().name()))));
    }

    /**
     * The platform operator's tokens of that tree, locked in a fixed order: when two callers delete each other's
     * token, one of them waits and then looks again.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<List<CredentialView>> lockOperators(String tenantId) {
        return credentials.lockOperators(tenantId);
    }

    /** Whether a credential is there. */
    @CheckReturnValue
    @WithSession
    public Uni<Boolean> isThere(String tenantId, String id) {
        return credentials.count("tenantId = ?1 and id = ?2", tenantId, id).map(count -> count > 0);
    }

    /** A user's credentials of that kind, oldest first. */
    @CheckReturnValue
    @WithSession
    public Uni<List<CredentialView>> listOfUser(String tenantId, CredentialKind kind, String userId) {
        return credentials.ofUser(tenantId, kind, userId).map(CredentialService::views);
    }

    /** All users' credentials of that kind, oldest first. */
    @CheckReturnValue
    @WithSession
    public Uni<List<CredentialView>> listOfUsers(String tenantId, CredentialKind kind) {
        return credentials.ofUsers(tenantId, kind).map(CredentialService::views);
    }

    /**
     * Credentials of that kind that belong to nobody or to that user, oldest first.
     *
     * @param userId null for only those that belong to nobody
     */
    @CheckReturnValue
    @WithSession
    public Uni<List<CredentialView>> listOfNobodyOr(String tenantId, CredentialKind kind, @Nullable String userId) {
        return credentials.ofNobodyOr(tenantId, kind, userId).map(CredentialService::views);
    }

    /** Removes all credentials of a user who is being removed; they are refused from the commit on. */
    @CheckReturnValue
    @WithTransaction
    public Uni<Void> deleteOfUser(String tenantId, String userId) {
        return credentials
                .idsOfUser(tenantId, userId)
                .chain(ids -> directory.forget(tenantId, ids))
                .chain(() -> credentials.deleteOfUser(tenantId, userId))
                .replaceWithVoid();
    }

    private static List<CredentialView> views(List<Credential> found) {
        return found.stream().map(Credential::view).toList();
    }

    private static DomainEvent event(
            EventType type,
            String tenantId,
            CredentialView credential,
            Instant at,
            Actor actor,
            Map<String, Object> data) {
        return new DomainEvent(type, tenantId, credential.accountId(), credential.id(), at, actor, data);
    }

    /** Keys are presented with their id, tokens on their own: those are found by their hash. */
    private static Map<String, Directory.Kind> entries(CredentialKind kind, String id, String secret) {
        Map<String, Directory.Kind> entries = new LinkedHashMap<>();
        entries.put(id, Directory.Kind.CREDENTIAL);
        if (!kind.isApiKey() && kind != CredentialKind.AUTH_KEY) {
            entries.put(SecretHash.directoryId(secret), Directory.Kind.SECRET);
        }
        return entries;
    }

    private static String newId(CredentialKind kind) {
        return switch (kind) {
            case MAIN_KEY, STANDARD_KEY, RESTRICTED_KEY -> Ids.next(Ids.API_KEY);
            case AUTH_KEY -> "keyId-" + Ids.base62(KEY_SECRET);
            case NATIVE_TOKEN, DEVELOPER_TOKEN, ACCESS_TOKEN -> Ids.next("TK");
        };
    }

    private static String newSecret(CredentialKind kind) {
        return switch (kind) {
            case MAIN_KEY, STANDARD_KEY, RESTRICTED_KEY -> Ids.base62(KEY_SECRET);
            case AUTH_KEY -> "secret-" + Ids.base62(TOKEN_SECRET);
            case NATIVE_TOKEN -> "curfew_" + Ids.base62(TOKEN_SECRET);
            case DEVELOPER_TOKEN, ACCESS_TOKEN -> Ids.base62(TOKEN_SECRET);
        };
    }

    private static Credential requireFound(@Nullable Credential found) {
        if (found == null) {
            throw notFound();
        }
        return found;
    }

    private static DomainException notFound() {
        return new DomainException(ErrorCode.NOT_FOUND, "There is no such credential.");
    }
}
