package io.curfew.dialects.msads;

import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.accounts.AccountService;
import io.curfew.accounts.AccountView;
import io.curfew.accounts.ChangeAccount;
import io.curfew.events.Actor;
import io.curfew.lifecycle.LifecycleStatus;
import io.curfew.people.CreateUser.RoleWish;
import io.curfew.people.CustomerRole;
import io.curfew.testing.Accounts;
import io.curfew.testing.Advertisers;
import io.curfew.testing.Advertisers.Customer;
import io.curfew.testing.Advertisers.Person;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.SettableClock;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which accounts are found, in which order, and whose. */
@CurfewTest
class MsAdsSearchTest {
    private static final Actor CUSTOMER = new Actor(Actor.Kind.CUSTOMER, "test", "twilio");

    @Inject
    Advertisers advertisers;

    @Inject
    AccountService accounts;

    @Inject
    SettableClock clock;

    private Customer customer;
    private Person admin;
    private AccountView falcon;
    private AccountView heron;
    private AccountView ibis;
    private AccountView kite;

    @BeforeEach
    void makeAccounts() {
        customer = advertisers.customer();
        admin = advertisers.person(customer, CustomerRole.SUPER_ADMIN);
        falcon = advertisers.subaccount(customer, "Falcon Flights");
        heron = advertisers.subaccount(customer, "heron_100%");
        ibis = advertisers.subaccount(customer, "Ibis");
        kite = advertisers.subaccount(customer, "Falcon Kites");
        move(heron, LifecycleStatus.SUSPENDED, CUSTOMER);
        move(ibis, LifecycleStatus.SUSPENDED, Accounts.PLATFORM);
        move(kite, LifecycleStatus.CLOSED, Accounts.PLATFORM);
    }

    private void move(AccountView account, LifecycleStatus status, Actor actor) {
        await(() -> accounts.change(ChangeAccount.to(status, account.tenantId(), account.id(), actor)));
    }

    private static String id(AccountView account) {
        return account.ids().advertiserAccountId();
    }

    private static String number(AccountView account) {
        return account.ids().advertiserAccountNumber();
    }

    private List<String> search(Person caller, String predicates) {
        return search(caller, predicates, "\"Ordering\":[{\"Field\":\"Name\",\"Order\":\"Ascending\"}],", 0, 100);
    }

    private List<String> search(Person caller, String predicates, String ordering, int index, int size) {
        return names(MsAdsClient.call(
                        Transport.REST,
                        caller,
                        "SearchAccounts",
                        "{\"Predicates\":[%s],%s\"PageInfo\":{\"Index\":%d,\"Size\":%d}}"
                                .formatted(predicates, ordering, index, size))
                .requireSuccess()
                .list("Accounts"));
    }

    private static List<String> names(List<? extends java.util.Map<String, Object>> accounts) {
        return accounts.stream().map(account -> (String) account.get("Name")).toList();
    }

    private static String predicate(String field, String operator, String value) {
        return "{\"Field\":\"%s\",\"Operator\":\"%s\",\"Value\":\"%s\"}".formatted(field, operator, value);
    }

    private String ofCustomer(String status) {
        return predicate("CustomerId", "Equals", customer.id()) + ","
                + predicate("AccountLifeCycleStatus", "Equals", status);
    }

    @Test
    void predicatesAllHold() {
        assertThat(search(admin, predicate("CustomerId", "Equals", customer.id())))
                .containsExactlyInAnyOrder("Falcon Flights", "Falcon Kites", "heron_100%", "Ibis");
        assertThat(search(admin, predicate("AccountName", "Contains", "falcon")))
                .containsExactly("Falcon Flights", "Falcon Kites");
        assertThat(search(
                        admin,
                        predicate("AccountName", "Contains", "_1") + "," + predicate("AccountName", "Contains", "%")))
                .containsExactly("heron_100%");
        assertThat(search(admin, predicate("AccountName", "Equals", "FALCON KITES")))
                .containsExactly("Falcon Kites");
        assertThat(search(admin, predicate("AccountNumber", "Equals", number(ibis))))
                .containsExactly("Ibis");
        assertThat(search(admin, predicate("AccountNumber", "In", number(ibis) + ", " + number(kite))))
                .containsExactly("Falcon Kites", "Ibis");
        assertThat(search(
                        admin,
                        predicate("AccountNumber", "Contains", number(kite).substring(1, 7))))
                .contains("Falcon Kites");
        assertThat(search(
                        admin,
                        predicate("AccountId", "In", id(falcon) + "," + id(heron)) + ","
                                + predicate("AccountName", "Contains", "fal")))
                .containsExactly("Falcon Flights");
    }

