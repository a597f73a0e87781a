package io.curfew.dialects.msads;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.accounts.AccountView;
import io.curfew.dialects.msads.MsAdsClient.Answer;
import io.curfew.people.CustomerRole;
import io.curfew.testing.Advertisers;
import io.curfew.testing.Advertisers.Customer;
import io.curfew.testing.Advertisers.Person;
import io.curfew.testing.CurfewTest;
import jakarta.inject.Inject;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * Requests as clients send them. Those of the Java SDK are as recorded (sections 1.6 and 5.5 of the contract), completed
 * from its section 2; those of C#, PHP and Python are composed from the contract, in the way that these clients write
 * XML, and were not recorded.
 */
@CurfewTest
class MsAdsClientFormsTest {
    private static final String PATH = "/Api/CustomerManagement/v13/CustomerManagementService.svc";

    @Inject
    Advertisers advertisers;

    private Customer customer;
    private Person admin;
    private AccountView account;
    private String stamp;

    @BeforeEach
    void makeAccount() {
        customer = advertisers.customer();
        admin = advertisers.person(customer, CustomerRole.SUPER_ADMIN);
        account = advertisers.subaccount(customer, "Falcon");
        stamp = advertisers.stamp(account.ids().advertiserAccountId());
    }

    private String filled(String text) {
        return text.replace("ACCESSTOKEN", admin.accessToken())
                .replace("DEVTOKEN", admin.developerToken())
                .replace("180000001", account.ids().advertiserAccountId())
                .replace("AAAAAAAAB9E=", stamp)
                .replace("CUSTOMERID", customer.id())
                .replace("USERID", admin.userId());
    }

    private Answer soap(String action, String envelope) {
        HttpRequest.Builder request = HttpRequest.newBuilder(MsAdsClient.uri(PATH))
                .header("Content-Type", "text/xml; charset=UTF-8")
                .POST(HttpRequest.BodyPublishers.ofString(filled(envelope)));
        if (!action.isEmpty()) {
            request.header("SOAPAction", action);
        }
        return MsAdsClient.ofSoap(MsAdsClient.send(request.build()));
    }

    private Answer rest(String method, String path, String body) {
        HttpRequest request = HttpRequest.newBuilder(MsAdsClient.uri("/CustomerManagement/v13" + path))
                .header("Accept", "*/*")
                .header("Accept-Encoding", "gzip;q=1.0, identity; q=0.5, *;q=0")
                .header("Authorization", "Bearer " + admin.accessToken())
                .header("Content-Type", "application/json")
                .header("CustomerAccountId", account.ids().advertiserAccountId())
                .header("CustomerId", customer.id())
                .header("DeveloperToken", admin.developerToken())
                .header("User-Agent", "BingAdsSDKJava.RestApi/13.0.27_17.0.15")
                .method(method, HttpRequest.BodyPublishers.ofString(filled(body)))
                .build();
        HttpResponse<String> response = MsAdsClient.send(request);
        assertThat(response.headers().firstValue("Content-Encoding")).isEmpty();
        return MsAdsClient.ofRest(response);
    }

    private String status() {
        return advertisers.account(customer, account.id()).status().name();
    }

    private String now() {
        return advertisers.stamp(account.ids().advertiserAccountId());
    }

    private static String recorded(String body) {
        return """
                <soap:Envelope xmlns:soap="http://schemas.xmlsoap.org/soap/envelope/"><soap:Header>
                 <AuthenticationToken xmlns="https://bingads.microsoft.com/Customer/v13">ACCESSTOKEN</AuthenticationToken>
                 <CustomerAccountId xmlns="https://bingads.microsoft.com/Customer/v13">180000001</CustomerAccountId>
                 <CustomerId xmlns="https://bingads.microsoft.com/Customer/v13">200</CustomerId>
                 <DeveloperToken xmlns="https://bingads.microsoft.com/Customer/v13">DEVTOKEN</DeveloperToken>
                </soap:Header><soap:Body xmlns="https://bingads.microsoft.com/Customer/v13"
                  xmlns:ns2="https://bingads.microsoft.com/Customer/v13/Entities"
                  xmlns:ns5="http://schemas.datacontract.org/2004/07/System.Collections.Generic"
                  xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
                """ + body + "</soap:Body></soap:Envelope>";
    }

