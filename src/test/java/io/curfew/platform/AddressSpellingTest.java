package io.curfew.platform;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.curfew.people.CustomerRole;
import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.Advertisers;
import io.curfew.testing.Advertisers.Customer;
import io.curfew.testing.Advertisers.Person;
import io.curfew.testing.ApiKeys;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.Operators;
import io.curfew.testing.Operators.Operator;
import io.curfew.testing.PostgresResource;
import io.curfew.testing.RawHttp;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * Every route of every door under generated misspellings, which the router or the check of a scope might overlook: none is
 * served, none is refused in another way than an address at which there is nothing, and none has an effect.
 */
@CurfewTest
class AddressSpellingTest {
    private static final JavaClasses RESOURCES = new ClassFileImporter()
            .withImportOption(new DoNotIncludeTests())
            .importPackages("io.curfew.dialects", "io.curfew.api");
    private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)(?:: *([^}]+))?}");

    private static final Pattern FREE = Pattern.compile("/(?:tags|configuration|users|roles)/.");
    private static final Pattern FREE_ESCAPE = Pattern.compile("/(?:tags|configuration|users|roles)/.*%");

    @Inject
    Accounts accounts;

    @Inject
    ApiKeys keys;

    @Inject
    Operators operators;

    @Inject
    Advertisers advertisers;

    @Inject
    Database database;

    @TestHTTPResource
    URI url;

    /**
     * A route with the values of an example in its path.
     *
     * @param endsFreely whether there is free text in it, in which an escape stands for itself
     */
    private record Route(String method, String path, boolean endsFreely) {}

    @Test
    void twilio() throws IOException {
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        Credentials key = keys.standard(main, sub);
        Credentials listOnly = keys.restricted(main, sub, "/twilio/phone-numbers/active-numbers/list");
        Map<String, String> values =
                Map.of("AccountSid", sub.sid(), "Keys", "Keys", "Sid", key.sid(), "CountryCode", "US", "Type", "Local");
        List<Route> routes = routes("io.curfew.dialects.twilio", values);
        assertThat(routes).hasSizeGreaterThan(25);
        assertThat(status("GET", "/2010-04-01/Accounts/" + sub.sid() + "/Keys.json", RawHttp.authorization(main)))
                .isEqualTo(200);
        List<String> callers = List.of(
                RawHttp.authorization(main),
                RawHttp.authorization(sub),
                RawHttp.authorization(key),
                RawHttp.authorization(listOnly));
        nothingIsFound(
                routes,
                AddressSpellingTest::twilioSpellings,
                callers,
                answer -> assertThat(answer.body()).contains("\"code\":20404", "\"status\":404"));
    }

    @Test
    void soracom() throws IOException {
        Operator operator = operators.operator();
        String root = pair(Map.of("authKeyId", operator.authKeyId(), "authKey", operator.authKey()));
        String scoped = scopedSamUser(operator, root);
        Map<String, String> values = Map.of("operator_id", operator.id(), "user_name", "reader");
        List<Route> routes = new ArrayList<>(routes("io.curfew.dialects.soracom", values));
        assertThat(routes).hasSizeGreaterThan(80);
        routes.stream()
                .map(route -> new Route(route.method, "/g" + route.path, route.endsFreely))
                .limit(20)
                .toList()
                .forEach(routes::add);
        nothingIsFound(
                routes,
                AddressSpellingTest::spellings,
                List.of(root, scoped),
                answer -> assertThat(answer.body()).contains("\"code\":\"SEM9002\""));
    }

    @Test
    void nativeApi() throws IOException {
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        String platform = bearer(PostgresResource.BOOTSTRAP_API_TOKEN);
        String scoped = bearer(given().header("Authorization", "Bearer " + PostgresResource.BOOTSTRAP_API_TOKEN)
                .contentType("application/json")
                .body("{}")
                .post("/api/v1/accounts/" + sub.sid() + "/tokens")
                .path("token"));
        List<Route> routes = routes("io.curfew.api", Map.of("id", sub.sid()));
        assertThat(routes).hasSizeGreaterThan(20);
        assertThat(status("GET", "/api/v1/accounts/" + sub.sid(), scoped)).isEqualTo(200);
        nothingIsFound(
                routes,
                AddressSpellingTest::spellings,
                List.of(platform, scoped),
                answer -> assertThat(answer.body()).contains("\"code\":\"not-found\""));
    }

    @Test
    void microsoftAdvertising() throws IOException {
        Customer customer = advertisers.customer();
        List<String> callers = Stream.of(CustomerRole.SUPER_ADMIN, CustomerRole.VIEWER)
                .map(role -> advertisers.person(customer, role))
                .map(AddressSpellingTest::authorization)
                .toList();
        String base = "/CustomerManagement/v13";
        List<Route> rest = Stream.of("PUT /Account", "DELETE /Account", "POST /User/Query", "POST /Accounts/Search")
                .map(route -> route.split(" ", -1))
                .map(route -> new Route(route[0], base + route[1], false))
                .toList();
        nothingIsFound(
                rest,
                AddressSpellingTest::spellings,
                callers,
                400,
                answer -> assertThat(answer.body()).contains("OperationNotSupported"));
        List<Route> soap =
                List.of(new Route("POST", "/Api/CustomerManagement/v13/CustomerManagementService.svc", false));
        nothingIsFound(
                soap,
                AddressSpellingTest::spellings,
                callers,
                500,
                answer -> assertThat(answer.body()).contains("OperationNotSupported"));
    }

    private void nothingIsFound(
            List<Route> routes,
            Function<Route, Set<String>> spellings,
            List<String> callers,
            Consumer<RawHttp.Answer> form)
            throws IOException {
        nothingIsFound(routes, spellings, callers, 404, form);
    }

    private void nothingIsFound(
            List<Route> routes,
            Function<Route, Set<String>> spellings,
            List<String> callers,
            int status,
            Consumer<RawHttp.Answer> form)
            throws IOException {
        long before = written();
        List<String> served = new ArrayList<>();
        for (Route route : routes) {
            for (String caller : callers) {
                List<String> wrong = List.copyOf(spellings.apply(route));
                List<RawHttp.Answer> answers = call(route.method, wrong, caller);
                assertThat(answers).hasSameSizeAs(wrong);
                for (int i = 0; i < wrong.size(); i++) {
                    if (answers.get(i).status() != status) {
                        served.add(route.method + " " + wrong.get(i) + ": " + answers.get(i));
                    } else {
                        form.accept(answers.get(i));
                    }
                }
            }
        }
        assertThat(served).isEmpty();
        assertThat(written()).isEqualTo(before);
    }

    private static Set<String> spellings(Route route) {
        String path = route.path;
        Set<String> spellings = new LinkedHashSet<>();
        for (String end : List.of("/", "//", ";", ";a=b", "/;a", "/.", "/x/..", "/%2e", "/x/%2E%2e")) {
            spellings.add(path + end);
        }
        for (int slash = 0; slash >= 0; slash = path.indexOf('/', slash + 1)) {
            for (String between : List.of("//", "/./", "/%2e/", "/x/../", "/;a/", ";a/", "/;/", "%2F", "/%2f", "%5C")) {
                spellings.add(path.substring(0, slash) + between + path.substring(slash + 1));
            }
        }
        if (!route.endsFreely) {
            for (String end : List.of("%2F", "%2f", "%3Ba", "%252F", "%2f..", "%5c")) {
                spellings.add(path + end);
            }
        } else {
            // What is behind the beginning of a name belongs to it.
            spellings.removeIf(spelling -> FREE_ESCAPE.matcher(spelling).find());
        }
        // No request line has a path that begins with anything else, and after a backslash it is not this door's.
        spellings.removeIf(spelling -> !spelling.startsWith("/"));
        return spellings;
    }

    private static Set<String> twilioSpellings(Route route) {
        Set<String> spellings = spellings(route);
        String path = route.path;
        if (path.endsWith(".json")) {
            String bare = path.substring(0, path.length() - ".json".length());
            for (String suffix : List.of(
                    ".x.json",
                    ".json.json",
                    ".json.x",
                    ".json%2E",
                    ".JSON",
                    ".Json",
                    "%2Fx.json",
                    ".json%2Fx.json",
                    ";x.json",
                    "..json",
                    "%2e%2ejson")) {
                spellings.add(bare + suffix);
            }
        } else {
            spellings.add(path + ".x.json");
            spellings.add(path + "%2Ejson");
        }
        for (int slash = path.indexOf('/', path.indexOf('/', 1) + 1);
                slash >= 0;
                slash = path.indexOf('/', slash + 1)) {
            spellings.add(path.substring(0, slash) + ".json" + path.substring(slash));
            spellings.add(path.substring(0, slash) + ".x" + path.substring(slash));
        }
        return spellings;
    }

    /** The routes of a package's resources; a parameter without a value gets one that could be an id. */
    private static List<Route> routes(String room, Map<String, String> values) {
        List<Route> routes = new ArrayList<>();
        for (JavaClass type : RESOURCES) {
            String base =
                    type.tryGetAnnotationOfType(Path.class).map(Path::value).orElse(null);
            if (base == null || !type.getPackageName().equals(room)) {
                continue;
            }
            for (JavaMethod method : type.getMethods()) {
                String own = method.tryGetAnnotationOfType(Path.class)
                        .map(Path::value)
                        .orElse("");
                String template = base + own;
                for (JavaAnnotation<JavaMethod> annotation : method.getAnnotations()) {
                    annotation
                            .getRawType()
                            .tryGetAnnotationOfType(HttpMethod.class)
                            .ifPresent(verb -> routes.add(new Route(
                                    verb.value(),
                                    example(template, values),
                                    FREE.matcher(template).find())));
                }
            }
        }
        return routes;
    }

    private static String example(String template, Map<String, String> values) {
        return PARAMETER
                .matcher(template)
                .replaceAll(parameter -> Matcher.quoteReplacement(values.getOrDefault(parameter.group(1), "8942310")));
    }

    private int status(String method, String path, String headers) throws IOException {
        return call(method, List.of(path), headers).get(0).status();
    }

    private List<RawHttp.Answer> call(String method, List<String> paths, String headers) throws IOException {
        StringBuilder requests = new StringBuilder();
        for (int i = 0; i < paths.size(); i++) {
            requests.append(method)
                    .append(' ')
                    .append(paths.get(i))
                    .append(" HTTP/1.1\r\nHost: x\r\n")
                    .append(headers)
                    .append(i == paths.size() - 1 ? "Connection: close\r\n" : "")
                    .append("Content-Length: 0\r\n\r\n");
        }
        try (RawHttp http = new RawHttp(url)) {
            return http.send(requests.toString()).readEach();
        }
    }

    /** Everything that a call could leave behind, whoever's it is. */
    private long written() {
        return database.count("select (select count(*) from audit_entry) + (select count(*) from credential)");
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token + "\r\n";
    }

    private static String authorization(Person person) {
        return bearer(person.accessToken()) + "DeveloperToken: " + person.developerToken() + "\r\n";
    }

    private static String pair(Map<String, String> login) {
        Response response = given().contentType("application/json").body(login).post("/v1/auth");
        assertThat(response.statusCode()).as(response.asString()).isEqualTo(200);
        return "X-Soracom-API-Key: " + response.path("apiKey") + "\r\nX-Soracom-Token: " + response.path("token")
                + "\r\n";
    }

    /** A SAM user who may read SIMs and nothing else. */
    private static String scopedSamUser(Operator operator, String root) {
        String user = "/v1/operators/" + operator.id() + "/users/reader";
        as(root).body("{}").post(user);
        String allowed =
                "{\"permission\":\"{\\\"statements\\\":[{\\\"effect\\\":\\\"allow\\\",\\\"api\\\":\\\"Sim:listSims\\\"}]}\"}";
        assertThat(as(root).body(allowed).put(user + "/permission").statusCode())
                .isEqualTo(200);
        Response key = as(root).body("{}").post(user + "/auth_keys");
        return pair(Map.of("authKeyId", key.path("authKeyId"), "authKey", key.path("authKey")));
    }

    private static RequestSpecification as(String headers) {
        RequestSpecification request = given().contentType("application/json");
        for (String header : headers.strip().split("\r\n", -1)) {
            int colon = header.indexOf(':');
            request = request.header(
                    header.substring(0, colon), header.substring(colon + 1).strip());
        }
        return request;
    }
}
