package io.curfew.dialects.msads.wire;

import static io.curfew.dialects.msads.wire.SoapReaderTest.STAMP;
import static io.curfew.dialects.msads.wire.SoapReaderTest.TEMPLATE;
import static io.curfew.dialects.msads.wire.SoapReaderTest.account;
import static io.curfew.dialects.msads.wire.SoapReaderTest.object;
import static io.curfew.dialects.msads.wire.SoapReaderTest.read;
import static io.curfew.dialects.msads.wire.SoapReaderTest.recorded;
import static io.curfew.dialects.msads.wire.SoapReaderTest.refused;
import static io.curfew.dialects.msads.wire.SoapReaderTest.request;
import static io.curfew.dialects.msads.wire.SoapReaderTest.requestAccount;
import static io.curfew.dialects.msads.wire.SoapReaderTest.requireDelete;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.kernel.ErrorCode;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Values inside of an envelope: nil, absent and empty ones, their types and encodings (sections 1 and 2 of the contract). */
class SoapReaderValuesTest {
    // Values

    @Test
    void nilAbsentAndEmpty() {
        // When
        WireObject account = requestAccount(
                Map.of("Id", "", "Name", "", "TimeStamp", " ", "LastModifiedTime", "", "TaxInformation", ""));
        // Then
        assertThat(account.number("Id")).isNull();
        assertThat(account.bytes("TimeStamp")).isNull();
        assertThat(account.instant("LastModifiedTime")).isNull();
        assertThat(account.text("Name")).isEmpty();
        assertThat(account.pairs("TaxInformation")).isEmpty();
        assertThat(account.pairs("ForwardCompatibilityMap")).isNull();
        assertThat(account.mentions("ForwardCompatibilityMap")).isTrue();
        assertThat(account.mentions("ParentCustomerId")).isFalse();
        assertThat(request("<UpdateAccountRequest/>").mentions("Account")).isFalse();
        assertThat(request("<UpdateAccountRequest><Account xsi:nil='true'/></UpdateAccountRequest>")
                        .object("Account"))
                .isNull();
        assertThat(request("<UpdateAccountRequest><Account/></UpdateAccountRequest>")
                        .object("Account"))
                .isNotNull();
    }

    @ParameterizedTest
    @CsvSource({"true, false", "1, false", "' true ', false", "false, true", "0, true", "TRUE, true", "'', true"})
    void nilIsTrueOrNot(String nil, boolean read) {
        WireObject request = request(
                "<DeleteAccountRequest><AccountId xsi:nil='%s'>1</AccountId></DeleteAccountRequest>".formatted(nil));
        assertThat(request.has("AccountId")).isEqualTo(read);
    }

    @Test
    void nilOfAnotherNamespaceMeansNothing() {
        assertThat(request(
                                "<DeleteAccountRequest><AccountId nil='true' ns2:nil='true'>1</AccountId></DeleteAccountRequest>")
                        .number("AccountId"))
                .isEqualTo(1);
    }

    @Test
    void valuesAsSchemasWriteThem() {
        WireObject account = requestAccount(Map.of(
                "Id", " \n+9223372036854775807\t",
                "LastModifiedTime", "2026-11-22T04:49:15.5410000+01:00",
                "Name", "  Tom &amp; <![CDATA[<Jerry>]]> &#233;\u6f22\ud83d\ude00 ",
                "PauseReason", "255",
                "TimeStamp", "AAAA\n  AAAA\n  B9E=",
                "BillingThresholdAmount", "12.50"));
        assertThat(account.number("Id")).isEqualTo(Long.MAX_VALUE);
        assertThat(account.instant("LastModifiedTime")).isEqualTo("2026-11-22T03:49:15.541Z");
        assertThat(account.text("Name")).isEqualTo("  Tom & <Jerry> \u00e9\u6f22\ud83d\ude00 ");
        assertThat(account.integer("PauseReason")).isEqualTo(255);
        assertThat(account.bytes("TimeStamp")).isEqualTo(STAMP);
        assertThat(account.decimal("BillingThresholdAmount")).isEqualTo(new BigDecimal("12.50"));
    }

    @ParameterizedTest
    @CsvSource({"true, true", "1, true", "false, false", "0, false"})
    void truthAsSchemasWriteIt(String text, boolean truth) {
        assertThat(request("<GetAccountsInfoRequest><OnlyParentAccounts>" + text
                                + "</OnlyParentAccounts></GetAccountsInfoRequest>")
                        .flag("OnlyParentAccounts"))
                .isEqualTo(truth);
    }

