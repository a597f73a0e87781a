package io.curfew.dialects.msads;

import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.accounts.AccountService;
import io.curfew.accounts.AccountView;
import io.curfew.accounts.ChangeAccount;
import io.curfew.dialects.msads.MsAdsClient.Answer;
import io.curfew.lifecycle.LifecycleStatus;
import io.curfew.lifecycle.WorkRunner;
import io.curfew.people.CreateUser.RoleWish;
import io.curfew.people.CustomerRole;
import io.curfew.testing.Accounts;
import io.curfew.testing.Advertisers;
import io.curfew.testing.Advertisers.Customer;
import io.curfew.testing.Advertisers.Person;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.DraftSwitch;
import io.curfew.testing.SettableClock;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One core behind all doors: accounts made, changed and closed here are those of the other doors, and the other way. */
@CurfewTest
class MsAdsCoreTest {
    @Inject
    Advertisers advertisers;

    @Inject
    AccountService accounts;

    @Inject
    Database database;

    @Inject
    SettableClock clock;

    @Inject
    WorkRunner worker;

    @Inject
    DraftSwitch drafts;

    private static String update(String id, Object timeStamp, String name) {
        return "{\"Account\":{\"Id\":\"%s\",\"Name\":\"%s\",\"TimeStamp\":\"%s\"}}".formatted(id, name, timeStamp);
    }

    @ParameterizedTest
    @EnumSource
    void writeOfAnotherUserOrDoorMakesATimeStampOld(Transport transport) {
        // Given
        Customer customer = advertisers.customer();
        Person admin = advertisers.person(customer, CustomerRole.SUPER_ADMIN);
        Person other = advertisers.person(customer, CustomerRole.STANDARD_USER);
        AccountView account = advertisers.subaccount(customer, "Falcon");
        String id = account.ids().advertiserAccountId();
        Object read = MsAdsAccountsTest.account(transport, admin, id).get("TimeStamp");
        // When another user of the other transport writes
        Transport others = transport == Transport.REST ? Transport.SOAP : Transport.REST;
        MsAdsClient.call(others, other, "UpdateAccount", update(id, read, "Falcon"))
                .requireSuccess();
        // Then, though nothing is another than before
        assertThat(MsAdsClient.call(transport, admin, "DeleteAccount", MsAdsAccountsTest.delete(id, read))
                        .outcome())
                .isEqualTo("ApiFault 209");
        // When another door writes
        Map<String, Object> again = MsAdsAccountsTest.account(transport, admin, id);
        await(() ->
                accounts.change(ChangeAccount.rename(account.tenantId(), account.id(), "Renamed", Accounts.PLATFORM)));
        // Then
        assertThat(MsAdsClient.call(
                                transport, admin, "DeleteAccount", MsAdsAccountsTest.delete(id, again.get("TimeStamp")))
                        .outcome())
                .isEqualTo("ApiFault 209");
        Map<String, Object> now = MsAdsAccountsTest.account(transport, admin, id);
        assertThat(again).containsEntry("LastModifiedByUserId", other.userId());
        assertThat(now).containsEntry("Name", "Renamed").doesNotContainKey("LastModifiedByUserId");
        // When
        Answer deleted =
                MsAdsClient.call(transport, admin, "DeleteAccount", MsAdsAccountsTest.delete(id, now.get("TimeStamp")));
        // Then
        assertThat(deleted.outcome()).isEqualTo("ok");
    }

    @Test
    void deletedAccountReleasesWhatItHeldAndIsPurgedWithAllOfIt() {
        // Given
        Customer customer = advertisers.customer();
        Person admin = advertisers.person(customer, CustomerRole.SUPER_ADMIN);
        String id = (String) MsAdsClient.call(
                        Transport.REST, admin, "AddAccount", MsAdsAccountsTest.newAccount(customer.id(), "Falcon"))
                .requireSuccess()
                .body()
                .get("AccountId");
        AccountView account = advertisers.account(customer, id);
        assertThat(database.count("select open from subaccount_count where tenant_id = $1", customer.tenantId()))
                .isEqualTo(1);
        // When
        MsAdsClient.call(Transport.SOAP, admin, "DeleteAccount", MsAdsAccountsTest.delete(id, advertisers.stamp(id)))
                .requireSuccess();
        // Then
        AccountView closed = advertisers.account(customer, id);
        assertThat(closed.status()).isEqualTo(LifecycleStatus.CLOSED);
        assertThat(closed.purgeAt()).isNotNull();
        assertThat(database.count("select open from subaccount_count where tenant_id = $1", customer.tenantId()))
                .isZero();
        // When
        clock.advance(Duration.ofDays(31));
        await(() -> worker.runDue());
        // Then
        assertThat(MsAdsClient.call(Transport.REST, admin, "GetAccount", "{\"AccountId\":\"" + id + "\"}")
                        .outcome())
                .isEqualTo("ApiFault 2108");
        assertThat(database.count(
                        "select (select count(*) from advertiser_account where account_id = $1)"
                                + " + (select count(*) from account where id = $1)",
                        account.id()))
                .isZero();
    }

