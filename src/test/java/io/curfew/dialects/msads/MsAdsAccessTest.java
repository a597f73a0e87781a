package io.curfew.dialects.msads;

import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.accounts.AccountService;
import io.curfew.accounts.AccountView;
import io.curfew.accounts.ChangeAccount;
import io.curfew.dialects.msads.MsAdsClient.Answer;
import io.curfew.dialects.msads.wire.CustomerManagement;
import io.curfew.dialects.msads.wire.Operation;
import io.curfew.events.Actor;
import io.curfew.lifecycle.LifecycleStatus;
import io.curfew.people.CreateUser.RoleWish;
import io.curfew.people.CustomerRole;
import io.curfew.people.LinkPermission;
import io.curfew.testing.AccessTable;
import io.curfew.testing.AccessTable.Cell;
import io.curfew.testing.Accounts;
import io.curfew.testing.Advertisers;
import io.curfew.testing.Advertisers.Customer;
import io.curfew.testing.Advertisers.Person;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import jakarta.inject.Inject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every operation for every kind of caller, as docs/access.md says, over both transports. */
@CurfewTest
class MsAdsAccessTest {
    @Inject
    Advertisers advertisers;

    @Inject
    AccountService accounts;

    @Inject
    Database database;

    @Inject
    MsAdsOperations operations;

    private static final Actor CUSTOMER = new Actor(Actor.Kind.CUSTOMER, "test", "msads");

    private static AccessTable table() {
        return AccessTable.under("Microsoft Advertising: people");
    }

    @Test
    void everyOperationNamesItsActAndHasARow() {
        Map<String, Set<String>> acts = new TreeMap<>();
        table().rows()
                .forEach(row -> acts.computeIfAbsent(row.path(), operation -> new TreeSet<>())
                        .add(row.act()));
        assertThat(acts.keySet())
                .isEqualTo(CustomerManagement.OPERATIONS.stream()
                        .map(Operation::name)
                        .collect(Collectors.toCollection(TreeSet::new)));
        assertThat(acts)
                .allSatisfy((operation, named) -> assertThat(named)
                        .contains(operations.action(operation).orElseThrow().label()));
    }

    @Tag("slow")
    @Test
    void everyCallerGetsWhatItMayAndNoMore() {
        table().everyCell(this::ask);
    }

    @Test
    void aSampleOfCallersGetsWhatItMay() {
        table().sample(15, this::ask);
    }

    /** The answer, which is the same over both transports. */
    private String ask(Cell cell) {
        Set<String> answers = new LinkedHashSet<>();
        for (Transport transport : Transport.values()) {
            if (cell.caller().equals("ended")) {
                for (String state : List.of("suspended", "closed", "purged")) {
                    Customer customer = advertisers.customer();
                    answers.add(ask(
                            transport,
                            cell,
                            customer,
                            advertisers.person(customer, CustomerRole.SUPER_ADMIN),
                            state,
                            true));
                }
            } else {
                Customer customer = advertisers.customer();
                answers.add(ask(transport, cell, customer, null, cell.caller(), false));
            }
        }
        return String.join(", ", answers);
    }

    private String ask(
            Transport transport, Cell cell, Customer customer, @Nullable Person of, String state, boolean ended) {
        AccountView account = advertisers.subaccount(customer, "Falcon");
        String id = account.ids().advertiserAccountId();
        String sibling = advertisers.subaccount(customer, "Heron").ids().advertiserAccountId();
        boolean ofCustomer = cell.path().endsWith("Customer") || cell.path().equals("AddAccount");
        Person person = of == null ? person(cell.caller(), customer, sibling, ofCustomer) : of;
        String request = request(cell.path() + cell.words().getOrDefault("changes", ""), customer, id, person);
        if (Set.of("suspended", "closed", "purged").contains(state)) {
            end(customer.tenantId(), ended || ofCustomer ? customer.tenantId() : account.id(), state);
            request = request(cell.path() + cell.words().getOrDefault("changes", ""), customer, id, person);
        }
        List<List<Object>> before = state(customer);
        Answer answer = MsAdsClient.call(transport, person, cell.path(), request);
        boolean wrote = !state(customer).equals(before);
        if (answer.code() != null) {
            return answer.code() + (wrote ? " (and wrote)" : "");
        }
        String list = cell.path().equals("SearchAccounts") ? "Accounts" : "AccountsInfo";
        return answer.list(list) != null && answer.list(list).stream().noneMatch(found -> id.equals(found.get("Id")))
                ? "without it"
                : "yes";
    }

    private void end(String tenantId, String accountId, String state) {
        LifecycleStatus status = state.equals("suspended") ? LifecycleStatus.SUSPENDED : LifecycleStatus.CLOSED;
        await(() -> accounts.change(ChangeAccount.to(
                status, tenantId, accountId, accountId.equals(tenantId) ? Accounts.PLATFORM : CUSTOMER)));
        if (state.equals("purged")) {
            database.execute("update account set purge_at = timestamptz '2020-01-01 00:00Z' where id = $1", accountId);
        }
    }

