package io.curfew.dialects.msads.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Envelopes as clients write them, as they might, and as they must not (sections 1 and 2 of the contract). */
class SoapReaderTest {
    static final byte[] STAMP = {0, 0, 0, 0, 0, 0, 7, (byte) 0xd1};

    /** The contract's order, on purpose not taken from the schema that is tested. */
    static final List<String> ACCOUNT = List.of(
            "BillToCustomerId",
            "CurrencyCode",
            "AccountFinancialStatus",
            "Id",
            "Language",
            "LastModifiedByUserId",
            "LastModifiedTime",
            "Name",
            "Number",
            "ParentCustomerId",
            "PaymentMethodId",
            "PaymentMethodType",
            "PrimaryUserId",
            "AccountLifeCycleStatus",
            "TimeStamp",
            "TimeZone",
            "PauseReason",
            "ForwardCompatibilityMap",
            "LinkedAgencies",
            "SalesHouseCustomerId",
            "TaxInformation",
            "BackUpPaymentInstrumentId",
            "BillingThresholdAmount",
            "BusinessAddress",
            "AutoTagType",
            "SoldToPaymentInstrumentId",
            "TaxCertificate",
            "AccountMode");

    static final String TEMPLATE = """
            <s:Envelope xmlns:i="http://www.w3.org/2001/XMLSchema-instance" xmlns:s="http://schemas.xmlsoap.org/soap/envelope/">
              <s:Header xmlns="https://bingads.microsoft.com/Customer/v13">
                <Action mustUnderstand="1">DeleteAccount</Action>
                <AuthenticationToken i:nil="false">ACCESSTOKEN</AuthenticationToken>
                <DeveloperToken i:nil="false">DEVTOKEN</DeveloperToken>
              </s:Header>
              <s:Body>
                <DeleteAccountRequest xmlns="https://bingads.microsoft.com/Customer/v13">
                  <AccountId>180000001</AccountId>
                  <TimeStamp i:nil="false">AAAAAAAAB9E=</TimeStamp>
                </DeleteAccountRequest>
              </s:Body>
            </s:Envelope>
            """;

    static final String DELETE = "<DeleteAccountRequest><AccountId>180000001</AccountId>"
            + "<TimeStamp>AAAAAAAAB9E=</TimeStamp></DeleteAccountRequest>";

    /** Around a body, what the Java SDK was recorded with. */
    static String recorded(String body) {
        return """
                <soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Header>
                 <AuthenticationToken xmlns="https://bingads.microsoft.com/Customer/v13">ACCESSTOKEN</AuthenticationToken>
                 <CustomerAccountId xmlns="https://bingads.microsoft.com/Customer/v13">180000001</CustomerAccountId>
                 <CustomerId xmlns="https://bingads.microsoft.com/Customer/v13">200</CustomerId>
                 <DeveloperToken xmlns="https://bingads.microsoft.com/Customer/v13">DEVTOKEN</DeveloperToken>
                </soap:Header><soap:Body xmlns="https://bingads.microsoft.com/Customer/v13"
                  xmlns:ns2="https://bingads.microsoft.com/Customer/v13/Entities"
                  xmlns:ns5="http://schemas.datacontract.org/2004/07/System.Collections.Generic"
                  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">%s</soap:Body></soap:Envelope>
                """.formatted(body);
    }

    /** An account with all its elements: nil, but for those given and the one that is not nillable. */
    static String account(Map<String, String> given) {
        StringBuilder text = new StringBuilder("<Account>");
        for (String name : ACCOUNT) {
            String value = given.get(name);
            if (value != null) {
                text.append("<ns2:%1$s>%2$s</ns2:%1$s>".formatted(name, value));
            } else if (!name.equals("ParentCustomerId")) {
                text.append("<ns2:%s xsi:nil=\"true\"/>".formatted(name));
            }
        }
        return text.append("</Account>").toString();
    }

    static SoapRequest read(String envelope, @Nullable String soapAction) {
        return SoapReader.read(envelope.getBytes(StandardCharsets.UTF_8), null, soapAction);
    }

    /** What the body asks for, the operation told by it alone. */
    static WireObject request(String body) {
        return read(recorded(body), null).request();
    }

    static WireObject requestAccount(Map<String, String> given) {
        return object(request("<UpdateAccountRequest>" + account(given) + "</UpdateAccountRequest>"), "Account");
    }

    static WireObject object(WireObject holder, String name) {
        WireObject object = holder.object(name);
        assertThat(object).as(name).isNotNull();
        return object;
    }

