package io.curfew.dialects.msads;

import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.curfew.accounts.AccountView;
import io.curfew.dialects.msads.MsAdsClient.Answer;
import io.curfew.lifecycle.WorkRunner;
import io.curfew.people.CustomerRole;
import io.curfew.testing.Advertisers;
import io.curfew.testing.Advertisers.Customer;
import io.curfew.testing.Advertisers.Person;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.SettableClock;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

/** What answers say of what they have no value for, over both transports, held against answers recorded from the vendor. */
@CurfewTest
class MsAdsNullsTest {
    private static final String ACCOUNT_NULLS = "BackUpPaymentInstrumentId BillingThresholdAmount BusinessAddress.Id"
            + " BusinessAddress.Line2 BusinessAddress.Line3 BusinessAddress.Line4 BusinessAddress.TimeStamp"
            + " ForwardCompatibilityMap PauseReason PaymentMethodId PaymentMethodType SalesHouseCustomerId"
            + " SoldToPaymentInstrumentId";

    @Inject
    Advertisers advertisers;

    @Inject
    Database database;

    @Inject
    WorkRunner runner;

    @Inject
    SettableClock clock;

    private Customer customer;
    private Person admin;
    private String id;

    @BeforeEach
    void makeAccount() {
        customer = advertisers.customer();
        admin = advertisers.person(customer, CustomerRole.SUPER_ADMIN);
        id = (String) MsAdsClient.call(
                        Transport.REST, admin, "AddAccount", MsAdsAccountsTest.newAccount(customer.id(), "Falcon"))
                .requireSuccess()
                .body()
                .get("AccountId");
    }

    private Answer call(Transport transport, Person caller, String operation, String body) {
        return MsAdsClient.call(transport, caller, operation, body).requireSuccess();
    }

    /** The paths of all that is null or nil, items of lists left out of them, in the order of the alphabet. */
    private static String nulls(Transport transport, Answer answer) {
        Set<String> nulls = new TreeSet<>();
        if (transport == Transport.REST) {
            collect(MsAdsClient.parse(answer.text()), "", nulls);
        } else {
            Element body = (Element) MsAdsClient.xml(answer.text())
                    .getElementsByTagNameNS("*", "Body")
                    .item(0);
            collect(body.getFirstChild(), "", nulls);
        }
        return String.join(" ", nulls);
    }

    private static void collect(JsonNode node, String path, Set<String> nulls) {
        if (node.isNull()) {
            nulls.add(path);
        }
        node.properties().forEach(field -> collect(field.getValue(), within(path, field.getKey()), nulls));
        if (node.isArray()) {
            node.forEach(item -> collect(item, path, nulls));
        }
    }