    private Person person(String caller, Customer customer, String sibling, boolean ofCustomer) {
        return switch (caller) {
            // Nobody of a customer that has ended can call.
            case "suspended", "closed", "purged" ->
                ofCustomer
                        ? advertisers.accountManager(advertisers.customer())
                        : advertisers.person(customer, CustomerRole.SUPER_ADMIN);
            case "Super Admin" -> advertisers.person(customer, CustomerRole.SUPER_ADMIN);
            case "Aggregator" -> advertisers.person(customer, CustomerRole.AGGREGATOR);
            case "Standard User" -> advertisers.person(customer, CustomerRole.STANDARD_USER);
            case "Campaign Manager" -> advertisers.person(customer, CustomerRole.CAMPAIGN_MANAGER);
            case "Viewer" -> advertisers.person(customer, CustomerRole.VIEWER);
            case "account manager" -> advertisers.accountManager(advertisers.customer());
            case "Super Admin of another customer" ->
                advertisers.person(advertisers.customer(), CustomerRole.SUPER_ADMIN);
            case "Super Admin of another account" ->
                advertisers.person(customer, CustomerRole.SUPER_ADMIN, Set.of(sibling));
            case "Super Admin by a standard link" -> linked(customer, LinkPermission.STANDARD);
            default -> linked(customer, LinkPermission.LINKED_ENTITY_ONLY);
        };
    }

    private Person linked(Customer customer, LinkPermission permission) {
        return advertisers.person(
                customer,
                List.of(new RoleWish(CustomerRole.SUPER_ADMIN, customer.id(), false, Set.of(), permission)),
                false);
    }

    private String request(String operation, Customer customer, String id, Person person) {
        return switch (operation) {
            case "GetAccount" -> "{\"AccountId\":\"" + id + "\"}";
            case "GetAccountsInfo" -> "{\"CustomerId\":\"" + customer.id() + "\"}";
            case "FindAccounts" ->
                "{\"CustomerId\":\"%s\",\"AccountFilter\":\"Fal\",\"TopN\":9}".formatted(customer.id());
            case "SearchAccounts" ->
                "{\"Predicates\":[{\"Field\":\"AccountId\",\"Operator\":\"Equals\",\"Value\":\"%s\"}],\"PageInfo\":{\"Index\":0,\"Size\":9}}"
                        .formatted(id);
            case "GetUser" -> "{\"UserId\":\"" + person.userId() + "\"}";
            case "GetCurrentUser" -> "{}";
            case "GetCustomer" -> "{\"CustomerId\":\"" + customer.id() + "\"}";
            case "AddAccount" -> MsAdsAccountsTest.newAccount(customer.id(), "Kite");
            case "UpdateAccount" ->
                "{\"Account\":{\"Id\":\"%s\",\"Name\":\"Kite\",\"TimeStamp\":\"%s\"}}"
                        .formatted(id, advertisers.stamp(id));
            case "UpdateAccountTagging" ->
                "{\"Account\":{\"Id\":\"%s\",\"Name\":\"Falcon\",\"TimeStamp\":\"%s\",\"AutoTagType\":\"Replace\"}}"
                        .formatted(id, advertisers.stamp(id));
            case "DeleteAccount" -> MsAdsAccountsTest.delete(id, advertisers.stamp(id));
            case "UpdateCustomer" ->
                "{\"Customer\":{\"Id\":\"%s\",\"Name\":\"Group\",\"TimeStamp\":\"%s\"}}"
                        .formatted(customer.id(), advertisers.stamp(customer.id()));
            default ->
                "{\"CustomerId\":\"%s\",\"TimeStamp\":\"%s\"}"
                        .formatted(customer.id(), advertisers.stamp(customer.id()));
        };
    }

    /** Rows that a write would change, and what every write leaves behind. */
    private List<List<Object>> state(Customer customer) {
        return database.rows(
                "select a.id, a.name, a.status, a.version, p.auto_tag_type,"
                        + " (select count(*) from audit_entry e where e.tenant_id = a.tenant_id and e.account_id = a.id"
                        + " and e.action like 'account.%')"
                        + " from account a left join advertiser_account p on p.tenant_id = a.tenant_id and p.account_id = a.id"
                        + " where a.tenant_id = $1 order by a.id",
                customer.tenantId());
    }

    @ParameterizedTest
    @EnumSource
    void campaignManagerChangesTaggingAndNothingBesideIt(Transport transport) {
        // Given
        Customer customer = advertisers.customer();
        String id = advertisers.subaccount(customer, "Falcon").ids().advertiserAccountId();
        Person manager = advertisers.person(customer, CustomerRole.CAMPAIGN_MANAGER, Set.of(id));
        List<List<Object>> before = state(customer);
        // When
        Answer both = MsAdsClient.call(
                transport,
                manager,
                "UpdateAccount",
                "{\"Account\":{\"Id\":\"%s\",\"Name\":\"Falcon\",\"TimeStamp\":\"%s\",\"TimeZone\":\"Hawaii\",\"AutoTagType\":\"Replace\"}}"
                        .formatted(id, advertisers.stamp(id)));
        // Then
        assertThat(both.outcome()).isEqualTo("AdApiFaultDetail 106");
        assertThat(state(customer)).isEqualTo(before);
    }
}