    /** All of an account's elements, nil but for what is given: so the SDK sends an account that has little set. */
    private static String nilAccount(Map<String, String> given) {
        StringBuilder text = new StringBuilder("<Account>");
        for (String name :
                ("BillToCustomerId CurrencyCode AccountFinancialStatus Id Language LastModifiedByUserId LastModifiedTime"
                                + " Name Number ParentCustomerId PaymentMethodId PaymentMethodType PrimaryUserId"
                                + " AccountLifeCycleStatus TimeStamp TimeZone PauseReason ForwardCompatibilityMap"
                                + " LinkedAgencies SalesHouseCustomerId TaxInformation BackUpPaymentInstrumentId"
                                + " BillingThresholdAmount BusinessAddress AutoTagType SoldToPaymentInstrumentId"
                                + " TaxCertificate AccountMode")
                        .split(" ", -1)) {
            String value = given.get(name);
            if (value != null) {
                text.append("<ns2:%1$s>%2$s</ns2:%1$s>".formatted(name, value));
            } else if (!name.equals("ParentCustomerId")) {
                text.append("<ns2:%s xsi:nil=\"true\"/>".formatted(name));
            }
        }
        return text.append("</Account>").toString();
    }

    @Test
    void soapOfTheJavaSdkAsRecorded() {
        // Reading
        assertThat(soap(
                                "\"GetAccount\"",
                                recorded("<GetAccountRequest><AccountId>180000001</AccountId><ReturnAdditionalFields>"
                                        + "TaxCertificate AccountMode</ReturnAdditionalFields></GetAccountRequest>"))
                        .requireSuccess()
                        .object("Account"))
                .containsEntry("AccountMode", "Expert")
                .containsEntry("TimeStamp", stamp);
        assertThat(soap("\"SearchAccounts\"", recorded("""
                                <SearchAccountsRequest><Predicates><ns2:Predicate><ns2:Field>UserId</ns2:Field>
                                <ns2:Operator>Equals</ns2:Operator><ns2:Value>USERID</ns2:Value></ns2:Predicate></Predicates>
                                <Ordering><ns2:OrderBy><ns2:Field>Number</ns2:Field><ns2:Order>Descending</ns2:Order></ns2:OrderBy></Ordering>
                                <PageInfo><ns2:Index>0</ns2:Index><ns2:Size>10</ns2:Size></PageInfo>
                                <ReturnAdditionalFields xsi:nil="true"/></SearchAccountsRequest>
                                """)).requireSuccess().list("Accounts"))
                .singleElement()
                .satisfies(found ->
                        assertThat(found).containsEntry("Name", "Falcon").doesNotContainKey("AccountMode"));
        // Writing
        assertThat(soap(
                                "\"AddAccount\"",
                                recorded("<AddAccountRequest>"
                                        + nilAccount(Map.of(
                                                "CurrencyCode",
                                                "USD",
                                                "Name",
                                                "Test account",
                                                "ParentCustomerId",
                                                "CUSTOMERID",
                                                "TaxInformation",
                                                "<ns5:KeyValuePairOfstringstring><ns5:key>AUGSTNumber</ns5:key><ns5:value>123"
                                                        + "</ns5:value></ns5:KeyValuePairOfstringstring>",
                                                "BusinessAddress",
                                                "<ns2:City>Redmond</ns2:City><ns2:Id xsi:nil=\"true\"/><ns2:Line1>1 Main</ns2:Line1>"
                                                        + "<ns2:BusinessName>Biz</ns2:BusinessName>"))
                                        + "</AddAccountRequest>"))
                        .requireSuccess()
                        .body())
                .containsOnlyKeys("AccountId", "AccountNumber", "CreateTime");
        assertThat(soap(
                                "\"UpdateAccount\"",
                                recorded("<UpdateAccountRequest>"
                                        + nilAccount(Map.of(
                                                "Id", "180000001", "Name", "Falcon", "TimeStamp", "AAAAAAAAB9E="))
                                        + "</UpdateAccountRequest>"))
                        .requireSuccess()
                        .body())
                .containsOnlyKeys("LastModifiedTime");
        // The time stamp of before is old by now
        String delete =
                recorded("<DeleteAccountRequest><AccountId>180000001</AccountId><TimeStamp>AAAAAAAAB9E=</TimeStamp>"
                        + "</DeleteAccountRequest>");
        assertThat(soap("\"DeleteAccount\"", delete).outcome()).isEqualTo("ApiFault 209");
        assertThat(status()).isEqualTo("ACTIVE");
        Answer deleted = soap("\"DeleteAccount\"", delete.replace("AAAAAAAAB9E=", now()));
        assertThat(deleted.requireSuccess().body()).isEmpty();
        assertThat(status()).isEqualTo("CLOSED");
    }