    @Test
    void customerIsChangedByItsOwnAndEndedByThePlatformsPeople() {
        // Given
        Customer customer = advertisers.customer();
        Person admin = advertisers.person(customer, CustomerRole.SUPER_ADMIN);
        Person manager = advertisers.accountManager(advertisers.customer());
        AccountView account = advertisers.subaccount(customer, "Falcon");
        String query = "{\"CustomerId\":\"" + customer.id() + "\"}";
        // When
        MsAdsClient.call(Transport.REST, admin, "UpdateCustomer", """
                {"Customer":{"Id":"%s","Industry":"Retail","MarketCountry":"CH","MarketLanguage":"German","Name":"Falcon Group",
                "TimeStamp":"%s","CustomerAddress":{"City":"Bern","Line1":"1","BusinessName":"Falcon"}}}
                """.formatted(
                                customer.id(), advertisers.stamp(customer.id())))
                .requireSuccess();
        Map<String, Object> changed = MsAdsClient.call(Transport.SOAP, manager, "GetCustomer", query)
                .requireSuccess()
                .object("Customer");
        // Then
        assertThat(changed)
                .containsEntry("Name", "Falcon Group")
                .containsEntry("Industry", "Retail")
                .containsEntry("MarketCountry", "CH")
                .containsEntry("MarketLanguage", "German")
                .containsEntry("LastModifiedByUserId", admin.userId())
                .containsEntry("CustomerAddress", Map.of("City", "Bern", "Line1", "1", "BusinessName", "Falcon"));
        // When
        String delete = "{\"CustomerId\":\"%s\",\"TimeStamp\":\"%s\"}";
        Answer stale = MsAdsClient.call(
                Transport.REST, manager, "DeleteCustomer", delete.formatted(customer.id(), "AAAAAAAAAAA="));
        Answer deleted = MsAdsClient.call(
                Transport.REST, manager, "DeleteCustomer", delete.formatted(customer.id(), changed.get("TimeStamp")));
        // Then
        assertThat(stale.outcome()).isEqualTo("ApiFault 209");
        assertThat(deleted.requireSuccess().text()).isEqualTo("{}");
        assertThat(MsAdsClient.call(Transport.REST, manager, "GetCustomer", query)
                        .requireSuccess()
                        .object("Customer"))
                .containsEntry("CustomerLifeCycleStatus", "Inactive");
        assertThat(MsAdsClient.call(Transport.REST, admin, "GetUser", "{}").outcome())
                .isEqualTo("AdApiFaultDetail 105");
        await(() -> worker.runDue());
        assertThat(database.column("select status from account where id = $1", account.id()))
                .containsExactly("CLOSED");
    }

    @ParameterizedTest
    @EnumSource
    void nobodyEndsTheTreeThatTheyAreOf(Transport transport) {
        // Given
        Customer platform = advertisers.customer();
        Person manager = advertisers.accountManager(platform);
        // When
        Answer refused = MsAdsClient.call(
                transport,
                manager,
                "DeleteCustomer",
                "{\"CustomerId\":\"%s\",\"TimeStamp\":\"%s\"}"
                        .formatted(platform.id(), advertisers.stamp(platform.id())));
        // Then
        assertThat(refused.outcome()).isEqualTo("AdApiFaultDetail 106");
        assertThat(advertisers.account(platform, platform.tenantId()).status()).isEqualTo(LifecycleStatus.ACTIVE);
    }

