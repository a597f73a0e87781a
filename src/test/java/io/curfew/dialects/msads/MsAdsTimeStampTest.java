package io.curfew.dialects.msads;

import static io.curfew.testing.Reactive.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.accounts.AccountView;
import io.curfew.dialects.msads.MsAdsClient.Answer;
import io.curfew.people.ChangeRoles;
import io.curfew.people.CreateUser.RoleWish;
import io.curfew.people.CustomerRole;
import io.curfew.people.UserService;
import io.curfew.testing.Accounts;
import io.curfew.testing.Advertisers;
import io.curfew.testing.Advertisers.Customer;
import io.curfew.testing.Advertisers.Person;
import io.curfew.testing.AllRights;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.PostgresResource;
import jakarta.inject.Inject;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A time stamp is of one write of one object: nothing else's stamp changes or ends it. */
@CurfewTest
class MsAdsTimeStampTest {
    @Inject
    Advertisers advertisers;

    @Inject
    UserService users;

    @Inject
    Database database;

    private Customer customer;
    private Person admin;

    @BeforeEach
    void makeCustomer() {
        customer = advertisers.customer();
        admin = advertisers.person(customer, CustomerRole.SUPER_ADMIN);
    }

    private String account(String name) {
        return advertisers.subaccount(customer, name).ids().advertiserAccountId();
    }

    private String stamp(String operation, String object, String request) {
        return MsAdsClient.call(Transport.REST, admin, operation, request)
                .requireSuccess()
                .object(object)
                .get("TimeStamp")
                .toString();
    }

    private String stampOfAccount(String id) {
        return stamp("GetAccount", "Account", "{\"AccountId\":\"" + id + "\"}");
    }

    private String stampOfCustomer() {
        return stamp("GetCustomer", "Customer", "{\"CustomerId\":\"" + customer.id() + "\"}");
    }

    private String stampOfUser() {
        return stamp("GetUser", "User", "{}");
    }

    @ParameterizedTest
    @EnumSource
    void stampOfAnotherObjectEndsAndChangesNothing(Transport transport) {
        // Given
        String id = account("Falcon");
        String other = account("Heron");
        Set<String> wrong = new HashSet<>(List.of(
                stampOfAccount(other),
                stampOfCustomer(),
                stampOfUser(),
                advertisers.stamp(id, 1),
                "AAAAAAAAAAA=",
                "AAAAAAAAAAE="));
        assertThat(wrong).hasSize(6);
        for (String stamp : wrong) {
            // When
            Answer deleted = MsAdsClient.call(transport, admin, "DeleteAccount", MsAdsAccountsTest.delete(id, stamp));
            Answer updated = MsAdsClient.call(
                    transport,
                    admin,
                    "UpdateAccount",
                    "{\"Account\":{\"Id\":\"%s\",\"Name\":\"Kite\",\"TimeStamp\":\"%s\"}}".formatted(id, stamp));
            // Then
            assertThat(deleted.outcome()).as(stamp).isEqualTo("ApiFault 209");
            assertThat(updated.outcome()).as(stamp).isEqualTo("ApiFault 209");
        }
        for (String stamp : List.of(stampOfAccount(id), stampOfUser(), "AAAAAAAAAAA=")) {
            Answer changed = MsAdsClient.call(
                    transport,
                    admin,
                    "UpdateCustomer",
                    "{\"Customer\":{\"Id\":\"%s\",\"Name\":\"Kite\",\"TimeStamp\":\"%s\"}}"
                            .formatted(customer.id(), stamp));
            assertThat(changed.outcome()).as(stamp).isEqualTo("ApiFault 209");
        }
        assertThat(database.rows(
                        "select name, status, version from account where tenant_id = $1 order by name",
                        customer.tenantId()))
                .containsExactly(
                        List.of("Falcon", "ACTIVE", 0L),
                        List.of("Heron", "ACTIVE", 0L),
                        List.of("Main account", "ACTIVE", 0L));
        MsAdsClient.call(transport, admin, "DeleteAccount", MsAdsAccountsTest.delete(id, stampOfAccount(id)))
                .requireSuccess();
    }

