package io.curfew.dialects.msads.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import javax.xml.XMLConstants;
import javax.xml.namespace.QName;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/** The description holds together, and says what the contract says (section 1.1). */
class WsdlTest {
    private static final String WSDL = "http://schemas.xmlsoap.org/wsdl/";
    private static final String SOAP = "http://schemas.xmlsoap.org/wsdl/soap/";
    private static final String ADDRESS = "http://localhost:8080" + CustomerManagement.SOAP_PATH;

    private static final String ADDRESSING = "http://www.w3.org/2006/05/addressing/wsdl";

    /** The vendor's operations in its order, on purpose not taken from the schema that is tested. */
    private static final List<String> OPERATIONS = List.of(("GetAccountsInfo FindAccounts AddAccount UpdateAccount"
                    + " GetCustomer UpdateCustomer SignupCustomer GetAccount GetCustomersInfo DeleteAccount DeleteCustomer"
                    + " UpdateUser UpdateUserRoles GetUser GetCurrentUser DeleteUser GetUsersInfo GetCustomerPilotFeatures"
                    + " GetAccountPilotFeatures GetPilotFeaturesCountries GetAccessibleCustomer FindAccountsOrCustomersInfo"
                    + " UpgradeCustomerToAgency AddPrepayAccount UpdatePrepayAccount MapCustomerIdToExternalCustomerId"
                    + " MapAccountIdToExternalAccountIds SearchCustomers AddClientLinks UpdateClientLinks SearchClientLinks"
                    + " SearchAccounts SendUserInvitation SearchUserInvitations ValidateAddress"
                    + " GetLinkedAccountsAndCustomersInfo GetUserMFAStatus GetNotifications DismissNotifications")
            .split(" ", -1));

    private static final Set<String> SERVED = Set.of(
            "AddAccount",
            "GetAccount",
            "UpdateAccount",
            "DeleteAccount",
            "GetAccountsInfo",
            "FindAccounts",
            "SearchAccounts",
            "GetUser",
            "GetCurrentUser",
            "GetCustomer",
            "UpdateCustomer",
            "DeleteCustomer");

    private static final List<String> NAMESPACES = List.of(
            Namespaces.V13,
            Namespaces.ENTITIES,
            Namespaces.EXCEPTION,
            Namespaces.ADAPI,
            Namespaces.PAIRS,
            Namespaces.ARRAYS);

