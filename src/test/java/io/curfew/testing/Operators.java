package io.curfew.testing;

import static io.curfew.testing.Reactive.await;

import io.curfew.accounts.AccountService;
import io.curfew.credentials.IssuedCredential;
import io.curfew.kernel.Ids;
import io.curfew.operators.AuthKeyCommand;
import io.curfew.operators.AuthKeyService;
import io.curfew.testing.Accounts.Credentials;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;

/** Operators for tests, with an auth key of their root user's. */
@ApplicationScoped
public class Operators {
    private final Accounts accounts;
    private final AccountService service;
    private final AuthKeyService keys;
    private final Database database;
    private final SettableClock clock;

    Operators(Accounts accounts, AccountService service, AuthKeyService keys, Database database, SettableClock clock) {
        this.accounts = accounts;
        this.service = service;
        this.keys = keys;
        this.database = database;
        this.clock = clock;
    }

    /**
     * An operator.
     *
     * @param sid its main account
     * @param authToken that account's auth token, for the Twilio door
     * @param id its id as operator
     * @param authKeyId a key of its root user's
     * @param authKey that key's secret
     */
    public record Operator(String sid, String authToken, String id, String authKeyId, String authKey) {}

    /** A new operator, in a new minute: all tests log in from one address, and logins of an address are limited. */
    public Operator operator() {
        clock.advance(Duration.ofSeconds(61));
        Credentials main = accounts.main();
        String operatorId =
                await(() -> service.get(main.sid(), main.sid())).ids().operatorId();
        IssuedCredential key = await(() -> keys.issue(new AuthKeyCommand.Issue(main.sid(), null, Accounts.PLATFORM)));
        return new Operator(
                main.sid(), main.token(), operatorId, key.credential().id(), key.secret());
    }

    /** Gives an operator an owner, who logs in as its root user; returns the e-mail address. */
    public String owner(Operator operator, String password) {
        String id = Ids.digits(15);
        String email = id + "@example.com";
        database.execute(
                "insert into directory (id, kind, tenant_id, target_id) values ($1, 'EMAIL', $2, $3)",
                "mailto:" + email,
                operator.sid(),
                id);
        database.execute(
                "insert into login_user (tenant_id, id, email, role, created_at, updated_at, version)"
                        + " values ($1, $2, $3, 'OWNER', $4, $4, 0)",
                operator.sid(),
                id,
                email,
                OffsetDateTime.parse("2026-11-22T12:00:00Z"));
        CheapHash.give(database, id, password);
        return email;
    }
}
