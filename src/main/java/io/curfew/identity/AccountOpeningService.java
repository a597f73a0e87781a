package io.curfew.identity;

import io.curfew.accounts.AccountService;
import io.curfew.accounts.AccountView;
import io.curfew.accounts.OpenAccount;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Makes an account and shows the token it was born with. */
@ApplicationScoped
public class AccountOpeningService {
    /**
     * An account that was just made.
     *
     * @param account the account
     * @param token its auth tokens
     */
    public record Opened(AccountView account, AuthTokenView token) {}

    private final AccountService accounts;
    private final AuthTokenService tokens;

    AccountOpeningService(AccountService accounts, AuthTokenService tokens) {
        this.accounts = accounts;
        this.tokens = tokens;
    }

    /** Makes the account; refuses like {@link AccountService#open}. */
    @CheckReturnValue
    @WithTransaction
    public Uni<Opened> open(OpenAccount command) {
        return accounts.open(command)
                .chain(account ->
                        tokens.get(account.tenantId(), account.id()).map(token -> new Opened(account, token)));
    }
}
