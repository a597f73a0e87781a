package io.curfew.dialects.msads;

import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.accounts.AccountService;
import io.curfew.accounts.AccountView;
import io.curfew.accounts.ChangeAccount;
import io.curfew.dialects.msads.MsAdsClient.Answer;
import io.curfew.events.Actor;
import io.curfew.lifecycle.LifecycleStatus;
import io.curfew.people.CustomerRole;
import io.curfew.testing.Accounts;
import io.curfew.testing.Advertisers;
import io.curfew.testing.Advertisers.Customer;
import io.curfew.testing.Advertisers.Person;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** One table of cases, each through both transports, which answer the same: outcome and, where it is a read, every field. */
@CurfewTest
class MsAdsCasesTest {
    private static final String ADDRESS =
            "\"BusinessAddress\":{\"City\":\"Redmond\",\"CountryCode\":\"US\",\"Line1\":\"1 Main\",\"BusinessName\":\"Biz\"}";
    private static final String OK = "ok";
    private static final String BAD = "AdApiFaultDetail 90001";
    private static final String NOT_AUTHORIZED = "AdApiFaultDetail 106";
    private static final String FIELD = "ApiFault 90103";
    private static final String STALE = "ApiFault 209";
    private static final String UNKNOWN = "ApiFault 2108";
    private static final String PREDICATE = "ApiFault 3030";
    private static final String PAGE = "ApiFault 3080";

    @Inject
    Advertisers advertisers;

    @Inject
    AccountService accounts;

    @Inject
    Database database;

    /** What is there for every case to be about. Names stand for ids in the cases: CUSTOMER, ACTIVE, … */
    private final class World {
        private final Customer customer = advertisers.customer();
        private final Person admin = advertisers.person(customer, CustomerRole.SUPER_ADMIN);
        private final Map<String, String> names = new TreeMap<>((one, other) -> other.compareTo(one));

        World() {
            Customer stranger = advertisers.customer();
            names.put("STRANGER", stranger.id());
            names.put(
                    "STRANGERS_USER",
                    advertisers.person(stranger, CustomerRole.VIEWER).userId());
            names.put(
                    "FOREIGN", advertisers.subaccount(stranger, "Foreign").ids().advertiserAccountId());
            names.put("CUSTOMER", customer.id());
            names.put("USER", admin.userId());
            enter("ACTIVE", "Falcon");
            AccountView paused = enter("PAUSED", "Heron");
            move(paused, LifecycleStatus.SUSPENDED, new Actor(Actor.Kind.CUSTOMER, "test", "twilio"));
            AccountView suspended = enter("SUSPENDED", "Ibis");
            move(suspended, LifecycleStatus.SUSPENDED, Accounts.PLATFORM);
            AccountView closed = enter("CLOSED", "Kite");
            move(closed, LifecycleStatus.CLOSED, Accounts.PLATFORM);
        }

        private AccountView enter(String name, String called) {
            AccountView account = advertisers.subaccount(customer, called);
            names.put(name, account.ids().advertiserAccountId());
            names.put(name + "_NUMBER", account.ids().advertiserAccountNumber());
            return account;
        }

        private void move(AccountView account, LifecycleStatus status, Actor actor) {
            await(() -> accounts.change(ChangeAccount.to(status, account.tenantId(), account.id(), actor)));
        }

        String filled(String text) {
            String filled = text;
            for (Map.Entry<String, String> name : names.entrySet()) {
                filled = filled.replace("$" + name.getKey(), name.getValue());
            }
            return filled;
        }

        /** The time stamps that the cases name, as they are now. */
        String stamped(String text) {
            return text.replace("#ACTIVE", advertisers.stamp(names.get("ACTIVE")))
                    .replace("#CUSTOMER", advertisers.stamp(customer.id()))
                    .replace("#FOREIGN", advertisers.stamp(names.get("FOREIGN")))
                    .replace("#PAUSED", advertisers.stamp(names.get("PAUSED")));
        }
    }

    private record Case(String operation, String json, String outcome) {}

