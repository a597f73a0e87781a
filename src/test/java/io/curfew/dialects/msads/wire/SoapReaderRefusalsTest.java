package io.curfew.dialects.msads.wire;

import static io.curfew.dialects.msads.wire.SoapReaderTest.DELETE;
import static io.curfew.dialects.msads.wire.SoapReaderTest.TEMPLATE;
import static io.curfew.dialects.msads.wire.SoapReaderTest.read;
import static io.curfew.dialects.msads.wire.SoapReaderTest.recorded;
import static io.curfew.dialects.msads.wire.SoapReaderTest.refused;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.kernel.ErrorCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is no envelope, and requests that are wrong inside of one (sections 1 and 2 of the contract). */
class SoapReaderRefusalsTest {
    @ParameterizedTest
    @ValueSource(
            strings = {"http://www.w3.org/2003/05/soap-envelope", "urn:x", "http://schemas.xmlsoap.org/soap/envelope"})
    void otherEnvelopesAreNone(String namespace) {
        String envelope = TEMPLATE.replace("http://schemas.xmlsoap.org/soap/envelope/", namespace);
        refused(ErrorCode.BAD_REQUEST, () -> read(envelope, "\"DeleteAccount\""));
    }

    @Test
    void envelopeHasANamespace() {
        refused(
                ErrorCode.BAD_REQUEST,
                () -> read("<Envelope><Body><DeleteAccountRequest/></Body></Envelope>", "\"DeleteAccount\""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Header", "Body", "Other"})
    void nothingFollowsTheBody(String name) {
        refused(
                ErrorCode.BAD_REQUEST,
                () -> read(TEMPLATE.replace("</s:Envelope>", "<s:" + name + "/></s:Envelope>"), null));
    }

    @Test
    void bodyOfAnotherNamespaceIsNone() {
        refused(ErrorCode.BAD_REQUEST, () -> read(TEMPLATE.replace("s:Body>", "Body>"), null));
    }

    @Test
    void nothingSentIsEmpty() {
        refused(ErrorCode.REQUEST_EMPTY, () -> read("", "\"DeleteAccount\""));
        refused(
                ErrorCode.REQUEST_EMPTY,
                () -> read(TEMPLATE.replaceAll("(?s)<s:Body>.*</s:Body>", ""), "\"DeleteAccount\""));
    }

    // What is not looked at before credentials are

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "<!-- nothing -->", "<DeleteAccountRequest xsi:nil='true'/>"})
    void emptyBodyIsToldByItsRequest(String body) {
        // When
        SoapRequest read = read(recorded(body), "\"DeleteAccount\"");
        // Then
        assertThat(read.header("AuthenticationToken")).isEqualTo("ACCESSTOKEN");
        refused(ErrorCode.REQUEST_EMPTY, read::request);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                DELETE + DELETE,
                DELETE + "<x/>",
                "<GetAccountRequest/>",
                "<DeleteAccount/>",
                "<ns2:DeleteAccountRequest/>",
                "<DeleteAccountRequest xmlns=''/>",
                "<deleteAccountRequest/>",
                "<DeleteAccountRequest>text</DeleteAccountRequest>",
                "<DeleteAccountRequest><TimeStamp/><AccountId>1</AccountId></DeleteAccountRequest>",
                "<DeleteAccountRequest><AccountId>1</AccountId><AccountId>1</AccountId></DeleteAccountRequest>",
                "<DeleteAccountRequest><AccountId>1</AccountId>and<TimeStamp/></DeleteAccountRequest>",
                "<DeleteAccountRequest><AccountId>1</AccountId><Force/><AccountId>1</AccountId></DeleteAccountRequest>",
                "<DeleteAccountRequest><AccountId><x>1</x></AccountId></DeleteAccountRequest>",
                "<DeleteAccountRequest><AccountId>x</AccountId></DeleteAccountRequest>",
                "<DeleteAccountRequest><ns2:AccountId>1</ns2:AccountId></DeleteAccountRequest>",
                "<DeleteAccountRequest><AccountId xmlns=''>2</AccountId><AccountId>1</AccountId></DeleteAccountRequest>",
                "<DeleteAccountRequest><AccountId>1</AccountId><TimeStamp xmlns='urn:x'/></DeleteAccountRequest>"
            })
    void wrongBodyIsToldByItsRequest(String body) {
        // When
        SoapRequest read = read(recorded(body), "\"DeleteAccount\"");
        // Then
        assertThat(read.operation().name()).isEqualTo("DeleteAccount");
        assertThat(read.header("DeveloperToken")).isEqualTo("DEVTOKEN");
        refused(ErrorCode.BAD_REQUEST, read::request);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<Account><ns2:Name>a</ns2:Name><ns2:Id>1</ns2:Id></Account>",
                "<Account><ns2:TaxInformation><ns5:KeyValuePairOfstringstring xsi:nil='true'/></ns2:TaxInformation></Account>",
                "<Account><ns2:TaxInformation>text</ns2:TaxInformation></Account>",
                "<Account><ns2:Name>a</ns2:Name><ns2:Newer/><ns2:Id>1</ns2:Id></Account>",
                // Known names in another namespace
                "<ns2:Account><ns2:Id>1</ns2:Id></ns2:Account>",
                "<Account><Id>1</Id><Name>a</Name></Account>",
                "<Account><ns2:Id>1</ns2:Id><Name xmlns=''>a</Name></Account>",
                "<Account><ns2:TaxInformation><ns2:KeyValuePairOfstringstring/></ns2:TaxInformation></Account>",
                "<Account><ns2:TaxInformation><ns5:KeyValuePairOfstringstring><ns5:key>CPF</ns5:key><value>1</value>"
                        + "</ns5:KeyValuePairOfstringstring></ns2:TaxInformation></Account>"
            })
    void wrongInsideIsToldByItsRequest(String content) {
        SoapRequest read = read(recorded("<UpdateAccountRequest>" + content + "</UpdateAccountRequest>"), null);
        refused(ErrorCode.BAD_REQUEST, read::request);
    }
}