    @Test
    void newAccountIsADraftUntilItCanBePaidForWhereThatIsSet() {
        // Given
        Customer customer = advertisers.customer();
        Person admin = advertisers.person(customer, CustomerRole.SUPER_ADMIN);
        drafts.set(true);
        try {
            // When
            String id = (String) MsAdsClient.call(
                            Transport.REST, admin, "AddAccount", MsAdsAccountsTest.newAccount(customer.id(), "Falcon"))
                    .requireSuccess()
                    .body()
                    .get("AccountId");
            Answer second = MsAdsClient.call(
                    Transport.REST, admin, "AddAccount", MsAdsAccountsTest.newAccount(customer.id(), "Kite"));
            // Then
            assertThat(MsAdsAccountsTest.account(Transport.SOAP, admin, id))
                    .containsEntry("AccountLifeCycleStatus", "Draft");
            assertThat(second.outcome()).isEqualTo("ApiFault 90104");
            // When
            MsAdsClient.call(
                            Transport.REST,
                            admin,
                            "UpdateAccount",
                            "{\"Account\":{\"Id\":\"%s\",\"Name\":\"Falcon\",\"PaymentMethodId\":\"7\",\"TimeStamp\":\"%s\"}}"
                                    .formatted(id, advertisers.stamp(id)))
                    .requireSuccess();
            // Then
            assertThat(MsAdsAccountsTest.account(Transport.SOAP, admin, id))
                    .containsEntry("AccountLifeCycleStatus", "Active")
                    .containsEntry("PaymentMethodId", "7");
            MsAdsClient.call(Transport.REST, admin, "AddAccount", MsAdsAccountsTest.newAccount(customer.id(), "Kite"))
                    .requireSuccess();
        } finally {
            drafts.set(false);
        }
    }

    @Test
    void whoPaysSetsTheBillingThreshold() {
        // Given
        Customer customer = advertisers.customer();
        Customer home = advertisers.customer();
        Person agency = advertisers.person(
                home,
                List.of(
                        new RoleWish(CustomerRole.SUPER_ADMIN, home.id(), false, Set.of(), null),
                        new RoleWish(CustomerRole.STANDARD_USER, customer.id(), false, Set.of(), null)),
                false);
        String id = advertisers.subaccount(customer, "Falcon").ids().advertiserAccountId();
        // When
        Answer refused =
                MsAdsClient.call(Transport.REST, agency, "UpdateAccount", """
                {"Account":{"Id":"%s","Name":"Falcon","TimeStamp":"%s","BillingThresholdAmount":100}}
                """.formatted(id, advertisers.stamp(id)));
        Answer renamed =
                MsAdsClient.call(Transport.REST, agency, "UpdateAccount", update(id, advertisers.stamp(id), "Kite"));
        // Then
        assertThat(refused.outcome()).isEqualTo("ApiFault 2203");
        assertThat(renamed.outcome()).isEqualTo("ok");
    }

    @Test
    void userSeesOthersRolesOnlyWhereTheyWorkToo() {
        // Given
        Customer customer = advertisers.customer();
        Customer other = advertisers.customer();
        Person admin = advertisers.person(customer, CustomerRole.SUPER_ADMIN);
        Person both = advertisers.person(
                customer,
                List.of(
                        new RoleWish(CustomerRole.STANDARD_USER, customer.id(), false, Set.of(), null),
                        new RoleWish(CustomerRole.VIEWER, other.id(), false, Set.of(), null)),
                false);
        String query = "{\"UserId\":\"" + both.userId() + "\"}";
        // When
        Answer own = MsAdsClient.call(Transport.SOAP, both, "GetUser", "{}").requireSuccess();
        Answer others =
                MsAdsClient.call(Transport.SOAP, admin, "GetUser", query).requireSuccess();
        // Then
        assertThat(own.list("CustomerRoles"))
                .extracting(role -> role.get("RoleId"))
                .containsExactlyInAnyOrder("203", "100");
        assertThat(others.list("CustomerRoles"))
                .extracting(role -> role.get("RoleId"))
                .containsExactly("203");
        assertThat(others.object("User"))
                .containsEntry("Id", both.userId())
                .containsEntry("CustomerId", customer.id())
                .containsEntry("Name", Map.of("FirstName", "Ada", "LastName", "Lovelace"))
                .containsEntry("UserLifeCycleStatus", "Active")
                .doesNotContainKeys("Password", "AuthenticationToken", "SecretAnswer");
    }
}