    private static Element parsed(String text) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setNamespaceAware(true);
            return factory.newDocumentBuilder()
                    .parse(new InputSource(new StringReader(text)))
                    .getDocumentElement();
        } catch (Exception e) {
            throw new AssertionError(text, e);
        }
    }

    private static List<Element> all(Element in, String namespace, String name) {
        var nodes = in.getElementsByTagNameNS(namespace, name);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }

    private static List<Element> schemas(Element description) {
        return all(description, XMLConstants.W3C_XML_SCHEMA_NS_URI, "schema");
    }

    private static List<Element> files(String address) {
        return IntStream.range(0, NAMESPACES.size())
                .mapToObj(i -> parsed(Wsdl.xsd(address, i).orElseThrow()))
                .toList();
    }

    private static String only(Element in, String namespace, String name, String attribute) {
        List<Element> found = all(in, namespace, name);
        assertThat(found).as(name).hasSize(1);
        return found.get(0).getAttribute(attribute);
    }

    private static QName name(Element at, String attribute) {
        String value = at.getAttribute(attribute);
        int colon = value.indexOf(':');
        String namespace = at.lookupNamespaceURI(colon < 0 ? null : value.substring(0, colon));
        assertThat(namespace).as("the prefix of " + value).isNotNull();
        return new QName(namespace, value.substring(colon + 1));
    }

    private static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    /** Components that schemas define: {@code element {namespace}name} and {@code type {namespace}name}, none twice. */
    private static Set<String> defined(List<Element> schemas) {
        Set<String> defined = new HashSet<>();
        for (Element schema : schemas) {
            for (Element child : children(schema)) {
                if (!child.getLocalName().equals("import")) {
                    String kind = child.getLocalName().equals("element") ? "element " : "type ";
                    QName name = new QName(schema.getAttribute("targetNamespace"), child.getAttribute("name"));
                    assertThat(defined.add(kind + name))
                            .as(kind + name + " is defined once")
                            .isTrue();
                }
            }
        }
        return defined;
    }

    /** Every type that one of the schemas names is defined, and its namespace imported. */
    private static void requireResolved(List<Element> schemas) {
        Set<String> defined = defined(schemas);
        int references = 0;
        for (Element schema : schemas) {
            Set<String> seen = new HashSet<>(Set.of(schema.getAttribute("targetNamespace")));
            all(schema, XMLConstants.W3C_XML_SCHEMA_NS_URI, "import")
                    .forEach(one -> seen.add(one.getAttribute("namespace")));
            for (Element element : all(schema, XMLConstants.W3C_XML_SCHEMA_NS_URI, "*")) {
                for (String attribute : List.of("type", "base", "itemType", "ref")) {
                    if (!element.hasAttribute(attribute)) {
                        continue;
                    }
                    QName name = name(element, attribute);
                    references++;
                    if (!name.getNamespaceURI().equals(XMLConstants.W3C_XML_SCHEMA_NS_URI)) {
                        assertThat(defined).contains((attribute.equals("ref") ? "element " : "type ") + name);
                        assertThat(seen).as(name + " is imported").contains(name.getNamespaceURI());
                    }
                }
            }
        }
        assertThat(references).isGreaterThan(150);
    }

    @Test
    void schemasOfOneFileHoldTogether() {
        // Given
        Element description = parsed(Wsdl.single(ADDRESS));
        // When
        List<Element> schemas = schemas(description);
        // Then
        assertThat(schemas)
                .extracting(schema -> schema.getAttribute("targetNamespace"))
                .containsExactlyElementsOf(NAMESPACES);
        assertThat(schemas)
                .allMatch(schema -> schema.getAttribute("elementFormDefault").equals("qualified"));
        assertThat(Wsdl.single(ADDRESS)).doesNotContain("schemaLocation");
        requireResolved(schemas);
        requireDescribed(description, schemas);
    }

    @Test
    void schemasOfSeveralFilesHoldTogether() {
        // Given
        Element description = parsed(Wsdl.multi(ADDRESS));
        List<Element> files = files(ADDRESS);
        // Then
        requireResolved(files);
        requireDescribed(description, files);
        List<Element> imports = all(description, XMLConstants.W3C_XML_SCHEMA_NS_URI, "import");
        assertThat(imports).hasSize(NAMESPACES.size());
        List<Element> everywhere = new ArrayList<>(imports);
        files.forEach(file -> everywhere.addAll(all(file, XMLConstants.W3C_XML_SCHEMA_NS_URI, "import")));
        for (Element one : everywhere) {
            String location = one.getAttribute("schemaLocation");
            assertThat(location).startsWith(ADDRESS + "?xsd=xsd");
            int number = Integer.parseInt(location.substring((ADDRESS + "?xsd=xsd").length()));
            assertThat(files.get(number).getAttribute("targetNamespace")).isEqualTo(one.getAttribute("namespace"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 6, Integer.MAX_VALUE, Integer.MIN_VALUE})
    void thereAreNoOtherFiles(int number) {
        assertThat(Wsdl.xsd(ADDRESS, number)).isEmpty();
    }

    /** Messages, port type, binding and service say the same operations, in names that lead somewhere. */
    private static void requireDescribed(Element description, List<Element> schemas) {
        Set<String> defined = defined(schemas);
        String own = description.getAttribute("targetNamespace");
        assertThat(own).isEqualTo(Namespaces.V13);
        Set<QName> messages = new HashSet<>();
        Set<String> parts = new HashSet<>();
        for (Element message : all(description, WSDL, "message")) {
            QName name = new QName(own, message.getAttribute("name"));
            assertThat(messages.add(name)).as(name + " is there once").isTrue();
            for (Element part : all(message, WSDL, "part")) {
                assertThat(defined).contains("element " + name(part, "element"));
                parts.add(name + " " + part.getAttribute("name"));
            }
        }
        Element portType = all(description, WSDL, "portType").get(0);
        assertThat(portType.getAttribute("name")).isEqualTo("ICustomerManagementService");
        requireOperations(portType);
        for (String side : List.of("input", "output", "fault")) {
            assertThat(all(portType, WSDL, side))
                    .isNotEmpty()
                    .allSatisfy(one -> assertThat(messages).contains(name(one, "message")));
        }
        Element binding = all(description, WSDL, "binding").get(0);
        assertThat(binding.getAttribute("name")).isEqualTo("BasicHttpBinding_ICustomerManagementService");
        assertThat(name(binding, "type")).isEqualTo(new QName(own, "ICustomerManagementService"));
        assertThat(only(binding, SOAP, "binding", "style")).isEqualTo("document");
        assertThat(only(binding, SOAP, "binding", "transport")).isEqualTo("http://schemas.xmlsoap.org/soap/http");
        requireOperations(binding);
        List<Element> headers = all(binding, SOAP, "header");
        assertThat(headers)
                .hasSize(OPERATIONS.size() * 6)
                .allSatisfy(header ->
                        assertThat(parts).contains(name(header, "message") + " " + header.getAttribute("part")));
        Element service = all(description, WSDL, "service").get(0);
        assertThat(service.getAttribute("name")).isEqualTo("CustomerManagementService");
        assertThat(only(service, WSDL, "port", "name")).isEqualTo("BasicHttpBinding_ICustomerManagementService");
        assertThat(name(all(service, WSDL, "port").get(0), "binding"))
                .isEqualTo(new QName(own, "BasicHttpBinding_ICustomerManagementService"));
        assertThat(only(service, SOAP, "address", "location")).isEqualTo(ADDRESS);
    }

    private static void requireOperations(Element in) {
        assertThat(all(in, WSDL, "operation"))
                .extracting(operation -> operation.getAttribute("name"))
                .containsExactlyElementsOf(OPERATIONS);
    }

    @Test
    void operationsTakeAndGiveTheirElements() {
        // Given
        Element description = parsed(Wsdl.single(ADDRESS));
        Element portType = all(description, WSDL, "portType").get(0);
        // When, Then
        for (Element operation : all(portType, WSDL, "operation")) {
            String name = operation.getAttribute("name");
            String base = Namespaces.V13 + "/ICustomerManagementService/" + name;
            assertThat(children(operation))
                    .extracting(side -> side.getLocalName() + " " + side.getAttribute("name") + " "
                            + side.getAttributeNS(ADDRESSING, "Action"))
                    .containsExactly(
                            "input " + name + "Request " + name,
                            "output " + name + "Response " + base + "Response",
                            "fault AdApiFaultDetailFault " + base + "AdApiFaultDetailFault",
                            "fault ApiFault " + base + "ApiFault");
            assertThat(element(description, name(all(operation, WSDL, "input").get(0), "message")))
                    .isEqualTo(new QName(Namespaces.V13, name + "Request"));
            assertThat(element(description, name(all(operation, WSDL, "output").get(0), "message")))
                    .isEqualTo(new QName(Namespaces.V13, name + "Response"));
            assertThat(all(operation, WSDL, "fault"))
                    .extracting(fault -> element(description, name(fault, "message")))
                    .containsExactlyInAnyOrder(
                            new QName(Namespaces.ADAPI, "AdApiFaultDetail"), new QName(Namespaces.V13, "ApiFault"));
        }
    }

    /** Of a message's only part. */
    private static QName element(Element description, QName message) {
        Element found = all(description, WSDL, "message").stream()
                .filter(one -> one.getAttribute("name").equals(message.getLocalPart()))
                .findFirst()
                .orElseThrow();
        List<Element> parts = all(found, WSDL, "part");
        assertThat(parts).hasSize(1);
        return name(parts.get(0), "element");
    }

    @Test
    void bindingSaysActionsHeadersAndFaults() {
        // Given
        Element binding = all(parsed(Wsdl.single(ADDRESS)), WSDL, "binding").get(0);
        // When, Then
        for (Element operation : all(binding, WSDL, "operation")) {
            String name = operation.getAttribute("name");
            assertThat(only(operation, SOAP, "operation", "soapAction")).isEqualTo(name);
            assertThat(only(operation, WSDL, "input", "name")).isEqualTo(name + "Request");
            assertThat(only(operation, WSDL, "output", "name")).isEqualTo(name + "Response");
            assertThat(all(all(operation, WSDL, "input").get(0), SOAP, "header"))
                    .extracting(header -> header.getAttribute("part"))
                    .containsExactlyInAnyOrder(
                            "ApplicationToken", "AuthenticationToken", "DeveloperToken", "Password", "UserName");
            assertThat(all(all(operation, WSDL, "output").get(0), SOAP, "header"))
                    .extracting(header -> header.getAttribute("part"))
                    .containsExactly("TrackingId");
            assertThat(all(operation, SOAP, "body"))
                    .hasSize(2)
                    .allMatch(body -> body.getAttribute("use").equals("literal"));
            assertThat(all(operation, WSDL, "fault"))
                    .extracting(fault -> fault.getAttribute("name"))
                    .containsExactly("AdApiFaultDetailFault", "ApiFault");
            for (Element fault : all(operation, WSDL, "fault")) {
                assertThat(only(fault, SOAP, "fault", "name")).isEqualTo(fault.getAttribute("name"));
                assertThat(only(fault, SOAP, "fault", "use")).isEqualTo("literal");
            }
        }
    }

    /** Some clients look prefixes up on the root and nowhere else. */
    @Test
    void rootDeclaresEveryPrefixAndTheImportingSchemaHasANamespace() {
        Element root = parsed(Wsdl.multi(ADDRESS));
        Set<String> used = new TreeSet<>();
        for (Element schema : files(ADDRESS)) {
            for (Element element : all(schema, XMLConstants.W3C_XML_SCHEMA_NS_URI, "*")) {
                for (String attribute : List.of("type", "base", "itemType", "ref")) {
                    String value = element.getAttribute(attribute);
                    if (value.indexOf(':') > 0) {
                        String prefix = value.substring(0, value.indexOf(':'));
                        used.add(prefix);
                        assertThat(root.getAttribute("xmlns:" + prefix))
                                .as(prefix)
                                .isEqualTo(element.lookupNamespaceURI(prefix));
                    }
                }
            }
        }
        assertThat(used).containsExactly("adapi", "arr", "ent", "exc", "kv", "xs");
        assertThat(schemas(root))
                .singleElement()
                .satisfies(schema ->
                        assertThat(schema.getAttribute("targetNamespace")).isEqualTo(Namespaces.V13 + "/Imports"));
    }

    @Test
    void itemsOfListsAreNillableWhereTheyAreObjects() {
        Set<String> nillable = new TreeSet<>();
        Set<String> plain = new TreeSet<>();
        for (Element schema : files(ADDRESS)) {
            all(schema, XMLConstants.W3C_XML_SCHEMA_NS_URI, "element").stream()
                    .filter(element -> element.getAttribute("maxOccurs").equals("unbounded"))
                    .forEach(item -> (item.getAttribute("nillable").equals("true") ? nillable : plain)
                            .add(item.getAttribute("name")));
        }
        assertThat(nillable)
                .containsExactly(
                        "AccountInfo",
                        "AdApiError",
                        "AdvertiserAccount",
                        "CustomerInfo",
                        "CustomerRole",
                        "OperationError",
                        "OrderBy",
                        "Predicate");
        assertThat(plain).containsExactly("KeyValuePairOfstringbase64Binary", "KeyValuePairOfstringstring", "long");
    }

    @Test
    void partsOfPairsAreAlwaysThere() {
        Element pairs = files(ADDRESS).get(NAMESPACES.indexOf(Namespaces.PAIRS));
        assertThat(all(pairs, XMLConstants.W3C_XML_SCHEMA_NS_URI, "element"))
                .filteredOn(element -> Set.of("key", "value").contains(element.getAttribute("name")))
                .hasSize(4)
                .allMatch(element -> !element.hasAttribute("minOccurs")
                        && element.getAttribute("nillable").equals("true"));
    }

    @Test
    void operationsThatAreNotServedTakeAnything() {
        Element service = files(ADDRESS).get(NAMESPACES.indexOf(Namespaces.V13));
        for (String name : OPERATIONS) {
            List<Element> open = children(service).stream()
                    .filter(element -> element.getAttribute("name").equals(name + "Request")
                            || element.getAttribute("name").equals(name + "Response"))
                    .flatMap(element -> all(element, XMLConstants.W3C_XML_SCHEMA_NS_URI, "any").stream())
                    .toList();
            assertThat(open).as(name).hasSize(SERVED.contains(name) ? 0 : 2);
        }
    }

    @Test
    void accountHasItsElementsInOrder() {
        // Given
        Element entities = files(ADDRESS).get(NAMESPACES.indexOf(Namespaces.ENTITIES));
        // When
        Element account = children(entities).stream()
                .filter(type -> type.getLocalName().equals("complexType")
                        && type.getAttribute("name").equals("AdvertiserAccount"))
                .findFirst()
                .orElseThrow();
        List<Element> elements = all(account, XMLConstants.W3C_XML_SCHEMA_NS_URI, "element");
        // Then
        assertThat(elements)
                .extracting(element -> element.getAttribute("name"))
                .containsExactly(("BillToCustomerId"
                                + " CurrencyCode AccountFinancialStatus Id Language LastModifiedByUserId LastModifiedTime Name Number"
                                + " ParentCustomerId PaymentMethodId PaymentMethodType PrimaryUserId AccountLifeCycleStatus TimeStamp"
                                + " TimeZone PauseReason ForwardCompatibilityMap LinkedAgencies SalesHouseCustomerId TaxInformation"
                                + " BackUpPaymentInstrumentId BillingThresholdAmount BusinessAddress AutoTagType"
                                + " SoldToPaymentInstrumentId TaxCertificate AccountMode")
                        .split(" ", -1));
        assertThat(elements)
                .allMatch(element -> element.getAttribute("minOccurs").equals("0"));
        assertThat(elements.stream()
                        .filter(element -> !element.getAttribute("nillable").equals("true"))
                        .map(element -> element.getAttribute("name")))
                .containsExactly("ParentCustomerId");
        assertThat(elements)
                .filteredOn(element -> Set.of("Id", "TimeStamp", "PauseReason", "BillingThresholdAmount")
                        .contains(element.getAttribute("name")))
                .extracting(element -> name(element, "type").getLocalPart())
                .containsExactly("long", "base64Binary", "unsignedByte", "decimal");
    }

    @Test
    void faultsHaveTheirFields() {
        List<Element> files = files(ADDRESS);
        assertThat(fields(files, Namespaces.ADAPI, "AdApiError"))
                .containsExactly("Code", "Detail", "ErrorCode", "Message");
        assertThat(fields(files, Namespaces.EXCEPTION, "OperationError")).containsExactly("Code", "Details", "Message");
        assertThat(fields(files, Namespaces.ADAPI, "ApplicationFault")).containsExactly("TrackingId");
        assertThat(fields(files, Namespaces.ADAPI, "AdApiFaultDetail")).containsExactly("Errors");
        assertThat(fields(files, Namespaces.EXCEPTION, "ApiFault")).containsExactly("OperationErrors");
    }

    private static List<String> fields(List<Element> files, String namespace, String type) {
        return children(files.get(NAMESPACES.indexOf(namespace))).stream()
                .filter(one -> one.getAttribute("name").equals(type)
                        && !one.getLocalName().equals("element"))
                .flatMap(one -> all(one, XMLConstants.W3C_XML_SCHEMA_NS_URI, "element").stream())
                .map(one -> one.getAttribute("name"))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://ads.example:8443/Api/CustomerManagement/v13/CustomerManagementService.svc",
                "http://[::1]:8080/x",
                "http://localhost/\"><evil xmlns=\"\"/>&amp;<!--",
                "http://localhost/']]>%22&lt;\u0000\u0001\ud800",
                "http://localhost/%s%n%1$s"
            })
    void addressIsTheOneAskedAt(String address) {
        for (String text : List.of(Wsdl.single(address), Wsdl.multi(address))) {
            Element description = parsed(text);
            assertThat(only(description, SOAP, "address", "location")).isEqualTo(SoapWriter.legal(address));
            assertThat(all(description, "*", "evil")).isEmpty();
        }
        assertThatNoException().isThrownBy(() -> files(address));
    }

    @Test
    void enumerationsAreTold() {
        Element entities = files(ADDRESS).get(NAMESPACES.indexOf(Namespaces.ENTITIES));
        Set<String> statuses = new TreeSet<>();
        for (Element type : children(entities)) {
            if (type.getAttribute("name").equals("AccountLifeCycleStatus")) {
                all(type, XMLConstants.W3C_XML_SCHEMA_NS_URI, "enumeration")
                        .forEach(word -> statuses.add(word.getAttribute("value")));
            }
        }
        assertThat(statuses).containsExactly("Active", "Draft", "Inactive", "Pause", "Pending", "Suspended");
    }
}
