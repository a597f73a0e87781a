package io.curfew.people;

import io.curfew.access.Gate;
import io.curfew.access.Rights;
import io.curfew.access.Target;
import io.curfew.accounts.AccountView;
import io.curfew.credentials.CredentialKind;
import io.curfew.credentials.CredentialService;
import io.curfew.credentials.CredentialView;
import io.curfew.credentials.DeleteCredential;
import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.PageRequest;
import io.curfew.kernel.Slice;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Shows and deletes the tokens that the native API issues: its own bearer tokens, Main keys, and Microsoft Advertising's
 * developer and access tokens. Those of people who reach beyond the asker's tree are {@link ErrorCode#NOT_FOUND} like those
 * of another tree.
 */
@ApplicationScoped
public class TokenService {
    private static final List<CredentialKind> KINDS = List.of(
            CredentialKind.NATIVE_TOKEN,
            CredentialKind.MAIN_KEY,
            CredentialKind.DEVELOPER_TOKEN,
            CredentialKind.ACCESS_TOKEN);

    private final TokenReader reader;
    private final CredentialService credentials;
    private final UserAccess access;

    TokenService(TokenReader reader, CredentialService credentials, UserAccess access) {
        this.reader = reader;
        this.credentials = credentials;
        this.access = access;
    }

    /** A page of the account's tokens that the caller may know, newest first. */
    @CheckReturnValue
    public Uni<Slice<CredentialView>> list(AccountView account, Rights caller, PageRequest page) {
        boolean all = Gate.may(caller, Action.TOKEN_LIST, Target.PLATFORM).isAllowed();
        return reader.page(account.tenantId(), account.id(), KINDS, all, page);
    }

    /**
     * Deletes a token, which is refused from the commit on.
     *
     * <p>Refuses with {@link ErrorCode#NOT_FOUND}, also where the purge of its account is due, with
     * {@link ErrorCode#FORBIDDEN} the platform operator's token for all but the platform operator, and with
     * {@link ErrorCode#LAST_OPERATOR_TOKEN} its last one that does not expire.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<Void> delete(DeleteToken command, Rights caller) {
        String id = command.tokenId();
        return reader.find(id, KINDS)
                .map(TokenService::requireFound)
                .invoke(found -> requireReached(found, command.of(), caller))
                .call(found -> requirePerson(found.tenantId(), found.token(), caller))
                .call(found -> requireAnother(found.tenantId(), found.token(), caller))
                .chain(found -> credentials.delete(
                        new DeleteCredential(found.tenantId(), found.token().accountId(), id, KINDS, command.actor())));
    }

    private static <T> T requireFound(@Nullable T found) {
        if (found == null) {
            throw notFound();
        }
        return found;
    }

    private static void requireReached(TokenReader.Found found, Target.@Nullable Account of, Rights caller) {
        Target.Account holder = Target.account(found.tenantId(), found.token().accountId());
        if (!Gate.may(caller, Action.TOKEN_REVOKE, holder).isAllowed() || (of != null && !of.equals(holder))) {
            throw notFound();
        }
    }

    /** Only the platform operator deals with people who work in several trees. */
    private Uni<Void> requirePerson(String tenantId, CredentialView token, Rights caller) {
        String userId = token.userId();
        return userId == null
                        || Gate.may(caller, Action.TOKEN_REVOKE, Target.PLATFORM)
                                .isAllowed()
                ? Uni.createFrom().voidItem()
                : access.target(tenantId, userId)
                        .invoke(person -> {
                            if (person != null
                                    && !Gate.may(caller, Action.TOKEN_REVOKE, person)
                                            .isAllowed()) {
                                throw notFound();
                            }
                        })
                        .replaceWithVoid();
    }

    /** Without a token that lasts nobody would be the platform operator any more, and nobody could issue one. */
    private Uni<Void> requireAnother(String tenantId, CredentialView token, Rights caller) {
        if (!token.isOperators()) {
            return Uni.createFrom().voidItem();
        }
        Gate.may(caller, Action.TOKEN_REVOKE, Target.PLATFORM)
                .orRefuse(verdict -> new DomainException(
                        ErrorCode.FORBIDDEN, "The platform operator's token is not deleted by others."));
        return credentials
                .lockOperators(tenantId)
                .invoke(all -> {
                    if (all.stream()
                            .noneMatch(other ->
                                    other.expiresAt() == null && !other.id().equals(token.id()))) {
                        throw new DomainException(
                                ErrorCode.LAST_OPERATOR_TOKEN,
                                "The platform operator keeps a token that does not expire: issue another one first.");
                    }
                })
                .replaceWithVoid();
    }

    private static DomainException notFound() {
        return new DomainException(ErrorCode.NOT_FOUND, "There is no such credential.");
    }
}