    @ParameterizedTest
    @EnumSource
    void stampOfAnotherCustomerEndsNone(Transport transport) {
        // Given
        Person manager = advertisers.accountManager(advertisers.customer());
        String own = stampOfCustomer();
        Customer other = advertisers.customer();
        String delete = "{\"CustomerId\":\"%s\",\"TimeStamp\":\"%s\"}";
        // When
        Answer refused = MsAdsClient.call(transport, manager, "DeleteCustomer", delete.formatted(other.id(), own));
        // Then
        assertThat(refused.outcome()).isEqualTo("ApiFault 209");
        assertThat(database.column("select status from account where id = $1", other.tenantId()))
                .containsExactly("ACTIVE");
        MsAdsClient.call(transport, manager, "DeleteCustomer", delete.formatted(customer.id(), own))
                .requireSuccess();
    }

    @Test
    void stampIsMadeOfTheInstallationAndShownAlikeInEveryAnswer() {
        // Given
        String id = account("Falcon");
        // Then
        assertThat(stampOfAccount(id)).isEqualTo(advertisers.stamp(id));
        assertThat(Base64.getDecoder().decode(stampOfAccount(id))).hasSize(8);
        assertThat(stampOfCustomer()).isEqualTo(advertisers.stamp(customer.id()));
        assertThat(MsAdsClient.call(Transport.SOAP, admin, "SearchAccounts", """
                                {"Predicates":[{"Field":"AccountId","Operator":"Equals","Value":"%s"}],
                                "PageInfo":{"Index":0,"Size":10}}
                                """.formatted(id))
                        .requireSuccess()
                        .list("Accounts"))
                .extracting(found -> found.get("TimeStamp"))
                .containsExactly(advertisers.stamp(id));
        assertThat(MsAdsClient.call(Transport.SOAP, admin, "GetCurrentUser", "{}")
                        .requireSuccess()
                        .object("User"))
                .containsEntry("TimeStamp", stampOfUser());
        assertThat(database.count("select count(*) from installation")).isEqualTo(1);
    }

    @Test
    void everyWriteOfEveryDoorMakesAnotherStamp() {
        // Given
        AccountView sub = advertisers.subaccount(customer, "Falcon");
        String id = sub.ids().advertiserAccountId();
        Set<String> seen = new HashSet<>(Set.of(stampOfAccount(id)));
        // When Twilio's door, the native API and this one write
        twilio("/2010-04-01/Accounts/" + sub.id() + ".json", "FriendlyName", "Heron");
        assertThat(seen.add(stampOfAccount(id))).isTrue();
        twilio("/2010-04-01/Accounts/" + sub.id() + ".json", "Status", "suspended");
        assertThat(seen.add(stampOfAccount(id))).isTrue();
        as(PostgresResource.BOOTSTRAP_API_TOKEN)
                .post("/api/v1/accounts/" + sub.id() + "/resume")
                .then()
                .statusCode(200);
        assertThat(seen.add(stampOfAccount(id))).isTrue();
        as(PostgresResource.BOOTSTRAP_API_TOKEN)
                .contentType("application/json")
                .body("{\"name\":\"Kite\"}")
                .patch("/api/v1/accounts/" + sub.id())
                .then()
                .statusCode(200);
        assertThat(seen.add(stampOfAccount(id))).isTrue();
        MsAdsClient.call(
                        Transport.REST,
                        admin,
                        "UpdateAccount",
                        "{\"Account\":{\"Id\":\"%s\",\"Name\":\"Kite\",\"TimeStamp\":\"%s\"}}"
                                .formatted(id, stampOfAccount(id)))
                .requireSuccess();
        assertThat(seen.add(stampOfAccount(id))).isTrue();
        // Then a customer's and a person's too
        seen.add(stampOfCustomer());
        twilio("/2010-04-01/Accounts/" + customer.tenantId() + ".json", "FriendlyName", "Group");
        assertThat(seen.add(stampOfCustomer())).isTrue();
        seen.add(stampOfUser());
        await(() -> users.changeRoles(
                new ChangeRoles(
                        admin.userId(),
                        List.of(new RoleWish(CustomerRole.SUPER_ADMIN, customer.id(), false, Set.of(), null)),
                        Accounts.PLATFORM),
                AllRights.PLATFORM));
        assertThat(seen.add(stampOfUser())).isTrue();
    }

    private void twilio(String path, String field, String value) {
        given().auth()
                .preemptive()
                .basic(customer.tenantId(), customer.token())
                .formParam(field, value)
                .post(path)
                .then()
                .statusCode(200);
    }

    private static io.restassured.specification.RequestSpecification as(String token) {
        return given().header("Authorization", "Bearer " + token);
    }
}