    static void refused(ErrorCode code, ThrowingCallable call) {
        assertThatExceptionOfType(DomainException.class)
                .isThrownBy(call)
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(code));
    }

    static void requireDelete(SoapRequest read) {
        assertThat(read.operation().name()).isEqualTo("DeleteAccount");
        assertThat(read.header("AuthenticationToken")).isEqualTo("ACCESSTOKEN");
        assertThat(read.header("DeveloperToken")).isEqualTo("DEVTOKEN");
        assertThat(read.request().number("AccountId")).isEqualTo(180000001L);
        assertThat(read.request().bytes("TimeStamp")).isEqualTo(STAMP);
    }

    // As it was written down, and as it was recorded

    @Test
    void templateOfTheReference() {
        // When
        SoapRequest read = read(TEMPLATE, null);
        // Then
        requireDelete(read);
        assertThat(read.header("Action")).isEqualTo("DeleteAccount");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " s:mustUnderstand=\"1\"", " mustUnderstand=\"0\"", " s:actor=\"x\""})
    void templateWithOtherAttributesOfItsAction(String attributes) {
        requireDelete(read(TEMPLATE.replace(" mustUnderstand=\"1\"", attributes), null));
    }

    @Test
    void recordedDeleteAccount() {
        // When
        SoapRequest read = read(recorded(DELETE), "\"DeleteAccount\"");
        // Then
        requireDelete(read);
        assertThat(read.header("CustomerAccountId")).isEqualTo("180000001");
        assertThat(read.header("CustomerId")).isEqualTo("200");
        assertThat(read.header("Action")).isNull();
    }

    @Test
    void recordedGetAccount() {
        WireObject request = request("""
                <GetAccountRequest><AccountId>180000001</AccountId>
                <ReturnAdditionalFields>TaxCertificate AccountMode</ReturnAdditionalFields></GetAccountRequest>
                """);
        assertThat(request.number("AccountId")).isEqualTo(180000001L);
        assertThat(request.texts("ReturnAdditionalFields")).containsExactly("TaxCertificate", "AccountMode");
    }

    @Test
    void recordedSearchAccounts() {
        // When
        WireObject request = request("""
                <SearchAccountsRequest><Predicates><ns2:Predicate><ns2:Field>UserId</ns2:Field>
                <ns2:Operator>Equals</ns2:Operator><ns2:Value>300</ns2:Value></ns2:Predicate></Predicates>
                <Ordering><ns2:OrderBy><ns2:Field>Number</ns2:Field><ns2:Order>Descending</ns2:Order></ns2:OrderBy></Ordering>
                <PageInfo><ns2:Index>0</ns2:Index><ns2:Size>10</ns2:Size></PageInfo>
                <ReturnAdditionalFields xsi:nil="true"/></SearchAccountsRequest>
                """);
        // Then
        assertThat(request.objects("Predicates")).singleElement().satisfies(predicate -> {
            assertThat(predicate.text("Field")).isEqualTo("UserId");
            assertThat(predicate.text("Operator")).isEqualTo("Equals");
            assertThat(predicate.text("Value")).isEqualTo("300");
        });
        assertThat(request.objects("Ordering")).singleElement().satisfies(order -> {
            assertThat(order.text("Field")).isEqualTo("Number");
            assertThat(order.text("Order")).isEqualTo("Descending");
        });
        assertThat(object(request, "PageInfo").integer("Index")).isZero();
        assertThat(object(request, "PageInfo").integer("Size")).isEqualTo(10);
        assertThat(request.texts("ReturnAdditionalFields")).isNull();
        assertThat(request.mentions("ReturnAdditionalFields")).isTrue();
    }

    @Test
    void recordedAddAccount() {
        // When
        WireObject account = object(
                request("<AddAccountRequest>"
                        + account(Map.of(
                                "CurrencyCode",
                                "USD",
                                "Name",
                                "Test account",
                                "ParentCustomerId",
                                "200",
                                "TaxInformation",
                                "<ns5:KeyValuePairOfstringstring><ns5:key>AUGSTNumber</ns5:key><ns5:value>123</ns5:value>"
                                        + "</ns5:KeyValuePairOfstringstring>",
                                "BusinessAddress",
                                "<ns2:City>Redmond</ns2:City><ns2:CountryCode>US</ns2:CountryCode><ns2:Id xsi:nil=\"true\"/>"
                                        + "<ns2:Line1>1 Main</ns2:Line1><ns2:BusinessName>Biz</ns2:BusinessName>"))
                        + "</AddAccountRequest>"),
                "Account");
        // Then
        assertThat(account.text("CurrencyCode")).isEqualTo("USD");
        assertThat(account.text("Name")).isEqualTo("Test account");
        assertThat(account.number("ParentCustomerId")).isEqualTo(200);
        assertThat(account.pairs("TaxInformation")).containsExactly(Map.entry("AUGSTNumber", "123"));
        assertThat(object(account, "BusinessAddress").text("Line1")).isEqualTo("1 Main");
        assertThat(object(account, "BusinessAddress").number("Id")).isNull();
        assertThat(ACCOUNT.stream().filter(account::has))
                .containsExactly("CurrencyCode", "Name", "ParentCustomerId", "TaxInformation", "BusinessAddress");
        assertThat(ACCOUNT).allMatch(account::mentions);
    }

    @Test
    void recordedUpdateAccount() {
        WireObject account = requestAccount(Map.of("Id", "2", "TimeStamp", "AAAAAAAAB9E=", "PauseReason", "1"));
        assertThat(account.number("Id")).isEqualTo(2);
        assertThat(account.bytes("TimeStamp")).isEqualTo(STAMP);
        assertThat(account.integer("PauseReason")).isEqualTo(1);
        assertThat(account.text("Name")).isNull();
        assertThat(account.mentions("ParentCustomerId")).isFalse();
    }

    // Which operation it is

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "\"GetUser\"",
                "GetUser",
                " \"GetUser\" ",
                "\"https://bingads.microsoft.com/Customer/v13/GetUser\"",
                "https://bingads.microsoft.com/Customer/v13/ICustomerManagementService/GetUser",
                "urn:x#GetUser"
            })
    void soapActionComesFirst(String soapAction) {
        assertThat(read(TEMPLATE, soapAction).operation().name()).isEqualTo("GetUser");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\"\"", "\"", "\"GetNothing\"", "\"getuser\"", "\"GetUser", "\"GetUserRequest\"", "/"})
    void actionHeaderComesNext(String soapAction) {
        String envelope = TEMPLATE.replace(">DeleteAccount<", ">GetCustomer<");
        assertThat(read(envelope, soapAction).operation().name()).isEqualTo("GetCustomer");
    }

    @Test
    void actionHeaderMayBeAnAddress() {
        String envelope = TEMPLATE.replace(">DeleteAccount<", "> https://bingads.microsoft.com/Customer/v13/GetUser <");
        assertThat(read(envelope, null).operation().name()).isEqualTo("GetUser");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "GetNothing"})
    void bodyComesLast(String action) {
        assertThat(read(TEMPLATE.replace(">DeleteAccount<", ">" + action + "<"), "\"\"")
                        .operation()
                        .name())
                .isEqualTo("DeleteAccount");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<GetNothingRequest/>",
                "<DeleteAccount/>",
                "<DeleteAccountResponse/>",
                "<Request/>",
                "<ns2:DeleteAccountRequest/>",
                "<DeleteAccountRequest xmlns=''/>",
                ""
            })
    void noOperationCanBeTold(String body) {
        refused(ErrorCode.OPERATION_UNKNOWN, () -> read(recorded(body), "\"GetNothing\""));
    }

    @Test
    void operationThatIsNotServedIsNotTakenForAnother() {
        for (String action : List.of("\"SearchCustomers\"", "SearchCustomers")) {
            refused(ErrorCode.OPERATION_UNKNOWN, () -> read(TEMPLATE, action));
        }
        refused(ErrorCode.OPERATION_UNKNOWN, () -> read(recorded("<SearchCustomersRequest/>"), null));
    }

    @Test
    void everyOperationIsToldByItsElement() {
        for (Operation operation : CustomerManagement.OPERATIONS) {
            SoapRequest read = read(recorded("<" + operation.name() + "Request/>"), null);
            assertThat(read.operation()).isEqualTo(operation);
            assertThat(read.request().type()).isEqualTo(operation.request());
        }
    }

    // The frame

    @Test
    void headersOfAnyOrderAndUnknownOnes() {
        // Given
        String envelope = TEMPLATE.replaceAll("(?s)<Action.*</DeveloperToken>", """
                <x:Security xmlns:x="urn:x" s:mustUnderstand="1"><x:AuthenticationToken>no</x:AuthenticationToken></x:Security>
                <DeveloperToken>DEVTOKEN</DeveloperToken><Unknown><Deep>1</Deep></Unknown>
                <x:AuthenticationToken xmlns:x="urn:x">no</x:AuthenticationToken>
                <AuthenticationToken xmlns="">no</AuthenticationToken>
                <AuthenticationToken> ACCESSTOKEN </AuthenticationToken>
                <ApplicationToken i:nil="true"/><Password i:nil="1"/><UserName></UserName>
                """);
        // When
        SoapRequest read = read(envelope, null);
        // Then
        requireDelete(read);
        assertThat(read.header("ApplicationToken")).isNull();
        assertThat(read.header("Password")).isNull();
        assertThat(read.header("UserName")).isNull();
    }

    @Test
    void firstOfTwoHeadersCounts() {
        String second = "<DeveloperToken>OTHER</DeveloperToken></s:Header>";
        requireDelete(read(TEMPLATE.replace("</s:Header>", second), null));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "<AuthenticationToken xmlns='https://bingads.microsoft.com/Customer/v13'/>"})
    void headersMayBeMissing(String header) {
        SoapRequest read =
                read(recorded(DELETE).replaceAll("(?s)(<soap:Header>).*(</soap:Header>)", "$1" + header + "$2"), null);
        assertThat(read.header("AuthenticationToken")).isNull();
        assertThat(read.request().number("AccountId")).isEqualTo(180000001L);
    }

    @Test
    void headerMayBeMissing() {
        SoapRequest read = read(recorded(DELETE).replaceAll("(?s)<soap:Header>.*</soap:Header>", ""), null);
        assertThat(read.header("DeveloperToken")).isNull();
        assertThat(read.request().bytes("TimeStamp")).isEqualTo(STAMP);
    }
}
