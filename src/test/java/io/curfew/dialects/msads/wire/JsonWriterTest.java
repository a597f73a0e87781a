package io.curfew.dialects.msads.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Answers to the letter (sections 5.3 to 5.5 of the contract): clients fail on any property more. */
class JsonWriterTest {
    private static String written(WireObject object) {
        return new String(JsonWriter.response(object), StandardCharsets.UTF_8);
    }

    private static WireObject response(String operation) {
        return WireObject.of(CustomerManagement.named(operation).orElseThrow().response());
    }

    private static String fault(WireFault fault) {
        return new String(JsonWriter.fault(fault, "7c9f"), StandardCharsets.UTF_8);
    }

    @Test
    void nothingIsAnEmptyObject() {
        assertThat(written(response("DeleteAccount"))).isEqualTo("{}");
        assertThat(written(response("DeleteCustomer"))).isEqualTo("{}");
    }

    @Test
    void longsAreStringsAndDatesInUtc() {
        assertThat(written(response("AddAccount")
                        .with("CreateTime", Instant.parse("2026-11-22T03:00:00.123456789Z"))
                        .with("AccountNumber", "F12000XZ")
                        .with("AccountId", 180000002L)))
                .isEqualTo("{\"AccountId\":\"180000002\",\"AccountNumber\":\"F12000XZ\","
                        + "\"CreateTime\":\"2026-11-22T03:00:00.1234567Z\"}");
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T03:00:00Z, 2026-11-22T03:00:00Z",
        "2026-11-22T03:49:15.541Z, 2026-11-22T03:49:15.541Z",
        "2026-11-22T03:49:15.500Z, 2026-11-22T03:49:15.5Z",
        "1969-12-31T23:59:59.999999999Z, 1969-12-31T23:59:59.9999999Z"
    })
    void datesHaveNoMoreThanSevenDigits(String instant, String text) {
        assertThat(written(response("UpdateAccount").with("LastModifiedTime", Instant.parse(instant))))
                .isEqualTo("{\"LastModifiedTime\":\"" + text + "\"}");
    }

    @Test
    void valuesAreOfTheirTypes() {
        // Given
        Map<String, String> tax = new LinkedHashMap<>();
        tax.put("VATNumber", "1");
        tax.put("CPF", "");
        WireObject account = WireObject.of(CustomerManagement.ADVERTISER_ACCOUNT)
                .with("Id", Long.MIN_VALUE)
                .with("Name", "Tom & \"Jerry\" \u00e9\u6f22")
                .with("Number", null)
                .with("TimeStamp", new byte[] {0, 0, 0, 0, 0, 0, 7, (byte) 0xd1})
                .with("PauseReason", 4)
                .with("ForwardCompatibilityMap", List.of())
                .with("TaxInformation", tax)
                .with("BillingThresholdAmount", new BigDecimal("1.250E+3"))
                .with(
                        "BusinessAddress",
                        WireObject.of(CustomerManagement.ADDRESS)
                                .with("BusinessName", "Biz")
                                .with("City", "Redmond"))
                .with("AccountLifeCycleStatus", "Pause");
        // When, Then
        assertThat(new String(
                        JsonWriter.values(response("GetAccount").with("Account", account)), StandardCharsets.UTF_8))
                .isEqualTo("{\"Account\":{\"Id\":\"-9223372036854775808\","
                        + "\"Name\":\"Tom & \\\"Jerry\\\" \u00e9\u6f22\",\"AccountLifeCycleStatus\":\"Pause\","
                        + "\"TimeStamp\":\"AAAAAAAAB9E=\",\"PauseReason\":4,\"ForwardCompatibilityMap\":[],"
                        + "\"TaxInformation\":[{\"Key\":\"VATNumber\",\"Value\":\"1\"},{\"Key\":\"CPF\",\"Value\":\"\"}],"
                        + "\"BillingThresholdAmount\":1250,"
                        + "\"BusinessAddress\":{\"City\":\"Redmond\",\"BusinessName\":\"Biz\"}}}");
    }

    @Test
    void listsArePlainArrays() {
        assertThat(written(response("SearchAccounts").with("Accounts", List.of())))
                .isEqualTo("{\"Accounts\":[]}");
        assertThat(written(response("GetUser")
                        .with("User", null)
                        .with(
                                "CustomerRoles",
                                List.of(WireObject.of(CustomerManagement.CUSTOMER_ROLE)
                                        .with("RoleId", 41)
                                        .with("CustomerId", 200L)
                                        .with("AccountIds", List.of(1L))
                                        .with("LinkedAccountIds", List.of())))))
                .isEqualTo(
                        "{\"User\":null,\"CustomerRoles\":[{\"RoleId\":41,\"CustomerId\":\"200\",\"AccountIds\":[\"1\"],"
                                + "\"LinkedAccountIds\":[],\"CustomerLinkPermission\":null}]}");
    }

    @Test
    void whatHasNoValueIsNullButForWhatNobodyHasAskedFor() {
        WireObject account = WireObject.of(CustomerManagement.ADVERTISER_ACCOUNT)
                .with("Id", 1L)
                .with("BusinessAddress", WireObject.of(CustomerManagement.ADDRESS));
        String plain = "{\"Account\":{\"BillToCustomerId\":null,\"CurrencyCode\":null,\"AccountFinancialStatus\":null,"
                + "\"Id\":\"1\",\"Language\":null,\"LastModifiedByUserId\":null,\"LastModifiedTime\":null,\"Name\":null,"
                + "\"Number\":null,\"ParentCustomerId\":null,\"PaymentMethodId\":null,\"PaymentMethodType\":null,"
                + "\"PrimaryUserId\":null,\"AccountLifeCycleStatus\":null,\"TimeStamp\":null,\"TimeZone\":null,"
                + "\"PauseReason\":null,\"ForwardCompatibilityMap\":null,\"LinkedAgencies\":null,"
                + "\"SalesHouseCustomerId\":null,\"TaxInformation\":null,\"BackUpPaymentInstrumentId\":null,"
                + "\"BillingThresholdAmount\":null,\"BusinessAddress\":{\"City\":null,\"CountryCode\":null,\"Id\":null,"
                + "\"Line1\":null,\"Line2\":null,\"Line3\":null,\"Line4\":null,\"PostalCode\":null,"
                + "\"StateOrProvince\":null,\"TimeStamp\":null,\"BusinessName\":null},\"AutoTagType\":null,"
                + "\"SoldToPaymentInstrumentId\":null}}";
        assertThat(written(response("GetAccount").with("Account", account))).isEqualTo(plain);
        assertThat(written(response("GetAccount")
                        .with("Account", account.with("TaxCertificate", null).with("AccountMode", "Expert"))))
                .isEqualTo(plain.replace("}}", ",\"TaxCertificate\":null,\"AccountMode\":\"Expert\"}}"));
        assertThat(written(response("GetAccount"))).isEqualTo("{\"Account\":null}");
    }

    @Test
    void flagsAreOneStringAndTruthIsTruth() {
        WireObject get = WireObject.of(
                CustomerManagement.named("GetAccount").orElseThrow().request());
        assertThat(written(get.with("ReturnAdditionalFields", List.of("TaxCertificate", "AccountMode"))))
                .isEqualTo("{\"AccountId\":null,\"ReturnAdditionalFields\":\"TaxCertificate, AccountMode\"}");
        WireObject infos = WireObject.of(
                CustomerManagement.named("GetAccountsInfo").orElseThrow().request());
        assertThat(written(infos.with("OnlyParentAccounts", false)))
                .isEqualTo("{\"CustomerId\":null,\"OnlyParentAccounts\":false}");
    }

    @Test
    void generalFault() {
        assertThat(fault(new WireFault(WireFault.Kind.AD_API, 105, "InvalidCredentials", "No.", null)))
                .isEqualTo("{\"TrackingId\":\"7c9f\",\"Type\":\"AdApiFaultDetail\",\"Errors\":[{\"Code\":105,"
                        + "\"Detail\":null,\"ErrorCode\":\"InvalidCredentials\",\"Message\":\"No.\"}]}");
    }

    @Test
    void faultOfTheService() {
        assertThat(fault(new WireFault(WireFault.Kind.API, 2108, "NeverWritten", "Not \"that\".", "AccountId")))
                .isEqualTo("{\"TrackingId\":\"7c9f\",\"Type\":\"ApiFault\",\"OperationErrors\":[{\"Code\":2108,"
                        + "\"Details\":\"AccountId\",\"Message\":\"Not \\\"that\\\".\"}]}");
    }
}
