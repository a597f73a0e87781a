package io.curfew.dialects.msads.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies as the SDKs write them, and what else a lenient reader takes (sections 5.3 and 5.5 of the contract). */
class JsonReaderTest {
    private static final byte[] STAMP = {0, 0, 0, 0, 0, 0, 7, (byte) 0xd1};

    private static WireObject read(String operation, String body) {
        return JsonReader.read(
                CustomerManagement.named(operation).orElseThrow().request(), body.getBytes(StandardCharsets.UTF_8));
    }

    private static WireObject account(String properties) {
        return object(read("UpdateAccount", "{\"Account\":{" + properties + "}}"), "Account");
    }

    private static WireObject object(WireObject holder, String name) {
        WireObject object = holder.object(name);
        assertThat(object).as(name).isNotNull();
        return object;
    }

    private static void refused(ErrorCode code, String operation, String body) {
        assertThatExceptionOfType(DomainException.class)
                .isThrownBy(() -> read(operation, body))
                .satisfies(refusal -> assertThat(refusal.code()).as(body).isEqualTo(code));
    }

    // As recorded

    @Test
    void recordedDeleteAccount() {
        // When
        WireObject request = read("DeleteAccount", "{\"AccountId\":\"180000001\",\"TimeStamp\":\"AAAAAAAAB9E=\"}");
        // Then
        assertThat(request.number("AccountId")).isEqualTo(180000001L);
        assertThat(request.bytes("TimeStamp")).isEqualTo(STAMP);
    }

    @Test
    void recordedDeleteAccountWithNothingSet() {
        WireObject request = read("DeleteAccount", "{}");
        assertThat(request.mentions("AccountId")).isFalse();
        assertThat(request.mentions("TimeStamp")).isFalse();
    }

    @Test
    void recordedGetAccount() {
        assertThat(read("GetAccount", "{\"AccountId\":\"180000001\"}").texts("ReturnAdditionalFields"))
                .isNull();
        WireObject request = read(
                "GetAccount",
                "{\"AccountId\":\"180000001\",\"ReturnAdditionalFields\":\"TaxCertificate, AccountMode\"}");
        assertThat(request.number("AccountId")).isEqualTo(180000001L);
        assertThat(request.texts("ReturnAdditionalFields")).containsExactly("TaxCertificate", "AccountMode");
    }

    @Test
    void recordedSearchAccounts() {
        // When
        WireObject request = read("SearchAccounts", """
                {"Predicates":[{"Field":"UserId","Operator":"Equals","Value":"300"},{"Field":"AccountLifeCycleStatus","Operator":"Equals","Value":"Inactive"}],
                 "Ordering":[{"Field":"Number","Order":"Descending"}],"PageInfo":{"Index":0,"Size":10},"ReturnAdditionalFields":"AccountMode"}
                """);
        // Then
        assertThat(request.objects("Predicates"))
                .extracting(one -> one.text("Field") + " " + one.text("Operator") + " " + one.text("Value"))
                .containsExactly("UserId Equals 300", "AccountLifeCycleStatus Equals Inactive");
        assertThat(request.objects("Ordering"))
                .extracting(one -> one.text("Field") + " " + one.text("Order"))
                .containsExactly("Number Descending");
        assertThat(object(request, "PageInfo").integer("Index")).isZero();
        assertThat(object(request, "PageInfo").integer("Size")).isEqualTo(10);
        assertThat(request.texts("ReturnAdditionalFields")).containsExactly("AccountMode");
    }

    @Test
    void recordedAddAccount() {
        // When
        WireObject account = object(read("AddAccount", """
                {"Account":{"CurrencyCode":"USD","Name":"Test account","ParentCustomerId":"200","TimeZone":"PacificTimeUSCanadaTijuana",
                 "TaxInformation":[{"Key":"AUGSTNumber","Value":"123"}],"BusinessAddress":{"City":"Redmond","CountryCode":"US","Line1":"1 Main",
                 "PostalCode":"98052","StateOrProvince":"WA","BusinessName":"Biz"},"AutoTagType":"Preserve"}}
                """), "Account");
        // Then
        assertThat(account.text("CurrencyCode")).isEqualTo("USD");
        assertThat(account.text("Name")).isEqualTo("Test account");
        assertThat(account.number("ParentCustomerId")).isEqualTo(200);
        assertThat(account.text("TimeZone")).isEqualTo("PacificTimeUSCanadaTijuana");
        assertThat(account.pairs("TaxInformation")).containsExactly(Map.entry("AUGSTNumber", "123"));
        assertThat(object(account, "BusinessAddress").text("City")).isEqualTo("Redmond");
        assertThat(object(account, "BusinessAddress").text("StateOrProvince")).isEqualTo("WA");
        assertThat(object(account, "BusinessAddress").text("BusinessName")).isEqualTo("Biz");
        assertThat(account.text("AutoTagType")).isEqualTo("Preserve");
        assertThat(account.mentions("Id")).isFalse();
    }