    private static void collect(Node node, String path, Set<String> nulls) {
        if (((Element) node).getAttributeNS(MsAdsClient.XSI, "nil").equals("true")) {
            nulls.add(path);
        }
        for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element) {
                boolean item = Set.of("AdvertiserAccount", "AccountInfo", "CustomerRole")
                        .contains(element.getLocalName());
                collect(child, item ? path : within(path, element.getLocalName()), nulls);
            }
        }
    }

    private static String within(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    private static String under(String object, String names) {
        return object + "." + names.replace(" ", " " + object + ".");
    }

    @ParameterizedTest
    @EnumSource
    void accountsSayWhatTheyDoNotHave(Transport transport) {
        // When
        Answer read = call(transport, admin, "GetAccount", "{\"AccountId\":\"" + id + "\"}");
        Answer asked = call(
                transport,
                admin,
                "GetAccount",
                "{\"AccountId\":\"" + id + "\",\"ReturnAdditionalFields\":\"TaxCertificate, AccountMode\"}");
        Answer found = call(
                transport,
                admin,
                "SearchAccounts",
                "{\"Predicates\":[{\"Field\":\"AccountId\",\"Operator\":\"Equals\",\"Value\":\"" + id
                        + "\"}],\"PageInfo\":{\"Index\":0,\"Size\":10}}");
        Answer infos = call(transport, admin, "GetAccountsInfo", "{}");
        Answer filtered = call(transport, admin, "FindAccounts", "{\"TopN\":10}");
        // Then
        assertThat(nulls(transport, read)).isEqualTo(under("Account", ACCOUNT_NULLS));
        assertThat(read.text()).doesNotContain("TaxCertificate").doesNotContain("AccountMode");
        assertThat(nulls(transport, asked)).isEqualTo(under("Account", ACCOUNT_NULLS + " TaxCertificate"));
        assertThat(asked.object("Account")).containsEntry("AccountMode", "Expert");
        assertThat(nulls(transport, found)).isEqualTo(under("Accounts", ACCOUNT_NULLS));
        assertThat(nulls(transport, infos)).isEqualTo("AccountsInfo.PauseReason");
        assertThat(nulls(transport, filtered)).isEqualTo("AccountsInfo.PauseReason");
        // Lists that are there are empty
        assertThat(read.object("Account").get("LinkedAgencies")).asString().isEqualTo("[]");
    }

    @ParameterizedTest
    @EnumSource
    void peopleAndCustomersSayWhatTheyDoNotHave(Transport transport) {
        // When
        Answer user = call(transport, admin, "GetUser", "{}");
        Answer current = call(transport, admin, "GetCurrentUser", "{}");
        Answer shown = call(transport, admin, "GetCustomer", "{\"CustomerId\":\"" + customer.id() + "\"}");
        // Then
        String person = under(
                "User",
                "AuthenticationToken ContactInfo.Address ContactInfo.ContactByPhone ContactInfo.ContactByPostalMail"
                        + " ContactInfo.EmailFormat ContactInfo.Fax ContactInfo.HomePhone ContactInfo.Id ContactInfo.Mobile"
                        + " ContactInfo.Phone1 ContactInfo.Phone2 ForwardCompatibilityMap JobTitle LastModifiedByUserId"
                        + " Name.MiddleInitial Password SecretAnswer");
        assertThat(nulls(transport, current)).isEqualTo(person);
        assertThat(nulls(transport, user))
                .isEqualTo(
                        "CustomerRoles.AccountIds CustomerRoles.CustomerLinkPermission CustomerRoles.LinkedAccountIds "
                                + person);
        assertThat(nulls(transport, shown))
                .isEqualTo(under("Customer", "CustomerAddress ForwardCompatibilityMap LastModifiedByUserId"));
    }

    @ParameterizedTest
    @EnumSource
    void mapThatHoldsSomethingIsShown(Transport transport) {
        // Given
        String pair = "[{\"Key\":\"a\",\"Value\":\"b\"}]";
        call(
                transport,
                admin,
                "UpdateAccount",
                "{\"Account\":{\"Id\":\"%s\",\"Name\":\"Falcon\",\"TimeStamp\":\"%s\",\"ForwardCompatibilityMap\":%s}}"
                        .formatted(id, advertisers.stamp(id), pair));
        // When
        Answer read = call(transport, admin, "GetAccount", "{\"AccountId\":\"" + id + "\"}");
        // Then
        assertThat(read.object("Account").get("ForwardCompatibilityMap"))
                .asString()
                .isEqualTo("[{Key=a, Value=b}]");
    }

    @Test
    void roleWhoseLastAccountIsGoneShowsAnEmptyListAndReachesNothing() {
        // Given
        String other = advertisers.subaccount(customer, "Heron").ids().advertiserAccountId();
        AccountView last = advertisers.account(customer, id);
        Person limited = advertisers.person(customer, CustomerRole.SUPER_ADMIN, Set.of(id));
        assertThat(accountIds(Transport.REST, limited)).isEqualTo("[" + id + "]");
        // When
        call(Transport.REST, admin, "DeleteAccount", MsAdsAccountsTest.delete(id, advertisers.stamp(id)));
        assertThat(accountIds(Transport.SOAP, limited)).isEqualTo("[" + id + "]");
        clock.advance(Duration.ofDays(31));
        // Then from the instant on, whether or not the work is done
        for (boolean worked : new boolean[] {false, true}) {
            if (worked) {
                await(runner::runDue);
                assertThat(database.count("select count(*) from account where id = $1", last.id()))
                        .isZero();
            }
            for (Transport transport : Transport.values()) {
                assertThat(accountIds(transport, limited)).isEqualTo("[]");
                assertThat(call(transport, limited, "GetAccountsInfo", "{}").list("AccountsInfo"))
                        .isEmpty();
                assertThat(call(transport, limited, "FindAccounts", "{\"TopN\":10}")
                                .list("AccountsInfo"))
                        .isEmpty();
                assertThat(call(
                                        transport,
                                        admin,
                                        "SearchAccounts",
                                        "{\"Predicates\":[{\"Field\":\"UserId\",\"Operator\":"
                                                + "\"Equals\",\"Value\":\"" + limited.userId()
                                                + "\"}],\"PageInfo\":{\"Index\":0,\"Size\":10}}")
                                .list("Accounts"))
                        .isEmpty();
                assertRefused(transport, limited, "GetAccount", "{\"AccountId\":\"" + other + "\"}");
                assertRefused(
                        transport, limited, "DeleteAccount", MsAdsAccountsTest.delete(other, advertisers.stamp(other)));
                assertRefused(transport, limited, "AddAccount", MsAdsAccountsTest.newAccount(customer.id(), "Kite"));
                assertRefused(
                        transport,
                        limited,
                        "UpdateCustomer",
                        "{\"Customer\":{\"Id\":\"%s\",\"Name\":\"Group\",\"TimeStamp\":\"%s\"}}"
                                .formatted(customer.id(), advertisers.stamp(customer.id())));
            }
        }
    }

    private @Nullable String accountIds(Transport transport, Person person) {
        Object ids = call(transport, person, "GetUser", "{}")
                .list("CustomerRoles")
                .get(0)
                .get("AccountIds");
        return ids == null ? null : ids.toString();
    }

    private void assertRefused(Transport transport, Person caller, String operation, String body) {
        assertThat(MsAdsClient.call(transport, caller, operation, body).outcome())
                .as(operation)
                .isEqualTo("AdApiFaultDetail 106");
    }
}
