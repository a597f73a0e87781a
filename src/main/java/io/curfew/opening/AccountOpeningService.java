package io.curfew.opening;

import io.curfew.accounts.AccountService;
import io.curfew.accounts.AccountView;
import io.curfew.accounts.OpenAccount;
import io.curfew.credentials.AuthTokenService;
import io.curfew.credentials.AuthTokenView;
import io.curfew.credentials.CredentialKind;
import io.curfew.credentials.CredentialService;
import io.curfew.credentials.IssueCredential;
import io.curfew.credentials.IssuedCredential;
import io.curfew.people.People;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Creates accounts and returns the tokens that were created with them. */
@ApplicationScoped
public class AccountOpeningService {
    /**
     * An account that was just created.
     *
     * @param account the account
     * @param token its auth tokens
     */
    public record Opened(AccountView account, AuthTokenView token) {}

    /**
     * A tree that was just created.
     *
     * @param main its main account
     * @param owner a bearer token of the main account, which gives access to the tree from now on
     */
    public record OpenedTree(Opened main, IssuedCredential owner) {}

    private final AccountService accounts;
    private final AuthTokenService tokens;
    private final CredentialService credentials;
    private final People people;

    AccountOpeningService(
            AccountService accounts, AuthTokenService tokens, CredentialService credentials, People people) {
        this.accounts = accounts;
        this.tokens = tokens;
        this.credentials = credentials;
        this.people = people;
    }

    /** Creates the account. Refuses like {@link AccountService#open}. */
    @CheckReturnValue
    @WithTransaction
    public Uni<Opened> open(OpenAccount command) {
        return accounts.open(command)
                .chain(account -> tokens.ofNewborn(account.id()).map(token -> new Opened(account, token)));
    }

    /** Creates a main account, its owner and the owner's bearer token. Refuses like {@link AccountService#open}. */
    @CheckReturnValue
    @WithTransaction
    public Uni<OpenedTree> openTree(OpenAccount.Main command) {
        return open(command)
                .chain(main -> people.makeOwner(main.account(), People.placeholder(main.account()), null)
                        .chain(owner -> credentials.issue(tokenOf(owner, main.account(), command)))
                        .map(token -> new OpenedTree(main, token)));
    }

    private static IssueCredential tokenOf(String ownerId, AccountView main, OpenAccount.Main command) {
        return IssueCredential.ofUser(CredentialKind.NATIVE_TOKEN, main.id(), ownerId, "owner", null, command.actor());
    }
}
