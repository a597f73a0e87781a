package io.curfew.testing;

import static io.curfew.testing.Reactive.await;

import io.curfew.access.Reach;
import io.curfew.accounts.AccountService;
import io.curfew.accounts.AccountView;
import io.curfew.credentials.CredentialKind;
import io.curfew.credentials.CredentialService;
import io.curfew.credentials.IssueCredential;
import io.curfew.kernel.Action;
import io.curfew.kernel.Ids;
import io.curfew.people.CreateUser;
import io.curfew.people.CreateUser.RoleWish;
import io.curfew.people.CustomerRole;
import io.curfew.people.UserService;
import io.curfew.people.UserView;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Customers and people for tests: each test makes its own. */
@ApplicationScoped
public class Advertisers {
    private final Accounts accounts;
    private final AccountService service;
    private final UserService users;
    private final CredentialService credentials;
    private final Database database;

    Advertisers(
            Accounts accounts,
            AccountService service,
            UserService users,
            CredentialService credentials,
            Database database) {
        this.accounts = accounts;
        this.service = service;
        this.users = users;
        this.credentials = credentials;
        this.database = database;
    }

    /**
     * A customer.
     *
     * @param tenantId its main account
     * @param token the main account's auth token, for Twilio's door
     * @param id its number as a customer
     * @param developerToken a developer token of its own
     */
    public record Customer(String tenantId, String token, String id, String developerToken) {}

    /**
     * Somebody who calls.
     *
     * @param userId their number
     * @param accessToken who they are
     * @param developerToken by whose program they call
     */
    public record Person(String userId, String accessToken, String developerToken) {}

    /** A new customer with a developer token. */
    public Customer customer() {
        Accounts.Credentials main = accounts.main();
        String id = await(() -> service.get(main.sid(), main.sid())).ids().customerId();
        String developer = await(() -> credentials.issue(IssueCredential.ofUser(
                        CredentialKind.DEVELOPER_TOKEN, main.sid(), null, null, null, Accounts.PLATFORM)))
                .secret();
        return new Customer(main.sid(), main.token(), id, developer);
    }

    /** A person with one role for all of a customer. */
    public Person person(Customer customer, CustomerRole role) {
        return person(customer, List.of(new RoleWish(role, customer.id(), false, Set.of(), null)), false);
    }

    /** A person who works for some accounts of a customer only. */
    public Person person(Customer customer, CustomerRole role, Set<String> accountIds) {
        return person(customer, List.of(new RoleWish(role, customer.id(), true, accountIds, null)), false);
    }

    /** One of the platform's own people. */
    public Person accountManager(Customer home) {
        return person(home, List.of(new RoleWish(CustomerRole.VIEWER, home.id(), false, Set.of(), null)), true);
    }

    /** A person of {@code home} with these roles, wherever they are. */
    public Person person(Customer home, List<RoleWish> roles, boolean accountManager) {
        UserView user = await(() -> users.create(
                        new CreateUser(
                                home.tenantId(),
                                Ids.digits(15) + "@example.com",
                                "Ada",
                                "Lovelace",
                                accountManager,
                                roles,
                                Accounts.PLATFORM),
                        AllRights.PLATFORM))
                .user();
        return new Person(user.id(), accessToken(user, null), home.developerToken());
    }

    /** An access token of somebody, refused from {@code expiresAt} on. */
    public String accessToken(Person person, @Nullable Instant expiresAt) {
        UserView user = await(() -> users.get(person.userId(), AllRights.PLATFORM, Action.USER_READ));
        return accessToken(user, expiresAt);
    }

    private String accessToken(UserView user, @Nullable Instant expiresAt) {
        return await(() -> credentials.issue(IssueCredential.ofUser(
                        CredentialKind.ACCESS_TOKEN, user.tenantId(), user.id(), null, expiresAt, Accounts.PLATFORM)))
                .secret();
    }

    /** A subaccount of a customer, made by another door; its number as an advertiser account. */
    public AccountView subaccount(Customer customer, String name) {
        Accounts.Credentials sub = accounts.sub(new Accounts.Credentials(customer.tenantId(), customer.token()), name);
        return await(() -> service.get(customer.tenantId(), sub.sid()));
    }

    /** The time stamp of an advertiser account or a customer, made from the tables as it is written down. */
    public String stamp(String number) {
        return stampOf(number, "version");
    }

    /** The time stamp that it had, or will have, at that version. */
    public String stamp(String number, long version) {
        return stampOf(number, Long.toString(version));
    }

    private String stampOf(String number, String version) {
        return (String) database.column(
                        "select encode(substring(sha256(convert_to(concat_ws(chr(10), i.id, case when parent_id is null then"
                                + " 'CUSTOMER' else 'ACCOUNT' end, a.tenant_id, a.id, " + version
                                + "), 'UTF8')) for 8), 'base64')"
                                + " from account a, installation i where a.customer_id = $1 or a.advertiser_account_id = $1",
                        number)
                .get(0);
    }

    /** The account as the core has it now. */
    public AccountView account(Customer customer, String anyId) {
        return await(() -> service.resolve(anyId, new Reach(customer.tenantId(), null)));
    }
}