    private static List<Case> cases() {
        List<Case> cases = new ArrayList<>();
        // Accounts by id.
        add(cases, "GetAccount", "{\"AccountId\":\"$ACTIVE\"}", OK);
        add(
                cases,
                "GetAccount",
                "{\"AccountId\":\"$PAUSED\",\"ReturnAdditionalFields\":\"TaxCertificate, AccountMode\"}",
                OK);
        add(cases, "GetAccount", "{\"AccountId\":\"$SUSPENDED\"}", OK);
        add(cases, "GetAccount", "{\"AccountId\":\"$CLOSED\"}", OK);
        add(cases, "GetAccount", "{}", UNKNOWN);
        add(cases, "GetAccount", "{\"AccountId\":null}", UNKNOWN);
        add(cases, "GetAccount", "{\"AccountId\":\"9223372036854775807\"}", UNKNOWN);
        add(cases, "GetAccount", "{\"AccountId\":\"-1\"}", UNKNOWN);
        add(cases, "GetAccount", "{\"AccountId\":\"$CUSTOMER\"}", UNKNOWN);
        add(cases, "GetAccount", "{\"AccountId\":\"9223372036854775808\"}", BAD);
        add(cases, "GetAccount", "{\"AccountId\":\"abc\"}", BAD);
        add(cases, "GetAccount", "{\"AccountId\":\"$ACTIVE\",\"ReturnAdditionalFields\":\"Nothing\"}", BAD);
        add(cases, "GetAccount", "{\"AccountId\":\"$FOREIGN\"}", NOT_AUTHORIZED);
        // Deleting: in the order of checks.
        add(cases, "DeleteAccount", "{}", UNKNOWN);
        add(cases, "DeleteAccount", "{\"TimeStamp\":\"AAAAAAAAAAA=\"}", UNKNOWN);
        add(cases, "DeleteAccount", "{\"AccountId\":\"$ACTIVE\"}", STALE);
        add(cases, "DeleteAccount", "{\"AccountId\":\"$ACTIVE\",\"TimeStamp\":null}", STALE);
        add(cases, "DeleteAccount", "{\"AccountId\":\"$ACTIVE\",\"TimeStamp\":\"not base64\"}", BAD);
        add(cases, "DeleteAccount", "{\"AccountId\":\"x\",\"TimeStamp\":\"AAAAAAAAAAA=\"}", BAD);
        add(cases, "DeleteAccount", "{\"AccountId\":\"1\",\"TimeStamp\":\"AAAAAAAAAAA=\"}", UNKNOWN);
        add(cases, "DeleteAccount", "{\"AccountId\":\"$FOREIGN\",\"TimeStamp\":\"AAAAAAAAAAA=\"}", NOT_AUTHORIZED);
        add(cases, "DeleteAccount", "{\"AccountId\":\"$CLOSED\",\"TimeStamp\":\"AAAAAAAAAAA=\"}", "ApiFault 2192");
        add(cases, "DeleteAccount", "{\"AccountId\":\"$ACTIVE\",\"TimeStamp\":\"AAAAAAAAAAA=\"}", STALE);
        add(cases, "DeleteAccount", "{\"AccountId\":\"$ACTIVE\",\"TimeStamp\":\"AAAAAAAAAAE=\"}", STALE);
        add(cases, "DeleteAccount", "{\"AccountId\":\"$ACTIVE\",\"TimeStamp\":\"#PAUSED\"}", STALE);
        add(cases, "DeleteAccount", "{\"AccountId\":\"$ACTIVE\",\"TimeStamp\":\"#CUSTOMER\"}", STALE);
        add(cases, "DeleteAccount", "{\"AccountId\":\"$FOREIGN\",\"TimeStamp\":\"#FOREIGN\"}", NOT_AUTHORIZED);
        add(cases, "DeleteAccount", "{\"AccountId\":\"$ACTIVE\",\"TimeStamp\":\"f/////////8=\"}", STALE);
        add(cases, "DeleteAccount", "{\"AccountId\":\"$ACTIVE\",\"TimeStamp\":\"AA==\"}", STALE);
        add(cases, "DeleteAccount", "{\"AccountId\":\"$ACTIVE\",\"TimeStamp\":\"AAAAAAAAAAAA\"}", STALE);
        // Updating.
        add(cases, "UpdateAccount", "{}", "AdApiFaultDetail 100");
        add(cases, "UpdateAccount", "{\"Account\":null}", "AdApiFaultDetail 100");
        add(cases, "UpdateAccount", "{\"Account\":{\"Name\":\"Abc\",\"TimeStamp\":\"AAAAAAAAAAA=\"}}", UNKNOWN);
        add(cases, "UpdateAccount", "{\"Account\":{\"Id\":\"$ACTIVE\",\"Name\":\"Abc\"}}", STALE);
        add(cases, "UpdateAccount", "{\"Account\":{\"Id\":\"$ACTIVE\",\"TimeStamp\":\"AAAAAAAAAAA=\"}}", FIELD);
        add(cases, "UpdateAccount", update("\"Name\":\"Ab\",", ""), "ApiFault 90102");
        add(cases, "UpdateAccount", update("\"Name\":\"Heron\",", ""), "ApiFault 90101");
        add(cases, "UpdateAccount", update("\"Name\":\"Falcon\",", ",\"TimeZone\":\"Mars\""), BAD);
        add(cases, "UpdateAccount", update("\"Name\":\"Falcon\",", ",\"BillingThresholdAmount\":-1"), FIELD);
        add(cases, "UpdateAccount", update("\"Name\":\"Falcon\",\"PrimaryUserId\":\"$STRANGERS_USER\",", ""), FIELD);
        add(
                cases,
                "UpdateAccount",
                update("\"Name\":\"Falcon\",", ",\"BusinessAddress\":{\"City\":\"Redmond\"}"),
                "ApiFault 1140");
        add(
                cases,
                "UpdateAccount",
                "{\"Account\":{\"Id\":\"$CLOSED\",\"Name\":\"Kite\",\"TimeStamp\":\"AAAAAAAAAAA=\"}}",
                "ApiFault 2192");
        // Adding.
        add(cases, "AddAccount", "{}", "AdApiFaultDetail 100");
        add(cases, "AddAccount", account("", "\"Name\":\"New\",", ADDRESS), FIELD);
        add(cases, "AddAccount", account("\"CurrencyCode\":\"XXX\",", "\"Name\":\"New\",", ADDRESS), BAD);
        add(cases, "AddAccount", account("\"CurrencyCode\":\"USD\",", "", ADDRESS), FIELD);
        add(cases, "AddAccount", account("\"CurrencyCode\":\"USD\",", "\"Name\":\"Ab\",", ADDRESS), "ApiFault 90102");
        add(
                cases,
                "AddAccount",
                account("\"CurrencyCode\":\"USD\",", "\"Name\":\"Falcon\",", ADDRESS),
                "ApiFault 90101");
        add(cases, "AddAccount", "{\"Account\":{\"CurrencyCode\":\"USD\",\"Name\":\"New\"," + ADDRESS + "}}", FIELD);
        add(
                cases,
                "AddAccount",
                "{\"Account\":{\"CurrencyCode\":\"USD\",\"Name\":\"New\",\"ParentCustomerId\":\"$STRANGER\"," + ADDRESS
                        + "}}",
                NOT_AUTHORIZED);
        add(
                cases,
                "AddAccount",
                account("\"CurrencyCode\":\"USD\",", "\"Name\":\"New\",", "\"AutoTagType\":\"Inactive\""),
                "ApiFault 1139");
        address(cases, "\"Line1\":\"1\",\"BusinessName\":\"B\"", "ApiFault 200");
        address(cases, "\"City\":\"C\",\"BusinessName\":\"B\"", "ApiFault 205");
        address(
                cases,
                "\"City\":\"C\",\"Line1\":\"1\",\"Line3\":\"" + "x".repeat(36) + "\",\"BusinessName\":\"B\"",
                "ApiFault 207");
        address(cases, "\"City\":\"C\",\"Line1\":\"1\",\"PostalCode\":\"12345678901\",\"BusinessName\":\"B\"", STALE);
        address(cases, "\"City\":\"C\",\"CountryCode\":\"BR\",\"Line1\":\"1\",\"BusinessName\":\"B\"", STALE);
        address(
                cases,
                "\"City\":\"C\",\"CountryCode\":\"IN\",\"Line1\":\"1\",\"PostalCode\":\"1\",\"BusinessName\":\"B\"",
                "ApiFault 1140");
        address(cases, "\"City\":\"C\",\"Line1\":\"1\"", "ApiFault 1140");
        address(
                cases,
                "\"City\":\"C\",\"CountryCode\":\"usa\",\"Line1\":\"1\",\"BusinessName\":\"B\"",
                "ApiFault 1140");
        add(
                cases,
                "AddAccount",
                account(
                        "\"CurrencyCode\":\"USD\",",
                        "\"Name\":\"New\",",
                        "\"TaxInformation\":[{\"Key\":\"None\",\"Value\":\"1\"}]," + ADDRESS),
                "ApiFault 1148");
        add(
                cases,
                "AddAccount",
                account(
                        "\"CurrencyCode\":\"USD\",",
                        "\"Name\":\"New\",",
                        "\"LinkedAgencies\":[{\"Id\":\"1\"},{\"Id\":\"2\"}]," + ADDRESS),
                FIELD);
        // Finding.
        add(cases, "GetAccountsInfo", "{}", OK);
        add(cases, "GetAccountsInfo", "{\"CustomerId\":\"$CUSTOMER\",\"OnlyParentAccounts\":true}", OK);
        add(cases, "GetAccountsInfo", "{\"CustomerId\":\"$STRANGER\"}", NOT_AUTHORIZED);
        add(cases, "FindAccounts", "{\"CustomerId\":\"$CUSTOMER\",\"AccountFilter\":\"he\",\"TopN\":10}", OK);
        add(cases, "FindAccounts", "{\"TopN\":5000}", OK);
        add(cases, "FindAccounts", "{\"CustomerId\":\"$CUSTOMER\"}", FIELD);
        add(cases, "FindAccounts", "{\"TopN\":0}", FIELD);
        add(cases, "FindAccounts", "{\"TopN\":5001}", FIELD);
        add(cases, "FindAccounts", "{\"CustomerId\":\"$STRANGER\",\"TopN\":10}", NOT_AUTHORIZED);
        // Searching.
        search(cases, predicate("UserId", "Equals", "$USER"), OK);
        search(
                cases,
                predicate("CustomerId", "Equals", "$CUSTOMER") + ","
                        + predicate("AccountLifeCycleStatus", "Equals", "Inactive"),
                OK);
        search(cases, predicate("AccountId", "In", "$ACTIVE,$CLOSED"), OK);
        search(cases, predicate("AccountId", "In", "$ACTIVE;$CLOSED"), OK);
        search(cases, predicate("AccountId", "In", "$ACTIVE; $CLOSED, 3"), OK);
        search(cases, predicate("CustomerId", "Equals", "$STRANGER"), OK);
        search(cases, "", "ApiFault 3079");
        search(cases, predicate("AccountLifeCycleStatus", "Equals", "Active"), "ApiFault 3030");
        search(cases, predicate("Nothing", "Equals", "1"), PREDICATE);
        search(cases, predicate("AccountName", "In", "Falcon"), PREDICATE);
        search(cases, predicate("AccountName", "StartsWith", "Falcon"), PREDICATE);
        search(cases, predicate("AccountId", "Contains", "1"), PREDICATE);
        search(cases, predicate("AccountId", "Equals", "one"), PREDICATE);
        search(cases, predicate("AccountId", "In", "1,2,3,4,5,6,7,8,9,10,11"), PREDICATE);
        search(cases, predicate("AccountId", "In", "1;2,3;4;5;6;7;8;9;10,11"), PREDICATE);
        search(cases, predicate("AccountId", "In", "1,"), PREDICATE);
        search(cases, predicate("AccountNumber", "In", "F1;;F2"), PREDICATE);
        search(cases, predicate("AccountNumber", "Contains", " "), PREDICATE);
        search(cases, String.join(",", Collections.nCopies(101, predicate("UserId", "Equals", "$USER"))), PREDICATE);
        search(cases, predicate("CustomerId", "In", "1"), PREDICATE);
        search(
                cases,
                predicate("AccountLifeCycleStatus", "Equals", "Deleted") + "," + predicate("UserId", "Equals", "1"),
                PREDICATE);
        search(cases, "{\"Field\":\"AccountId\",\"Operator\":\"Equals\"}", PREDICATE);
        String found = "\"Predicates\":[" + predicate("UserId", "Equals", "$USER") + "]";
        add(cases, "SearchAccounts", "{" + found + "}", PAGE);
        add(cases, "SearchAccounts", "{" + found + ",\"PageInfo\":{\"Index\":-1,\"Size\":1}}", PAGE);
        add(cases, "SearchAccounts", "{" + found + ",\"PageInfo\":{\"Index\":0,\"Size\":1001}}", PAGE);
        add(cases, "SearchAccounts", "{" + found + ",\"PageInfo\":{\"Index\":0,\"Size\":-1}}", PAGE);
        add(cases, "SearchAccounts", "{" + found + ",\"PageInfo\":{}}", OK);
        add(
                cases,
                "SearchAccounts",
                "{" + found + ",\"Ordering\":[{\"Field\":\"Name\",\"Order\":\"Descending\"}],"
                        + "\"PageInfo\":{\"Index\":0,\"Size\":1000},\"ReturnAdditionalFields\":\"AccountMode\"}",
                OK);
        // People and customers.
        add(cases, "GetUser", "{}", OK);
        add(cases, "GetUser", "{\"UserId\":\"$USER\"}", OK);
        add(cases, "GetUser", "{\"UserId\":\"$STRANGERS_USER\"}", NOT_AUTHORIZED);
        add(cases, "GetUser", "{\"UserId\":\"1\"}", NOT_AUTHORIZED);
        add(cases, "GetUser", "{\"UserId\":\"x\"}", BAD);
        add(cases, "GetCurrentUser", "{}", OK);
        add(cases, "GetCustomer", "{\"CustomerId\":\"$CUSTOMER\"}", OK);
        add(cases, "GetCustomer", "{}", FIELD);
        add(cases, "GetCustomer", "{\"CustomerId\":\"$STRANGER\"}", NOT_AUTHORIZED);
        add(cases, "GetCustomer", "{\"CustomerId\":\"1\"}", NOT_AUTHORIZED);
        add(cases, "UpdateCustomer", "{}", "ApiFault 310");
        add(cases, "UpdateCustomer", "{\"Customer\":{\"Id\":\"$CUSTOMER\",\"Name\":\"New\"}}", STALE);
        add(
                cases,
                "UpdateCustomer",
                "{\"Customer\":{\"Id\":\"$CUSTOMER\",\"Name\":\"New\",\"TimeStamp\":\"AAAAAAAAAAA=\"}}",
                STALE);
        add(
                cases,
                "UpdateCustomer",
                "{\"Customer\":{\"Id\":\"$CUSTOMER\",\"Name\":\"New\",\"TimeStamp\":\"#ACTIVE\"}}",
                STALE);
        add(cases, "UpdateCustomer", "{\"Customer\":{\"Id\":\"$CUSTOMER\",\"TimeStamp\":\"#CUSTOMER\"}}", FIELD);
        add(
                cases,
                "UpdateCustomer",
                "{\"Customer\":{\"Id\":\"$STRANGER\",\"Name\":\"New\",\"TimeStamp\":\"AAAAAAAAAAA=\"}}",
                NOT_AUTHORIZED);
        add(cases, "DeleteCustomer", "{\"CustomerId\":\"$CUSTOMER\",\"TimeStamp\":\"AAAAAAAAAAA=\"}", NOT_AUTHORIZED);
        return cases;
    }

