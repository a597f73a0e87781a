package io.curfew.testing;

import static io.curfew.testing.Reactive.await;

import io.curfew.accounts.AccountType;
import io.curfew.accounts.OpenAccount;
import io.curfew.events.Actor;
import io.curfew.opening.AccountOpeningService;
import io.curfew.opening.AccountOpeningService.Opened;
import jakarta.enterprise.context.ApplicationScoped;

/** Accounts for tests: each test makes its own, so that none depends on another. */
@ApplicationScoped
public class Accounts {
    /** Who makes them. */
    public static final Actor PLATFORM = new Actor(Actor.Kind.PLATFORM, "test", "native");

    private final AccountOpeningService opening;

    Accounts(AccountOpeningService opening) {
        this.opening = opening;
    }

    /** A full main account. */
    public Credentials main() {
        return main(AccountType.FULL);
    }

    /** A main account. */
    public Credentials main(AccountType type) {
        return credentials(await(
                () -> opening.open(new OpenAccount.Main("Main account", type, OpenAccount.ChosenIds.NONE, PLATFORM))));
    }

    /** A subaccount of {@code main}. */
    public Credentials sub(Credentials main) {
        return sub(main, "Subaccount");
    }

    /** A subaccount of {@code main} with a name. */
    public Credentials sub(Credentials main, String name) {
        return credentials(await(() -> opening.open(new OpenAccount.Sub(name, main.sid(), main.sid(), PLATFORM))));
    }

    private static Credentials credentials(Opened opened) {
        return new Credentials(opened.account().id(), opened.token().primary());
    }

    /**
     * What HTTP Basic needs.
     *
     * @param sid the account
     * @param token its auth token, or another secret to present with {@code sid}
     */
    public record Credentials(String sid, String token) {}
}
