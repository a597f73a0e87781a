package io.curfew.opening;

import io.curfew.accounts.AccountType;
import io.curfew.accounts.AccountView;
import io.curfew.accounts.OpenAccount;
import io.curfew.credentials.CredentialKind;
import io.curfew.credentials.CredentialService;
import io.curfew.credentials.IssueCredential;
import io.curfew.credentials.PasswordAsker;
import io.curfew.credentials.Passwords;
import io.curfew.events.Actor;
import io.curfew.kernel.ErrorCode;
import io.curfew.operators.OperatorAuthService;
import io.curfew.operators.OperatorLogin;
import io.curfew.people.People;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Locale;

/**
 * Creates operators with everything that their root user needs to log in. This is for sandboxes, where callers create
 * their own operators.
 */
@ApplicationScoped
public class OperatorOpeningService {
    private final AccountOpeningService accounts;
    private final OperatorAuthService logins;
    private final CredentialService credentials;
    private final People people;
    private final Passwords passwords;

    OperatorOpeningService(
            AccountOpeningService accounts,
            OperatorAuthService logins,
            CredentialService credentials,
            People people,
            Passwords passwords) {
        this.accounts = accounts;
        this.logins = logins;
        this.credentials = credentials;
        this.people = people;
        this.passwords = passwords;
    }

    /**
     * Creates a main account that is named after the e-mail address of its owner. The auth key becomes the owner's,
     * unless it belongs to somebody already: in that case its secret must be right, and the key stays where it is.
     *
     * <p>Refuses with {@link ErrorCode#EMAIL_TAKEN}, with {@link ErrorCode#BAD_REQUEST} when the auth key's id is
     * taken and the secret is wrong, with {@link ErrorCode#RATE_LIMITED} when too many passwords wait to be hashed,
     * and like {@link AccountOpeningService#open}.
     *
     * @param address where the call comes from
     */
    @CheckReturnValue
    public Uni<AccountView> open(OperatorLogin.Root owner, OperatorLogin.Key key, String address, Actor actor) {
        String email = owner.email().strip().toLowerCase(Locale.ROOT);
        return logins.isRight(key, address)
                .chain(held -> passwords
                        .hash(owner.password(), new PasswordAsker(email, address))
                        .chain(hash -> Panache.withTransaction(() -> accounts.open(new OpenAccount.Main(
                                        email, AccountType.FULL, OpenAccount.ChosenIds.NONE, actor))
                                .map(AccountOpeningService.Opened::account)
                                .call(account -> people.makeOwner(account, email, hash))
                                .call(account -> held ? Uni.createFrom().voidItem() : issueKey(account, key, actor)))));
    }

    private Uni<Void> issueKey(AccountView account, OperatorLogin.Key key, Actor actor) {
        return credentials
                .adopt(
                        new IssueCredential(
                                CredentialKind.AUTH_KEY,
                                account.id(),
                                account.id(),
                                null,
                                null,
                                null,
                                false,
                                null,
                                key.id(),
                                actor),
                        key.secret())
                .replaceWithVoid();
    }
}