    @Test
    void recordedUpdateAccount() {
        // When
        WireObject account = object(read("UpdateAccount", """
                {"Account":{"CurrencyCode":"USD","Id":"180000001","LastModifiedTime":"2026-11-22T03:49:15.541Z","Name":"Test account","ParentCustomerId":"200",
                 "AccountLifeCycleStatus":"Pause","TimeStamp":"AAAAAAAAB9E=","TimeZone":"PacificTimeUSCanadaTijuana","PauseReason":1,
                 "ForwardCompatibilityMap":[],"BillingThresholdAmount":12.50}}
                """), "Account");
        // Then
        assertThat(account.number("Id")).isEqualTo(180000001L);
        assertThat(account.instant("LastModifiedTime")).isEqualTo("2026-11-22T03:49:15.541Z");
        assertThat(account.text("AccountLifeCycleStatus")).isEqualTo("Pause");
        assertThat(account.bytes("TimeStamp")).isEqualTo(STAMP);
        assertThat(account.integer("PauseReason")).isEqualTo(1);
        assertThat(account.pairs("ForwardCompatibilityMap")).isEmpty();
        assertThat(account.decimal("BillingThresholdAmount")).isEqualByComparingTo("12.5");
        assertThat(account.mentions("TaxInformation")).isFalse();
    }

    @Test
    void recordedQueries() {
        WireObject infos = read("GetAccountsInfo", "{\"CustomerId\":\"200\",\"OnlyParentAccounts\":true}");
        assertThat(infos.number("CustomerId")).isEqualTo(200);
        assertThat(infos.flag("OnlyParentAccounts")).isTrue();
        WireObject find = read("FindAccounts", "{\"CustomerId\":\"200\",\"AccountFilter\":\"te\",\"TopN\":10}");
        assertThat(find.number("CustomerId")).isEqualTo(200);
        assertThat(find.text("AccountFilter")).isEqualTo("te");
        assertThat(find.integer("TopN")).isEqualTo(10);
        assertThat(read("GetUser", "{}").number("UserId")).isNull();
        assertThat(read("GetCustomer", "{\"CustomerId\":\"200\"}").number("CustomerId"))
                .isEqualTo(200);
    }

    // Leniently

