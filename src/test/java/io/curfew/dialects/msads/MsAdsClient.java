package io.curfew.dialects.msads;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.curfew.testing.Advertisers.Person;
import io.restassured.RestAssured;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.SAXException;

/**
 * A client written from the contract alone, for both transports: requests are given as JSON, which SOAP's are made of by
 * the rules of section 5.3 read backwards, and answers are told as trees of texts, in which the two must be the same.
 */
final class MsAdsClient {
    static final String V13 = "https://bingads.microsoft.com/Customer/v13";
    static final String ENTITIES = "https://bingads.microsoft.com/Customer/v13/Entities";
    static final String PAIRS = "http://schemas.datacontract.org/2004/07/System.Collections.Generic";
    static final String XSI = "http://www.w3.org/2001/XMLSchema-instance";

    /** Method and path of each operation (section 5.1). */
    static final Map<String, String> ROUTES = Map.ofEntries(
            Map.entry("AddAccount", "POST /Account"),
            Map.entry("UpdateAccount", "PUT /Account"),
            Map.entry("DeleteAccount", "DELETE /Account"),
            Map.entry("GetAccount", "POST /Account/Query"),
            Map.entry("GetAccountsInfo", "POST /AccountsInfo/Query"),
            Map.entry("FindAccounts", "POST /Accounts/Find"),
            Map.entry("SearchAccounts", "POST /Accounts/Search"),
            Map.entry("GetUser", "POST /User/Query"),
            Map.entry("GetCurrentUser", "POST /CurrentUser/Query"),
            Map.entry("GetCustomer", "POST /Customer/Query"),
            Map.entry("UpdateCustomer", "PUT /Customer"),
            Map.entry("DeleteCustomer", "DELETE /Customer"));

    private static final Set<String> LISTS = Set.of(
            "Accounts",
            "AccountsInfo",
            "CustomerRoles",
            "AccountIds",
            "LinkedAccountIds",
            "ForwardCompatibilityMap",
            "LinkedAgencies",
            "TaxInformation",
            "Predicates",
            "Ordering");
    private static final Map<String, String> ITEMS = Map.of("Predicates", "Predicate", "Ordering", "OrderBy");

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    private MsAdsClient() {}

    /**
     * How a call ended.
     *
     * @param status HTTP status
     * @param fault the fault's kind, {@code AdApiFaultDetail} or {@code ApiFault}; null for success
     * @param code the first error's code; null for success
     * @param body the answer: the response's or the fault's fields
     * @param trackingId what the answer is called in the log
     * @param text the answer as sent
     */
    record Answer(
            int status,
            @Nullable String fault,
            @Nullable Integer code,
            Map<String, Object> body,
            String trackingId,
            String text) {
        Answer requireSuccess() {
            assertThat(fault).as(text).isNull();
            assertThat(status).as(text).isEqualTo(200);
            return this;
        }

        /** Fault and code, as one text to compare. */
        String outcome() {
            return fault == null ? "ok" : fault + " " + code;
        }

        @SuppressWarnings("unchecked")
        Map<String, Object> object(String name) {
            return (Map<String, Object>) body.get(name);
        }

        @SuppressWarnings("unchecked")
        List<Map<String, Object>> list(String name) {
            return (List<Map<String, Object>>) body.get(name);
        }
    }

    static Answer call(Transport transport, Person caller, String operation, String json) {
        return call(transport, caller.accessToken(), caller.developerToken(), operation, json, Map.of());
    }

    static Answer call(
            Transport transport,
            @Nullable String accessToken,
            @Nullable String developerToken,
            String operation,
            String json,
            Map<String, String> headers) {
        return transport == Transport.REST
                ? rest(accessToken, developerToken, operation, json, headers)
                : soap(accessToken, developerToken, operation, json, headers);
    }

    private static Answer rest(
            @Nullable String accessToken,
            @Nullable String developerToken,
            String operation,
            String json,
            Map<String, String> headers) {
        String[] route = ROUTES.get(operation).split(" ", -1);
        HttpRequest.Builder request = HttpRequest.newBuilder(uri("/CustomerManagement/v13" + route[1]))
                .header("Content-Type", "application/json")
                .header("CustomerAccountId", "0")
                .header("CustomerId", "0")
                .method(route[0], HttpRequest.BodyPublishers.ofString(json));
        if (accessToken != null) {
            request.header("Authorization", "Bearer " + accessToken);
        }
        if (developerToken != null) {
            request.header("DeveloperToken", developerToken);
        }
        headers.forEach(request::header);
        return ofRest(send(request.build()));
    }