    private static void add(List<Case> cases, String operation, String json, String outcome) {
        cases.add(new Case(operation, json, outcome));
    }

    private static void search(List<Case> cases, String predicates, String outcome) {
        add(
                cases,
                "SearchAccounts",
                "{\"Predicates\":[" + predicates + "],\"PageInfo\":{\"Index\":0,\"Size\":100}}",
                outcome);
    }

    private static String predicate(String field, String operator, String value) {
        return "{\"Field\":\"%s\",\"Operator\":\"%s\",\"Value\":\"%s\"}".formatted(field, operator, value);
    }

    private static String update(String before, String after) {
        return "{\"Account\":{\"Id\":\"$ACTIVE\"," + before + "\"TimeStamp\":\"#ACTIVE\"" + after + "}}";
    }

    private static String account(String before, String name, String after) {
        return "{\"Account\":{" + before + name + "\"ParentCustomerId\":\"$CUSTOMER\"," + after + "}}";
    }

    private static void address(List<Case> cases, String parts, String outcome) {
        add(
                cases,
                "AddAccount",
                account("\"CurrencyCode\":\"USD\",", "\"Name\":\"New\",", "\"BusinessAddress\":{" + parts + "}"),
                outcome);
    }

    @TestFactory
    List<DynamicTest> transportsAnswerTheSame() {
        World world = new World();
        List<DynamicTest> tests = new ArrayList<>();
        for (Case one : cases()) {
            tests.add(DynamicTest.dynamicTest(one.operation + " " + one.json, () -> check(one, world)));
        }
        return tests;
    }

    private void check(Case one, World world) {
        // Given
        String json = world.filled(world.stamped(one.json));
        List<List<Object>> before = state(world);
        // When
        Answer rest = MsAdsClient.call(Transport.REST, world.admin, one.operation, json);
        Answer soap = MsAdsClient.call(Transport.SOAP, world.admin, one.operation, json);
        // Then
        assertThat(rest.outcome()).as(rest.text()).isEqualTo(one.outcome);
        assertThat(soap.outcome()).as(soap.text()).isEqualTo(one.outcome);
        assertThat(withoutTracking(soap)).isEqualTo(withoutTracking(rest));
        assertThat(state(world)).isEqualTo(before);
    }

    private static Map<String, Object> withoutTracking(Answer answer) {
        Map<String, Object> body = new TreeMap<>(answer.body());
        body.remove("TrackingId");
        return body;
    }

    private List<List<Object>> state(World world) {
        return database.rows(
                "select id, name, status, version from account where tenant_id = $1 order by id",
                world.customer.tenantId());
    }
}