    @Test
    void unknownPropertiesArePassedOver() {
        WireObject request = read("DeleteAccount", """
                {"accountId":"2","ACCOUNTID":3,"Type":{"a":[1,{"b":null}]},"AccountId":"1","TimeStamp ":"x","":0}
                """);
        assertThat(request.number("AccountId")).isEqualTo(1);
        assertThat(request.mentions("TimeStamp")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"9223372036854775807\"", "9223372036854775807", "\" 9223372036854775807 \""})
    void longIsAStringOrANumber(String json) {
        assertThat(account("\"Id\":" + json).number("Id")).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void otherValuesAreStringsOrTheirOwn() {
        WireObject strings = account("""
                "PauseReason":"4","BillingThresholdAmount":"12.50","Name":42
                """);
        assertThat(strings.integer("PauseReason")).isEqualTo(4);
        assertThat(strings.decimal("BillingThresholdAmount")).isEqualTo(new BigDecimal("12.50"));
        assertThat(strings.text("Name")).isEqualTo("42");
        assertThat(read("GetAccountsInfo", "{\"OnlyParentAccounts\":\"true\"}").flag("OnlyParentAccounts"))
                .isTrue();
        assertThat(account("\"BillingThresholdAmount\":1e2").decimal("BillingThresholdAmount"))
                .isEqualByComparingTo("100");
        assertThat(account("\"BillingThresholdAmount\":7").decimal("BillingThresholdAmount"))
                .isEqualByComparingTo("7");
    }

    @Test
    void nullAndAbsentAndEmpty() {
        // When
        WireObject account = account("""
                "Id":null,"Name":"","TimeStamp":"","LastModifiedTime":"","TaxInformation":null,"LinkedAgencies":[],"BusinessAddress":{}
                """);
        // Then
        assertThat(account.number("Id")).isNull();
        assertThat(account.mentions("Id")).isTrue();
        assertThat(account.text("Name")).isEmpty();
        assertThat(account.bytes("TimeStamp")).isNull();
        assertThat(account.instant("LastModifiedTime")).isNull();
        assertThat(account.pairs("TaxInformation")).isNull();
        assertThat(account.mentions("TaxInformation")).isTrue();
        assertThat(account.mentions("ForwardCompatibilityMap")).isFalse();
        assertThat(account.objects("LinkedAgencies")).isEmpty();
        assertThat(object(account, "BusinessAddress").has("City")).isFalse();
        assertThat(read("UpdateAccount", "{\"Account\":null}").object("Account"))
                .isNull();
    }

    @Test
    void pairsAreCapitalOrSmall() {
        assertThat(account("""
                "TaxInformation":[{"Key":"a","Value":"1"},{"key":"b","value":"2"},{"Key":"c","Value":null},{"Key":"d"},{"key":"no","Key":"e"}]
                """).pairs("TaxInformation"))
                .containsExactly(
                        Map.entry("a", "1"),
                        Map.entry("b", "2"),
                        Map.entry("c", ""),
                        Map.entry("d", ""),
                        Map.entry("e", ""));
    }

    @Test
    void pairHasItsKey() {
        WireObject account = account("\"TaxInformation\":[{\"Value\":\"1\"}]");
        assertThatExceptionOfType(DomainException.class)
                .isThrownBy(() -> account.pairs("TaxInformation"))
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_REQUEST));
    }

    @ParameterizedTest
    @CsvSource({
        "2026-11-22T03:49:15Z, 2026-11-22T03:49:15Z",
        "2026-11-22T03:49:15, 2026-11-22T03:49:15Z",
        "2026-11-22T03:49:15.1234567Z, 2026-11-22T03:49:15.123456700Z",
        "2026-11-22T03:49:15.5+02:00, 2026-11-22T01:49:15.500Z",
        "2028-02-29T00:00:00Z, 2028-02-29T00:00:00Z"
    })
    void datesAreIso(String text, String instant) {
        assertThat(account("\"LastModifiedTime\":\"" + text + "\"").instant("LastModifiedTime"))
                .isEqualTo(instant);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/Date(1479786555541)/", "2026-02-29T00:00:00Z", "2026-11-22", "now", "2026-11-22T24:00:00Z"})
    void otherDatesAreNone(String text) {
        refused(
                ErrorCode.DATE_INVALID,
                "UpdateAccount",
                "{\"Account\":{\"LastModifiedTime\":\"" + text.replace("/", "\\/") + "\"}}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"TaxCertificate,AccountMode", "TaxCertificate AccountMode", " TaxCertificate , AccountMode ,"})
    void flagsAreSeparatedAnyhow(String text) {
        assertThat(read("GetAccount", "{\"ReturnAdditionalFields\":\"" + text + "\"}")
                        .texts("ReturnAdditionalFields"))
                .containsExactly("TaxCertificate", "AccountMode");
    }

    @Test
    void noBodyIsAnEmptyObject() {
        assertThat(read("GetUser", "").has("UserId")).isFalse();
    }

    @Test
    void byteOrderMarkAndUnicodeAreRead() {
        assertThat(object(
                                read(
                                        "UpdateAccount",
                                        "\ufeff {\"Account\":{\"Name\":\"\u00e9\u6f22\\ud83d\\ude00\"}} "),
                                "Account")
                        .text("Name"))
                .isEqualTo("\u00e9\u6f22\ud83d\ude00");
    }

    // Refusals

    @ParameterizedTest
    @ValueSource(
            strings = {
                " ",
                "null",
                "[]",
                "\"{}\"",
                "1",
                "{",
                "{}{}",
                "{} x",
                "{'AccountId':'1'}",
                "{AccountId:1}",
                "{\"AccountId\":1,}",
                "{\"AccountId\":01}",
                "{\"AccountId\":NaN}",
                "// x\n{}",
                "<a/>"
            })
    void whatIsNoObjectIsRefused(String body) {
        refused(ErrorCode.BAD_REQUEST, "DeleteAccount", body);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"Id\":1.5",
                "\"Id\":1.0",
                "\"Id\":true",
                "\"Id\":[1]",
                "\"Id\":{}",
                "\"Id\":9223372036854775808",
                "\"Id\":\"x\"",
                "\"PauseReason\":256",
                "\"PauseReason\":-1",
                "\"Name\":{}",
                "\"Name\":true",
                "\"Name\":\"\\u0000\"",
                "\"Name\":\"\\ud800\"",
                "\"CurrencyCode\":\"usd\"",
                "\"CurrencyCode\":1",
                "\"TimeStamp\":\"AAAAAAAAB9E\"",
                "\"TimeStamp\":\"AAAAAAAAB9F=\"",
                "\"TimeStamp\":[0,0]",
                "\"BillingThresholdAmount\":1e999999999",
                "\"BillingThresholdAmount\":\"1e3\"",
                "\"BusinessAddress\":\"Redmond\"",
                "\"BusinessAddress\":[]",
                "\"TaxInformation\":{}",
                "\"TaxInformation\":[null]",
                "\"TaxInformation\":[\"a\"]"
            })
    void valuesOfAnotherTypeAreRefused(String properties) {
        refused(ErrorCode.BAD_REQUEST, "UpdateAccount", "{\"Account\":{" + properties + "}}");
    }

    @Test
    void onlyUtf8IsRead() {
        for (byte[] body : new byte[][] {
            "{\"Account\":{\"Name\":\"\u00e9\"}}".getBytes(StandardCharsets.ISO_8859_1),
            "{\"Account\":null}".getBytes(StandardCharsets.UTF_16),
            {'{', '"', (byte) 0xc0, (byte) 0x80, '"', ':', '1', '}'}
        }) {
            assertThatExceptionOfType(DomainException.class)
                    .isThrownBy(() -> JsonReader.read(
                            CustomerManagement.named("UpdateAccount")
                                    .orElseThrow()
                                    .request(),
                            body))
                    .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_REQUEST));
        }
    }
}