    @Test
    void restOfTheJavaSdkAsRecorded() {
        // Reading
        assertThat(rest("POST", "/Account/Query", "{\"AccountId\":\"180000001\"}")
                        .requireSuccess()
                        .object("Account"))
                .containsEntry("Name", "Falcon")
                .doesNotContainKey("AccountMode");
        assertThat(rest(
                                "POST",
                                "/Account/Query",
                                "{\"AccountId\":\"180000001\",\"ReturnAdditionalFields\":\"TaxCertificate, AccountMode\"}")
                        .requireSuccess()
                        .object("Account"))
                .containsEntry("AccountMode", "Expert");
        assertThat(rest("POST", "/Accounts/Search", """
                                {"Predicates":[{"Field":"UserId","Operator":"Equals","Value":"USERID"},
                                {"Field":"AccountLifeCycleStatus","Operator":"Equals","Value":"Inactive"}],
                                "Ordering":[{"Field":"Number","Order":"Descending"}],"PageInfo":{"Index":0,"Size":10},
                                "ReturnAdditionalFields":"AccountMode"}
                                """).requireSuccess().text())
                .isEqualTo("{\"Accounts\":[]}");
        assertThat(rest("POST", "/AccountsInfo/Query", "{\"CustomerId\":\"CUSTOMERID\",\"OnlyParentAccounts\":true}")
                        .requireSuccess()
                        .list("AccountsInfo"))
                .hasSize(1);
        assertThat(rest(
                                "POST",
                                "/Accounts/Find",
                                "{\"CustomerId\":\"CUSTOMERID\",\"AccountFilter\":\"fa\",\"TopN\":10}")
                        .requireSuccess()
                        .list("AccountsInfo"))
                .hasSize(1);
        assertThat(rest("POST", "/User/Query", "{}").requireSuccess().text())
                .contains("\"CustomerRoles\":[{\"RoleId\":41,\"CustomerId\":\"" + customer.id()
                        + "\",\"AccountIds\":null,\"LinkedAccountIds\":null,\"CustomerLinkPermission\":null}]");
        assertThat(rest("POST", "/Customer/Query", "{\"CustomerId\":\"CUSTOMERID\"}")
                        .requireSuccess()
                        .object("Customer"))
                .containsEntry("Id", customer.id())
                .containsEntry("CustomerLifeCycleStatus", "Active");
        // Writing
        assertThat(rest("POST", "/Account", """
                                {"Account":{"CurrencyCode":"USD","Name":"Test account","ParentCustomerId":"CUSTOMERID",
                                "TimeZone":"PacificTimeUSCanadaTijuana","TaxInformation":[{"Key":"AUGSTNumber","Value":"123"}],
                                "BusinessAddress":{"City":"Redmond","CountryCode":"US","Line1":"1 Main","PostalCode":"98052",
                                "StateOrProvince":"WA","BusinessName":"Biz"},"AutoTagType":"Preserve"}}
                                """).requireSuccess().body())
                .containsOnlyKeys("AccountId", "AccountNumber", "CreateTime");
        assertThat(rest("PUT", "/Account", """
                                {"Account":{"CurrencyCode":"USD","Id":"180000001","LastModifiedTime":"2026-11-22T03:49:15.541Z",
                                "Name":"Test account 2","ParentCustomerId":"CUSTOMERID","AccountLifeCycleStatus":"Pause",
                                "TimeStamp":"AAAAAAAAB9E=","TimeZone":"PacificTimeUSCanadaTijuana","PauseReason":1,
                                "ForwardCompatibilityMap":[],"BillingThresholdAmount":12.50}}
                                """).requireSuccess().body()).containsOnlyKeys("LastModifiedTime");
        assertThat(status()).isEqualTo("ACTIVE");
        // The app set neither field: both are absent
        assertThat(rest("DELETE", "/Account", "{}").outcome()).isEqualTo("ApiFault 2108");
        assertThat(rest("DELETE", "/Account", "{\"AccountId\":\"180000001\",\"TimeStamp\":\"AAAAAAAAB9E=\"}")
                        .outcome())
                .isEqualTo("ApiFault 209");
        Answer deleted = rest("DELETE", "/Account", "{\"AccountId\":\"180000001\",\"TimeStamp\":\"" + now() + "\"}");
        assertThat(deleted.requireSuccess().text()).isEqualTo("{}");
        assertThat(status()).isEqualTo("CLOSED");
    }

    @Test
    void templateOfTheReference() {
        // When
        Answer deleted = soap("", """
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
                """);
        // Then
        assertThat(deleted.requireSuccess().text())
                .containsPattern("<v:DeleteAccountResponse ?(/>|></v:DeleteAccountResponse>)");
        assertThat(status()).isEqualTo("CLOSED");
    }

    @Test
    void elementsOutOfOrderDoNothing() {
        // When
        Answer refused = soap(
                "\"DeleteAccount\"",
                recorded("<DeleteAccountRequest><TimeStamp>AAAAAAAAB9E=</TimeStamp><AccountId>180000001</AccountId>"
                        + "</DeleteAccountRequest>"));
        // Then
        assertThat(refused.outcome()).isEqualTo("AdApiFaultDetail 90001");
        assertThat(status()).isEqualTo("ACTIVE");
    }