    /** Reads an answer of REST. */
    static Answer ofRest(HttpResponse<String> response) {
        assertThat(response.headers().firstValue("Content-Type"))
                .as(response.body())
                .contains("application/json");
        Map<String, Object> body = tree(parse(response.body()));
        String trackingId = response.headers().firstValue("TrackingId").orElseThrow();
        if (response.statusCode() == 200) {
            return new Answer(200, null, null, body, trackingId, response.body());
        }
        String kind = (String) body.get("Type");
        assertThat(body.get("TrackingId")).isEqualTo(trackingId);
        List<?> errors = (List<?>) body.get(kind.equals("ApiFault") ? "OperationErrors" : "Errors");
        Integer code = Integer.valueOf((String) ((Map<?, ?>) errors.get(0)).get("Code"));
        return new Answer(response.statusCode(), kind, code, body, trackingId, response.body());
    }

    private static Answer soap(
            @Nullable String accessToken,
            @Nullable String developerToken,
            String operation,
            String json,
            Map<String, String> headers) {
        return soap(operation, envelope(accessToken, developerToken, operation, json), headers);
    }

    /** Sends an envelope as it is. */
    static Answer soap(String operation, String envelope, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        uri("/Api/CustomerManagement/v13/CustomerManagementService.svc"))
                .header("Content-Type", "text/xml; charset=UTF-8")
                .header("SOAPAction", "\"" + operation + "\"")
                .POST(HttpRequest.BodyPublishers.ofString(envelope));
        headers.forEach(request::header);
        return ofSoap(send(request.build()));
    }

    /** Reads an answer of SOAP, and holds it against the schema. */
    static Answer ofSoap(HttpResponse<String> response) {
        assertThat(response.headers().firstValue("Content-Type")).contains("text/xml; charset=utf-8");
        Element envelope = xml(response.body());
        Element header = children(envelope).get(0);
        Element body = children(envelope).get(1);
        // The vendor's Java client looks at the header's first node and at no other.
        assertThat(header.getFirstChild().getLocalName()).isEqualTo("TrackingId");
        assertThat(header.getFirstChild().getNamespaceURI()).isEqualTo(V13);
        String trackingId = header.getFirstChild().getTextContent();
        assertThat(response.headers().firstValue("TrackingId")).contains(trackingId);
        Element content = children(body).get(0);
        if (!content.getLocalName().equals("Fault")) {
            assertThat(response.statusCode()).isEqualTo(200);
            MsAdsSchema.require(content, response.body());
            return new Answer(200, null, null, tree(content), trackingId, response.body());
        }
        assertThat(response.statusCode()).isEqualTo(500);
        Element detail = children(children(content).get(2)).get(0);
        MsAdsSchema.require(detail, response.body());
        String kind = detail.getLocalName();
        List<Element> parts = children(detail);
        assertThat(parts.get(0).getLocalName()).isEqualTo("TrackingId");
        assertThat(parts.get(0).getTextContent()).isEqualTo(trackingId);
        Map<String, Object> error = tree(children(parts.get(1)).get(0));
        Map<String, Object> fault = new LinkedHashMap<>();
        fault.put("TrackingId", trackingId);
        fault.put("Type", kind);
        fault.put(kind.equals("ApiFault") ? "OperationErrors" : "Errors", List.of(error));
        return new Answer(500, kind, Integer.valueOf((String) error.get("Code")), fault, trackingId, response.body());
    }

    static String envelope(
            @Nullable String accessToken, @Nullable String developerToken, String operation, String json) {
        StringBuilder text = new StringBuilder(
                        "<soap:Envelope xmlns:soap=\"http://schemas.xmlsoap.org/soap/envelope/\"")
                .append(" xmlns:i=\"" + XSI + "\" xmlns:e=\"" + ENTITIES + "\" xmlns:p=\"" + PAIRS + "\">")
                .append("<soap:Header xmlns=\"" + V13 + "\">");
        if (accessToken != null) {
            text.append("<AuthenticationToken>").append(accessToken).append("</AuthenticationToken>");
        }
        text.append("<CustomerAccountId>0</CustomerAccountId><CustomerId>0</CustomerId>");
        if (developerToken != null) {
            text.append("<DeveloperToken>").append(developerToken).append("</DeveloperToken>");
        }
        text.append("</soap:Header><soap:Body><").append(operation).append("Request xmlns=\"" + V13 + "\">");
        parse(json).properties().forEach(field -> element(text, "", field.getKey(), field.getValue()));
        return text.append("</")
                .append(operation)
                .append("Request></soap:Body></soap:Envelope>")
                .toString();
    }

    private static void element(StringBuilder text, String prefix, String name, JsonNode value) {
        if (value.isNull()) {
            text.append('<').append(prefix).append(name).append(" i:nil=\"true\"/>");
            return;
        }
        text.append('<').append(prefix).append(name).append('>');
        if (value.isObject()) {
            value.properties().forEach(field -> element(text, "e:", field.getKey(), field.getValue()));
        } else if (value.isArray()) {
            value.forEach(item -> item(text, name, item));
        } else {
            String words = value.asText();
            text.append((name.equals("ReturnAdditionalFields") ? words.replace(", ", " ") : words)
                    .replace("&", "&amp;")
                    .replace("<", "&lt;"));
        }
        text.append("</").append(prefix).append(name).append('>');
    }

    private static void item(StringBuilder text, String list, JsonNode item) {
        if (item.has("Key")) {
            text.append("<p:KeyValuePairOfstringstring>");
            element(text, "p:", "key", item.get("Key"));
            element(text, "p:", "value", item.get("Value"));
            text.append("</p:KeyValuePairOfstringstring>");
        } else {
            element(text, "e:", ITEMS.getOrDefault(list, "CustomerInfo"), item);
        }
    }

    static HttpResponse<String> send(HttpRequest request) {
        try {
            return HTTP.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    static URI uri(String path) {
        return URI.create("http://localhost:" + RestAssured.port + path);
    }

    static JsonNode parse(String json) {
        try {
            return JSON.readTree(json);
        } catch (IOException e) {
            throw new IllegalStateException(json, e);
        }
    }

    /** A JSON object as a tree of texts, without what is null. */
    private static Map<String, Object> tree(JsonNode object) {
        Map<String, Object> tree = new LinkedHashMap<>();
        object.properties().forEach(field -> {
            if (!field.getValue().isNull()) {
                tree.put(field.getKey(), leafOrTree(field.getValue()));
            }
        });
        return tree;
    }

    private static Object leafOrTree(JsonNode value) {
        if (value.isObject()) {
            return tree(value);
        }
        if (value.isArray()) {
            List<Object> items = new ArrayList<>();
            value.forEach(item -> items.add(leafOrTree(item)));
            return items;
        }
        return value.asText();
    }

    static Element xml(String text) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newDefaultInstance();
            factory.setNamespaceAware(true);
            return factory.newDocumentBuilder()
                    .parse(new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)))
                    .getDocumentElement();
        } catch (ParserConfigurationException | SAXException | IOException e) {
            throw new IllegalStateException(text, e);
        }
    }

    private static Map<String, Object> tree(Element element) {
        Map<String, Object> tree = new LinkedHashMap<>();
        for (Element child : children(element)) {
            if (!child.getAttributeNS(XSI, "nil").equals("true")) {
                String name = child.getLocalName();
                // SOAP's pairs are written small.
                String key = name.equals("key") || name.equals("value")
                        ? Character.toUpperCase(name.charAt(0)) + name.substring(1)
                        : name;
                tree.put(key, leafOrTree(child));
            }
        }
        return tree;
    }

    private static Object leafOrTree(Element element) {
        List<Element> children = children(element);
        if (LISTS.contains(element.getLocalName())) {
            return children.stream().map(MsAdsClient::leafOrTree).toList();
        }
        return children.isEmpty() ? element.getTextContent() : tree(element);
    }

    private static List<Element> children(Node node) {
        List<Element> children = new ArrayList<>();
        for (Node child = node.getFirstChild(); child != null; child = child.getNextSibling()) {
            if (child instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }
}
