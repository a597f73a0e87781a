package io.curfew.dialects.msads;

import static io.curfew.dialects.msads.GeneratedClient.get;
import static io.curfew.dialects.msads.GeneratedClient.unwrap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curfew.accounts.AccountView;
import io.curfew.people.CustomerRole;
import io.curfew.testing.Advertisers;
import io.curfew.testing.Advertisers.Customer;
import io.curfew.testing.Advertisers.Person;
import io.curfew.testing.CurfewTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client made of our own description calls every operation, and reads both kinds of fault as what they are. */
@CurfewTest
class MsAdsGeneratedClientTest {
    private static final URI PATH = URI.create("/Api/CustomerManagement/v13/CustomerManagementService.svc");

    @TempDir
    Path directory;

    @Inject
    Advertisers advertisers;

    private Customer customer;
    private Person admin;

    @BeforeEach
    void makeCustomer() {
        customer = advertisers.customer();
        admin = advertisers.person(customer, CustomerRole.SUPER_ADMIN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"?singleWsdl", "?wsdl"})
    void clientOfOneFileOrSeveralCallsEveryOperation(String query) throws Exception {
        // Given
        URI address = MsAdsClient.uri(PATH.toString());
        GeneratedClient client = GeneratedClient.of(URI.create(address + query), directory);
        assertThat(client.address()).isEqualTo(address.toString());
        Long customerId = Long.valueOf(customer.id());
        // When accounts are made, read, changed, searched
        Object account = client.make("AdvertiserAccount");
        client.set(account, "CurrencyCode", client.word("CurrencyCode", "USD"));
        client.set(account, "Name", "Falcon");
        client.set(account, "ParentCustomerId", customerId);
        Object address1 = client.make("Address");
        client.set(address1, "City", "Redmond");
        client.set(address1, "Line1", "1 Main");
        client.set(address1, "BusinessName", "Biz");
        client.set(account, "BusinessAddress", address1);
        Object added = client.call(admin, "AddAccount", request -> client.set(request, "Account", account));
        Long id = (Long) get(added, "AccountId");
        Object read = unwrap(
                get(client.call(admin, "GetAccount", request -> client.set(request, "AccountId", id)), "Account"));
        assertThat(unwrap(get(read, "Name"))).isEqualTo("Falcon");
        assertThat(unwrap(get(unwrap(get(read, "BusinessAddress")), "City"))).isEqualTo("Redmond");
        byte[] stamp = (byte[]) unwrap(get(read, "TimeStamp"));
        client.set(read, "Name", "Falcon Flights");
        assertThat(get(
                        client.call(admin, "UpdateAccount", request -> client.set(request, "Account", read)),
                        "LastModifiedTime"))
                .isNotNull();
        Object infos = unwrap(get(client.call(admin, "GetAccountsInfo", request -> {}), "AccountsInfo"));
        assertThat((List<?>) get(infos, "AccountInfo")).hasSize(1);
        Object found = unwrap(get(
                client.call(admin, "FindAccounts", request -> {
                    client.set(request, "AccountFilter", "fal");
                    client.set(request, "TopN", 10);
                }),
                "AccountsInfo"));
        assertThat((List<?>) get(found, "AccountInfo")).hasSize(1);
        Object searched = unwrap(get(
                client.call(admin, "SearchAccounts", request -> {
                    Object predicate = client.make("Predicate");
                    client.set(predicate, "Field", "AccountName");
                    client.set(predicate, "Operator", client.word("PredicateOperator", "Equals"));
                    client.set(predicate, "Value", "Falcon Flights");
                    Object predicates = client.make("ArrayOfPredicate");
                    @SuppressWarnings("unchecked")
                    List<Object> list = (List<Object>) get(predicates, "Predicate");
                    list.add(predicate);
                    client.set(request, "Predicates", predicates);
                    Object page = client.make("Paging");
                    client.set(page, "Index", 0);
                    client.set(page, "Size", 10);
                    client.set(request, "PageInfo", page);
                }),
                "Accounts"));
        Object one = ((List<?>) get(searched, "AdvertiserAccount")).get(0);
        assertThat(get(unwrap(get(one, "AccountLifeCycleStatus")), "Class").toString())
                .contains("AccountLifeCycleStatus");
        // and people and customers read
        Object user = client.call(admin, "GetUser", request -> {});
        assertThat(unwrap(get(unwrap(get(user, "User")), "Id"))).isEqualTo(Long.valueOf(admin.userId()));
        assertThat((List<?>) get(unwrap(get(user, "CustomerRoles")), "CustomerRole"))
                .hasSize(1);
        assertThat(unwrap(get(client.call(admin, "GetCurrentUser", request -> {}), "User")))
                .isNotNull();
        Object shown = unwrap(get(
                client.call(admin, "GetCustomer", request -> client.set(request, "CustomerId", customerId)),
                "Customer"));
        client.set(shown, "Name", "Falcon Group");
        client.call(admin, "UpdateCustomer", request -> client.set(request, "Customer", shown));
        // Then faults are read as what they are
        assertThatThrownBy(() -> client.call(admin, "DeleteAccount", request -> {
                    client.set(request, "AccountId", id);
                    client.set(request, "TimeStamp", stamp);
                }))
                .isInstanceOfSatisfying(GeneratedClient.Fault.class, fault -> {
                    assertThat(fault.outcome()).isEqualTo("ApiFault 209");
                    assertThat(fault).hasMessageContaining("time stamp");
                    assertThat(fault.trackingId()).matches("[0-9a-f-]{36}");
                });
        assertThatThrownBy(() -> client.call(admin, "DeleteCustomer", request -> {
                    client.set(request, "CustomerId", customerId);
                    client.set(request, "TimeStamp", stamp);
                }))
                .isInstanceOfSatisfying(
                        GeneratedClient.Fault.class,
                        fault -> assertThat(fault.outcome()).isEqualTo("AdApiFaultDetail 106"));
        // What is described and not served
        assertThatThrownBy(() -> client.call(admin, "SearchCustomers", request -> {}))
                .isInstanceOfSatisfying(
                        GeneratedClient.Fault.class,
                        fault -> assertThat(fault.outcome()).isEqualTo("AdApiFaultDetail 90002"));
        // When
        client.call(admin, "DeleteAccount", request -> {
            client.set(request, "AccountId", id);
            client.set(request, "TimeStamp", unwrap(get(one, "TimeStamp")));
        });
        // Then
        AccountView closed = advertisers.account(customer, id.toString());
        assertThat(closed.name()).isEqualTo("Falcon Flights");
        assertThat(closed.closedAt()).isNotNull();
        // And a customer is ended by who may
        Person manager = advertisers.accountManager(advertisers.customer());
        Object now = unwrap(get(
                client.call(manager, "GetCustomer", request -> client.set(request, "CustomerId", customerId)),
                "Customer"));
        client.call(manager, "DeleteCustomer", request -> {
            client.set(request, "CustomerId", customerId);
            client.set(request, "TimeStamp", unwrap(get(now, "TimeStamp")));
        });
        assertThat(advertisers.account(customer, customer.tenantId()).closedAt())
                .isNotNull();
    }
}