    @ParameterizedTest
    @CsvSource({
        "Id, 9223372036854775808",
        "Id, 1.0",
        "Id, 0x1",
        "Id, 1 2",
        "Id, \u0661",
        "PauseReason, 256",
        "PauseReason, -1",
        "CurrencyCode, usd",
        "CurrencyCode, XXX",
        "TimeStamp, AAAAAAAAB9E",
        "TimeStamp, AAAAAAAAB9F=",
        "TimeStamp, AAAAAAAAB9E_",
        "BillingThresholdAmount, 1e3",
        "BillingThresholdAmount, NaN",
        "BillingThresholdAmount, '1,5'",
        "LinkedAgencies, text"
    })
    void valuesThatAreNone(String name, String text) {
        refused(ErrorCode.BAD_REQUEST, () -> requestAccount(Map.of(name, text)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-02-30T00:00:00Z", "2026-11-22", "22.11.2026", "/Date(1)/", "0000-01-01T00:00:00Z"})
    void datesThatAreNone(String text) {
        refused(ErrorCode.DATE_INVALID, () -> requestAccount(Map.of("LastModifiedTime", text)));
    }

    @Test
    void flagsAreWordsOfTheirType() {
        String form = "<GetAccountRequest><ReturnAdditionalFields>%s</ReturnAdditionalFields></GetAccountRequest>";
        assertThat(request(form.formatted("\n AccountMode\t TaxCertificate  AccountMode "))
                        .texts("ReturnAdditionalFields"))
                .containsExactly("AccountMode", "TaxCertificate");
        assertThat(request(form.formatted("")).texts("ReturnAdditionalFields")).isNull();
        refused(ErrorCode.BAD_REQUEST, () -> request(form.formatted("AccountMode Nothing")));
    }

    // XML's own freedoms

    @Test
    void prefixesAreFree() {
        requireDelete(read("""
                <?xml version='1.0'?><Envelope xmlns='http://schemas.xmlsoap.org/soap/envelope/' xmlns:\u00e9='https://bingads.microsoft.com/Customer/v13'
                ><Header><\u00e9:DeveloperToken>DEVTOKEN</\u00e9:DeveloperToken><a:AuthenticationToken
                xmlns:a='https://bingads.microsoft.com/Customer/v13'>ACCESSTOKEN</a:AuthenticationToken></Header><Body>
                <DeleteAccountRequest xmlns='https://bingads.microsoft.com/Customer/v13'><\u00e9:AccountId>180000001</\u00e9:AccountId>
                <Envelope:TimeStamp xmlns:Envelope='https://bingads.microsoft.com/Customer/v13'>AAAAAAAAB9E=</Envelope:TimeStamp>
                </DeleteAccountRequest></Body></Envelope>
                """, null));
    }

    @Test
    void commentsInstructionsAndSectionsChangeNothing() {
        requireDelete(read(
                "<?xml version=\"1.0\" encoding=\"utf-8\" standalone=\"yes\"?><!-- before --><?x y?>"
                        + TEMPLATE.replace("180000001", "18<!-- <AccountId> -->00<?x?><![CDATA[00]]>001")
                                .replace("ACCESSTOKEN", "<![CDATA[ACCESS]]>TOKEN")
                                .replace("<s:Body>", "<!-- x --><s:Body><!-- y --><?z?>")
                        + "<!-- after -->",
                null));
    }

    @Test
    void byteOrderMarkIsPassedOver() {
        requireDelete(read("\ufeff" + TEMPLATE, null));
        requireDelete(read("\ufeff<?xml version=\"1.0\" encoding=\"UTF-8\"?>" + TEMPLATE, null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTF-16", "UTF-16LE", "UTF-16BE"})
    void utf16IsRead(String charset) {
        // Given
        String declared = "<?xml version=\"1.0\" encoding=\"UTF-16\"?>";
        String named = recorded("<UpdateAccountRequest>" + account(Map.of("Name", "\u00e9\u6f22\ud83d\ude00"))
                + "</UpdateAccountRequest>");
        Charset encoding = Charset.forName(charset);
        String mark = charset.equals("UTF-16") ? "" : "\ufeff";
        // When, Then
        requireDelete(SoapReader.read((mark + declared + TEMPLATE).getBytes(encoding), null, null));
        assertThat(object(
                                SoapReader.read((mark + named).getBytes(encoding), null, null)
                                        .request(),
                                "Account")
                        .text("Name"))
                .isEqualTo("\u00e9\u6f22\ud83d\ude00");
    }

    @Test
    void latinIsReadWhereItIsDeclared() {
        String named = "<?xml version='1.0' encoding='iso-8859-1'?>"
                + recorded("<UpdateAccountRequest>" + account(Map.of("Name", "\u00e9")) + "</UpdateAccountRequest>");
        assertThat(object(
                                SoapReader.read(named.getBytes(StandardCharsets.ISO_8859_1), null, null)
                                        .request(),
                                "Account")
                        .text("Name"))
                .isEqualTo("\u00e9");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "text/xml; charset=iso-8859-1",
                "text/xml;charset=\"ISO-8859-1\"",
                "application/soap+xml; action=\"a;b\"; CharSet = iso-8859-1 ; x=y"
            })
    void latinIsReadWhereOnlyItsMediaTypeSaysSo(String mediaType) {
        String named =
                recorded("<UpdateAccountRequest>" + account(Map.of("Name", "\u00e9")) + "</UpdateAccountRequest>");
        byte[] latin = named.getBytes(StandardCharsets.ISO_8859_1);
        assertThat(object(SoapReader.read(latin, mediaType, null).request(), "Account")
                        .text("Name"))
                .isEqualTo("\u00e9");
        refused(ErrorCode.BAD_REQUEST, () -> SoapReader.read(latin, "text/xml", null));
    }

    @Test
    void mediaTypeCountsMoreThanTheDeclarationAndLessThanTheFirstBytes() {
        // Given
        String named = "<?xml version='1.0' encoding='iso-8859-1'?>"
                + recorded("<UpdateAccountRequest>" + account(Map.of("Name", "\u00e9")) + "</UpdateAccountRequest>");
        // When, Then
        assertThat(object(
                                SoapReader.read(named.getBytes(StandardCharsets.UTF_8), "text/xml; charset=utf-8", null)
                                        .request(),
                                "Account")
                        .text("Name"))
                .isEqualTo("\u00e9");
        assertThat(object(
                                SoapReader.read(
                                                ("\ufeff" + named).getBytes(StandardCharsets.UTF_16LE),
                                                "text/xml; charset=utf-8",
                                                null)
                                        .request(),
                                "Account")
                        .text("Name"))
                .isEqualTo("\u00e9");
        assertThat(object(
                                SoapReader.read(
                                                ("\ufeff" + named).getBytes(StandardCharsets.UTF_8),
                                                "text/xml; charset=iso-8859-1",
                                                null)
                                        .request(),
                                "Account")
                        .text("Name"))
                .isEqualTo("\u00e9");
        refused(
                ErrorCode.BAD_REQUEST,
                () -> SoapReader.read(TEMPLATE.getBytes(StandardCharsets.UTF_8), "text/xml; charset=none-such", null));
    }

    @Test
    void whatIsNotInItsEncodingIsRefused() {
        byte[] spoiled = TEMPLATE.getBytes(StandardCharsets.UTF_8);
        spoiled[TEMPLATE.indexOf("ACCESS")] = (byte) 0xff;
        refused(ErrorCode.BAD_REQUEST, () -> SoapReader.read(spoiled, null, null));
        byte[] half = TEMPLATE.getBytes(StandardCharsets.UTF_16);
        refused(ErrorCode.BAD_REQUEST, () -> SoapReader.read(Arrays.copyOf(half, half.length - 1), null, null));
        refused(ErrorCode.BAD_REQUEST, () -> read("<?xml version='1.0' encoding='none-such'?>" + TEMPLATE, null));
        refused(ErrorCode.BAD_REQUEST, () -> read("<?xml version='1.0' encoding='UTF-16'?>" + TEMPLATE, null));
    }

    // What newer clients send

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<Force>true</Force>",
                "<Force xsi:nil='true'/>",
                "<Force><AccountId>2</AccountId>text<x xmlns=''><TimeStamp/></x></Force>",
                "<ns2:Force>2</ns2:Force>",
                "<Force xmlns=''>2</Force>",
                "<accountId>2</accountId>"
            })
    void unknownElementsArePassedOver(String unknown) {
        // When
        WireObject first = request("<DeleteAccountRequest>" + unknown
                + "<AccountId>1</AccountId><TimeStamp>AAAAAAAAB9E=</TimeStamp></DeleteAccountRequest>");
        WireObject between = request("<DeleteAccountRequest><AccountId>1</AccountId>" + unknown
                + "<TimeStamp>AAAAAAAAB9E=</TimeStamp></DeleteAccountRequest>");
        // Then
        for (WireObject read : List.of(first, between)) {
            assertThat(read.number("AccountId")).isEqualTo(1);
            assertThat(read.bytes("TimeStamp")).containsExactly(0, 0, 0, 0, 0, 0, 7, 0xd1);
        }
    }

    @Test
    void unknownElementsArePassedOverWithinObjectsAndListsAndAfterTheBody() {
        // Given
        String account = "<Account><ns2:Newer>1</ns2:Newer><ns2:Id>1</ns2:Id><Newer>2</Newer><ns2:TaxInformation>"
                + "<ns5:KeyValuePairOfstringlong/><ns5:KeyValuePairOfstringstring><ns5:key>CPF</ns5:key><ns5:Key>b</ns5:Key>"
                + "<ns5:value>c</ns5:value></ns5:KeyValuePairOfstringstring></ns2:TaxInformation></Account>";
        String envelope = recorded("<UpdateAccountRequest>" + account + "</UpdateAccountRequest>")
                .replace("</soap:Envelope>", "<more xmlns='urn:x'/></soap:Envelope>");
        // When
        WireObject read = object(read(envelope, null).request(), "Account");
        // Then
        assertThat(read.number("Id")).isEqualTo(1);
        assertThat(read.pairs("TaxInformation")).isEqualTo(Map.of("CPF", "c"));
    }
}
