package io.curfew.dialects.msads;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.dialects.msads.MsAdsClient.Answer;
import io.curfew.people.CreateUser.RoleWish;
import io.curfew.people.CustomerRole;
import io.curfew.people.LinkPermission;
import io.curfew.testing.Advertisers;
import io.curfew.testing.Advertisers.Customer;
import io.curfew.testing.Advertisers.Person;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every kind of caller against every operation, over both transports. What is refused leaves everything as it was. */
@CurfewTest
class MsAdsRoleMatrixTest {
    /** The callers, in the order of the rows' letters. */
    private static final List<String> CALLERS = List.of(
            "Super Admin",
            "Aggregator",
            "Standard User",
            "Campaign Manager",
            "Viewer",
            "account manager",
            "Super Admin of another customer",
            "Super Admin of another account",
            "Super Admin by a standard link",
            "Super Admin by a link to entities");

    /** For each caller: {@code +} done, {@code -} 106, {@code 0} an answer without what is out of reach. */
    private static final Map<String, String> ROWS = rows();

    private static Map<String, String> rows() {
        Map<String, String> rows = new LinkedHashMap<>();
        rows.put("GetAccount", "++++++--+-");
        rows.put("GetAccountsInfo", "+++++--0+-");
        rows.put("FindAccounts", "+++++--0+-");
        rows.put("SearchAccounts", "+++++000+-");
        rows.put("GetUser", "++++++++++");
        rows.put("GetCurrentUser", "++++++++++");
        rows.put("GetCustomer", "++++++-+++");
        rows.put("AddAccount", "++--------");
        rows.put("UpdateAccount", "+++-----+-");
        rows.put("TagAccount", "++++----+-");
        rows.put("DeleteAccount", "+---------");
        rows.put("UpdateCustomer", "++--------");
        rows.put("DeleteCustomer", "-----+----");
        return rows;
    }

    @Inject
    Advertisers advertisers;

    @Inject
    Database database;

    @Test
    void everyOperationHasARow() {
        Set<String> operations = new java.util.TreeSet<>(ROWS.keySet());
        operations.remove("TagAccount");
        assertThat(operations).isEqualTo(new java.util.TreeSet<>(MsAdsClient.ROUTES.keySet()));
    }

    @TestFactory
    List<DynamicTest> rolesDoWhatTheyMay() {
        List<DynamicTest> tests = new ArrayList<>();
        ROWS.forEach((operation, row) -> {
            for (int i = 0; i < CALLERS.size(); i++) {
                String caller = CALLERS.get(i);
                char expected = row.charAt(i);
                for (Transport transport : Transport.values()) {
                    tests.add(DynamicTest.dynamicTest(
                            operation + " by " + caller + " over " + transport,
                            () -> check(operation, caller, transport, expected)));
                }
            }
        });
        return tests;
    }

    private void check(String operation, String caller, Transport transport, char expected) {
        // Given
        Customer customer = advertisers.customer();
        String id = advertisers.subaccount(customer, "Falcon").ids().advertiserAccountId();
        String sibling = advertisers.subaccount(customer, "Heron").ids().advertiserAccountId();
        Person person = person(caller, customer, sibling);
        List<List<Object>> before = state(customer);
        // When
        Answer answer = MsAdsClient.call(
                transport,
                person,
                operation.equals("TagAccount") ? "UpdateAccount" : operation,
                request(operation, customer, id, person));
        // Then
        assertThat(answer.outcome()).as(answer.text()).isEqualTo(expected == '-' ? "AdApiFaultDetail 106" : "ok");
        boolean writes =
                !operation.startsWith("Get") && !operation.startsWith("Find") && !operation.startsWith("Search");
        if (expected == '+' && writes) {
            assertThat(state(customer)).isNotEqualTo(before);
        } else {
            assertThat(state(customer)).isEqualTo(before);
        }
        if (expected != '-') {
            String list = operation.equals("SearchAccounts") ? "Accounts" : "AccountsInfo";
            if (answer.list(list) != null) {
                assertThat(answer.list(list).stream().anyMatch(account -> id.equals(account.get("Id"))))
                        .isEqualTo(expected == '+');
            }
        }
    }

    private Person person(String caller, Customer customer, String sibling) {
        return switch (caller) {
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
                customer, List.of(new RoleWish(CustomerRole.SUPER_ADMIN, customer.id(), Set.of(), permission)), false);
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
            case "TagAccount" ->
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