    @Test
    void knownElementsOfAnotherNamespaceDoNothing() {
        // When
        Answer refused = soap(
                "\"DeleteAccount\"",
                recorded("<DeleteAccountRequest><ns2:AccountId>180000001</ns2:AccountId>"
                        + "<TimeStamp>AAAAAAAAB9E=</TimeStamp></DeleteAccountRequest>"));
        // Then
        assertThat(refused.outcome()).isEqualTo("AdApiFaultDetail 90001");
        assertThat(status()).isEqualTo("ACTIVE");
    }

    /** Composed from the contract, as WCF clients write. */
    @Test
    void deleteAccountOfCSharp() {
        // When
        Answer deleted = soap("\"DeleteAccount\"", """
                <s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header>\
                <h:ApplicationToken i:nil="true" xmlns:i="http://www.w3.org/2001/XMLSchema-instance" \
                xmlns:h="https://bingads.microsoft.com/Customer/v13"/>\
                <h:AuthenticationToken xmlns:h="https://bingads.microsoft.com/Customer/v13">ACCESSTOKEN</h:AuthenticationToken>\
                <h:DeveloperToken xmlns:h="https://bingads.microsoft.com/Customer/v13">DEVTOKEN</h:DeveloperToken>\
                <h:Password i:nil="true" xmlns:i="http://www.w3.org/2001/XMLSchema-instance" \
                xmlns:h="https://bingads.microsoft.com/Customer/v13"/></s:Header>\
                <s:Body xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">\
                <DeleteAccountRequest xmlns="https://bingads.microsoft.com/Customer/v13"><AccountId>180000001</AccountId>\
                <TimeStamp>AAAAAAAAB9E=</TimeStamp></DeleteAccountRequest></s:Body></s:Envelope>""");
        // Then
        assertThat(deleted.outcome()).isEqualTo("ok");
        assertThat(status()).isEqualTo("CLOSED");
    }

    /** Composed from the contract, as PHP's SoapClient writes. */
    @Test
    void deleteAccountOfPhp() {
        // When
        Answer deleted = soap("\"DeleteAccount\"", """
                <?xml version="1.0" encoding="UTF-8"?>
                <SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" \
                xmlns:ns1="https://bingads.microsoft.com/Customer/v13"><SOAP-ENV:Header>\
                <ns1:DeveloperToken>DEVTOKEN</ns1:DeveloperToken><ns1:AuthenticationToken>ACCESSTOKEN</ns1:AuthenticationToken>\
                </SOAP-ENV:Header><SOAP-ENV:Body><ns1:DeleteAccountRequest><ns1:AccountId>180000001</ns1:AccountId>\
                <ns1:TimeStamp>AAAAAAAAB9E=</ns1:TimeStamp></ns1:DeleteAccountRequest></SOAP-ENV:Body></SOAP-ENV:Envelope>
                """);
        // Then
        assertThat(deleted.outcome()).isEqualTo("ok");
        assertThat(status()).isEqualTo("CLOSED");
    }

    /** Composed from the contract, as Python's suds writes, and as its REST client does. */
    @Test
    void deleteAccountOfPython() {
        // When
        Answer stale = soap("\"DeleteAccount\"", """
                <?xml version="1.0" encoding="UTF-8"?><SOAP-ENV:Envelope xmlns:ns0="https://bingads.microsoft.com/Customer/v13" \
                xmlns:ns1="http://schemas.xmlsoap.org/soap/envelope/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" \
                xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/"><SOAP-ENV:Header>\
                <ns0:AuthenticationToken>ACCESSTOKEN</ns0:AuthenticationToken><ns0:CustomerAccountId>180000001</ns0:CustomerAccountId>\
                <ns0:CustomerId>CUSTOMERID</ns0:CustomerId><ns0:DeveloperToken>DEVTOKEN</ns0:DeveloperToken></SOAP-ENV:Header>\
                <ns1:Body><ns0:DeleteAccountRequest><ns0:AccountId>180000001</ns0:AccountId>\
                <ns0:TimeStamp>AAAAAAAAAAk=</ns0:TimeStamp></ns0:DeleteAccountRequest></ns1:Body></SOAP-ENV:Envelope>""");
        Answer deleted = rest("DELETE", "/Account", "{\"AccountId\": \"180000001\", \"TimeStamp\": \"AAAAAAAAB9E=\"}");
        // Then
        assertThat(stale.outcome()).isEqualTo("ApiFault 209");
        assertThat(deleted.requireSuccess().text()).isEqualTo("{}");
        assertThat(status()).isEqualTo("CLOSED");
    }
}
