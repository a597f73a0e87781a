package io.curfew.dialects.msads;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.dialects.msads.MsAdsClient.Answer;
import io.curfew.people.CustomerRole;
import io.curfew.testing.Advertisers;
import io.curfew.testing.Advertisers.Customer;
import io.curfew.testing.Advertisers.Person;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What advertisers do with accounts: the same over both transports. */
@CurfewTest
class MsAdsAccountsTest {
    @Inject
    Advertisers advertisers;

    @Inject
    Database database;

    /** An account to be added, as the contract's sample has it. */
    static String newAccount(String customerId, String name) {
        return """
                {"Account":{"CurrencyCode":"EUR","Name":"%s","ParentCustomerId":"%s","TimeZone":"BrusselsCopenhagenMadridParis",
                 "TaxInformation":[{"Key":"VATNumber","Value":"123"}],
                 "BusinessAddress":{"City":"Redmond","CountryCode":"US","Line1":"1 Main","PostalCode":"98052",
                 "StateOrProvince":"WA","BusinessName":"Biz"},"AutoTagType":"Preserve"}}
                """.formatted(name, customerId);
    }

    static Map<String, Object> account(Transport transport, Person caller, String id) {
        return MsAdsClient.call(transport, caller, "GetAccount", "{\"AccountId\":\"" + id + "\"}")
                .requireSuccess()
                .object("Account");
    }

    static String delete(String id, Object timeStamp) {
        return "{\"AccountId\":\"%s\",\"TimeStamp\":\"%s\"}".formatted(id, timeStamp);
    }

    @ParameterizedTest
    @EnumSource
    void accountIsAddedReadUpdatedAndDeleted(Transport transport) {
        // Given
        Customer customer = advertisers.customer();
        Person admin = advertisers.person(customer, CustomerRole.SUPER_ADMIN);
        // When
        Answer added = MsAdsClient.call(transport, admin, "AddAccount", newAccount(customer.id(), "Falcon"))
                .requireSuccess();
        String id = (String) added.body().get("AccountId");
        Map<String, Object> first = account(transport, admin, id);
        // Then
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("BillToCustomerId", customer.id());
        expected.put("CurrencyCode", "EUR");
        expected.put("AccountFinancialStatus", "ClearFinancialStatus");
        expected.put("Id", id);
        expected.put("Language", "English");
        expected.put("LastModifiedByUserId", admin.userId());
        expected.put("LastModifiedTime", added.body().get("CreateTime"));
        expected.put("Name", "Falcon");
        expected.put("Number", added.body().get("AccountNumber"));
        expected.put("ParentCustomerId", customer.id());
        expected.put("PrimaryUserId", admin.userId());
        expected.put("AccountLifeCycleStatus", "Active");
        expected.put("TimeStamp", advertisers.stamp(id, 0));
        expected.put("TimeZone", "BrusselsCopenhagenMadridParis");
        expected.put("LinkedAgencies", List.of());
        expected.put("TaxInformation", List.of(Map.of("Key", "VATNumber", "Value", "123")));
        expected.put(
                "BusinessAddress",
                Map.of(
                        "City",
                        "Redmond",
                        "CountryCode",
                        "US",
                        "Line1",
                        "1 Main",
                        "PostalCode",
                        "98052",
                        "StateOrProvince",
                        "WA",
                        "BusinessName",
                        "Biz"));
        expected.put("AutoTagType", "Preserve");
        assertThat(first).isEqualTo(expected);
        assertThat(added.body().get("AccountNumber").toString()).matches("F[0-9A-Z]{7}");
        // When
        Answer updated = MsAdsClient.call(transport, admin, "UpdateAccount", """
                        {"Account":{"Id":"%s","Name":"Falcon Flights","TimeStamp":"%s","TimeZone":"Hawaii",
                        "TaxInformation":[{"Key":"VATNumber","Value":""},{"Key":"CCM","Value":"9"}],"BillingThresholdAmount":12.50}}
                        """.formatted(id, first.get("TimeStamp")))
                .requireSuccess();
        Map<String, Object> second = account(transport, admin, id);
        // Then
        expected.put("Name", "Falcon Flights");
        expected.put("TimeZone", "Hawaii");
        expected.put("TaxInformation", List.of(Map.of("Key", "CCM", "Value", "9")));
        expected.put("BillingThresholdAmount", "12.5");
        expected.put("LastModifiedTime", updated.body().get("LastModifiedTime"));
        expected.put("TimeStamp", second.get("TimeStamp"));
        assertThat(second).isEqualTo(expected);
        assertThat(second.get("TimeStamp")).isNotEqualTo(first.get("TimeStamp"));
        // When
        Answer stale = MsAdsClient.call(transport, admin, "DeleteAccount", delete(id, first.get("TimeStamp")));
        Answer deleted = MsAdsClient.call(transport, admin, "DeleteAccount", delete(id, second.get("TimeStamp")))
                .requireSuccess();
        Map<String, Object> third = account(transport, admin, id);
        // Then
        assertThat(stale.outcome()).isEqualTo("ApiFault 209");
        assertThat(deleted.body()).isEmpty();
        expected.put("AccountLifeCycleStatus", "Inactive");
        expected.put("TimeStamp", third.get("TimeStamp"));
        expected.put("LastModifiedTime", third.get("LastModifiedTime"));
        assertThat(third).isEqualTo(expected);
        assertThat(third.get("TimeStamp")).isNotEqualTo(second.get("TimeStamp"));
        assertThat(database.column(
                        "select type from outbox_event where tenant_id = $1 and type like 'account.%' order by recorded_at",
                        customer.tenantId()))
                .containsExactly("account.created", "account.created", "account.updated", "account.closed");
        assertThat(database.column(
                        "select door from audit_entry where tenant_id = $1 and action = 'account.closed'",
                        customer.tenantId()))
                .containsExactly("msads");
        // When
        Answer again = MsAdsClient.call(transport, admin, "DeleteAccount", delete(id, third.get("TimeStamp")));
        // Then
        assertThat(again.outcome()).isEqualTo("ApiFault 2192");
    }
}