    @Test
    void deletedAccountIsFoundWithItsStatusUntilItIsPurged() {
        // Given
        assertThat(search(admin, ofCustomer("Inactive"))).containsExactly("Falcon Kites");
        assertThat(search(admin, ofCustomer("Active"))).containsExactly("Falcon Flights");
        assertThat(search(admin, ofCustomer("Pause"))).containsExactly("heron_100%");
        assertThat(search(admin, ofCustomer("Suspended"))).containsExactly("Ibis");
        assertThat(search(admin, ofCustomer("Draft"))).isEmpty();
        assertThat(search(admin, ofCustomer("Pending"))).isEmpty();
        List<java.util.Map<String, Object>> info = MsAdsClient.call(Transport.SOAP, admin, "GetAccountsInfo", "{}")
                .requireSuccess()
                .list("AccountsInfo");
        assertThat(info)
                .extracting(account -> account.get("Name") + " " + account.get("AccountLifeCycleStatus") + " "
                        + account.get("PauseReason"))
                .containsExactlyInAnyOrder(
                        "Falcon Flights Active null",
                        "heron_100% Pause 1",
                        "Ibis Suspended null",
                        "Falcon Kites Inactive null");
        // When its purge is due, though no worker has come yet
        clock.advance(Duration.ofDays(30));
        // Then
        assertThat(search(admin, ofCustomer("Inactive"))).isEmpty();
        assertThat(MsAdsClient.call(Transport.REST, admin, "GetAccount", "{\"AccountId\":\"" + id(kite) + "\"}")
                        .outcome())
                .isEqualTo("ApiFault 2108");
    }

    @Test
    void pagesInOrder() {
        // Given
        String all = predicate("UserId", "Equals", admin.userId());
        String byName =
                "\"Ordering\":[{\"Field\":\"Name\",\"Order\":\"Descending\"},{\"Field\":\"Id\",\"Order\":\"Ascending\"}],";
        // Then
        List<String> names = search(admin, all, byName, 0, 100);
        assertThat(names).hasSize(4);
        assertThat(search(admin, all, byName, 0, 3)).isEqualTo(names.subList(0, 3));
        assertThat(search(admin, all, byName, 1, 3)).isEqualTo(names.subList(3, 4));
        assertThat(search(admin, all, byName, 2, 3)).isEmpty();
        assertThat(search(admin, all, byName, 0, 0)).isEmpty();
        assertThat(search(admin, all, byName.replace("Descending", "Ascending"), 0, 100))
                .isEqualTo(reversed(names));
        List<String> byNumber =
                search(admin, all, "\"Ordering\":[{\"Field\":\"Number\",\"Order\":\"Ascending\"}],", 0, 9);
        assertThat(byNumber)
                .isEqualTo(java.util.stream.Stream.of(falcon, heron, ibis, kite)
                        .sorted(java.util.Comparator.comparing(MsAdsSearchTest::number))
                        .map(AccountView::name)
                        .toList());
    }

    private static List<String> reversed(List<String> list) {
        List<String> reversed = new java.util.ArrayList<>(list);
        java.util.Collections.reverse(reversed);
        return reversed;
    }

    @Test
    void findsByTheBeginningOfNameOrNumber() {
        assertThat(find("fAL")).containsExactlyInAnyOrder("Falcon Flights", "Falcon Kites");
        assertThat(find("heron_")).containsExactly("heron_100%");
        assertThat(find("heronx")).isEmpty();
        assertThat(find("%")).isEmpty();
        assertThat(find(number(ibis).toLowerCase(java.util.Locale.ROOT))).containsExactly("Ibis");
        assertThat(find("")).hasSize(4);
        // An X and digits is a number's form, so that names do not count.
        advertisers.subaccount(customer, "X12 Racing");
        assertThat(find("X12 ")).containsExactly("X12 Racing");
        assertThat(find("X12")).isEmpty();
        assertThat(names(MsAdsClient.call(Transport.REST, admin, "FindAccounts", "{\"TopN\":2}")
                        .requireSuccess()
                        .list("AccountsInfo")))
                .hasSize(2);
    }

    private List<String> find(String filter) {
        return names(MsAdsClient.call(
                        Transport.REST,
                        admin,
                        "FindAccounts",
                        "{\"CustomerId\":\"%s\",\"AccountFilter\":\"%s\",\"TopN\":10}".formatted(customer.id(), filter))
                .requireSuccess()
                .list("AccountsInfo"));
    }

    @Test
    void nobodyFindsOthersAccounts() {
        // Given
        Customer other = advertisers.customer();
        AccountView others = advertisers.subaccount(other, "Falcon of others");
        Person stranger = advertisers.person(other, CustomerRole.SUPER_ADMIN);
        Person limited = advertisers.person(customer, CustomerRole.VIEWER, Set.of(id(ibis)));
        Person agency = advertisers.person(
                customer,
                List.of(
                        new RoleWish(CustomerRole.VIEWER, customer.id(), true, Set.of(id(falcon)), null),
                        new RoleWish(CustomerRole.STANDARD_USER, other.id(), false, Set.of(), null)),
                false);
        // Then
        assertThat(search(stranger, predicate("AccountName", "Contains", "Falcon")))
                .containsExactly("Falcon of others");
        assertThat(search(stranger, predicate("UserId", "Equals", admin.userId())))
                .isEmpty();
        assertThat(search(limited, predicate("CustomerId", "Equals", customer.id())))
                .containsExactly("Ibis");
        assertThat(search(agency, predicate("AccountName", "Contains", "Falcon")))
                .containsExactlyInAnyOrder("Falcon Flights", "Falcon of others");
        assertThat(search(admin, predicate("UserId", "Equals", limited.userId())))
                .containsExactly("Ibis");
        assertThat(search(agency, predicate("UserId", "Equals", stranger.userId())))
                .containsExactly("Falcon of others");
        assertThat(names(MsAdsClient.call(Transport.REST, agency, "FindAccounts", "{\"TopN\":10}")
                        .requireSuccess()
                        .list("AccountsInfo")))
                .containsExactlyInAnyOrder("Falcon Flights", "Falcon of others");
        assertThat(others.name()).isEqualTo("Falcon of others");
    }
}
