package io.curfew.platform;

import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.kernel.Ids;
import io.curfew.people.CustomerRole;
import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.Advertisers;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.LogLines;
import io.curfew.testing.Operators;
import io.curfew.testing.PostgresResource;
import io.curfew.testing.RawHttp;
import io.curfew.testing.Strangers;
import io.quarkus.resteasy.reactive.server.runtime.ResteasyReactiveRecorder;
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.jboss.resteasy.reactive.server.handlers.ClassRoutingHandler;
import org.jboss.resteasy.reactive.server.handlers.ResourceRequestFilterHandler;
import org.jboss.resteasy.reactive.server.mapping.RuntimeResource;
import org.jboss.resteasy.reactive.server.spi.AbstractCancellableServerRestHandler;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Callers that do not wait for their answers: what they began ends as if they did, and nothing of it stays behind. */
@CurfewTest
class HangUpsTest {
    private static final int POOL = 20;
    private static final int CALLERS = 60;

    @TestHTTPResource("/")
    URI server;

    @Inject
    Accounts accounts;

    @Inject
    Operators operators;

    @Inject
    Advertisers advertisers;

    @Inject
    Database database;

    @Inject
    Pool pool;

    private Credentials main;
    private Credentials sub;
    private Operators.Operator operator;
    private Map<String, String> soracom;
    private Advertisers.Customer customer;
    private Advertisers.Person person;
    private String nativeToken;

    @BeforeEach
    void makeTrees() {
        main = accounts.main();
        sub = accounts.sub(main);
        nativeToken = RestAssured.given()
                .header("Authorization", "Bearer " + PostgresResource.BOOTSTRAP_API_TOKEN)
                .contentType("application/json")
                .body(Map.of("name", "Owner of a token"))
                .post("/api/v1/accounts")
                .path("credentials.apiToken");
        operator = operators.operator();
        Response login = RestAssured.given()
                .contentType("application/json")
                .body(Map.of("authKeyId", operator.authKeyId(), "authKey", operator.authKey()))
                .post("/v1/auth");
        soracom = Map.of("apiKey", login.path("apiKey"), "token", login.path("token"));
        customer = advertisers.customer();
        person = advertisers.person(customer, CustomerRole.SUPER_ADMIN);
    }

    @Test
    void hundredsOfHangUpsLeaveThePoolAsItWas() throws Exception {
        hangUp(400);
    }

    @Test
    @Tag("slow")
    @Tag("faults")
    void aThousandHangUpsLeaveThePoolAsItWas() throws Exception {
        hangUp(1000);
    }

    @Test
    void writeEndsThoughItsCallerHasGone() throws Exception {
        String created = "select count(*) from account where tenant_id = $1 and name = 'Left'";
        String request = twilio("POST", "/2010-04-01/Accounts.json", "", "FriendlyName=Left");
        try (Connection stranger = Strangers.connect()) {
            // Given
            lockTrees(stranger);
            // When
            callAndHangUp(request, 500, true);
            callAndHangUp(request, 500, false);
            stranger.rollback();
        }
        // Then
        Awaitility.await()
                .untilAsserted(
                        () -> assertThat(database.count(created, main.sid())).isEqualTo(2));
    }

    /** A route whose chain does not pass there would be cancelled half way. */
    @Test
    void everyRouteRunsToItsEnd() {
        List<RuntimeResource> routes = routes();

        assertThat(routes).hasSizeGreaterThan(100);
        assertThat(routes.stream()
                        .filter(route -> isCancellable(route) && !passesThrough(route, WholeCalls.class))
                        .map(RuntimeResource::toString))
                .isEmpty();
    }

    private static List<RuntimeResource> routes() {
        return ResteasyReactiveRecorder.getCurrentDeployment().getClassMappers().stream()
                .flatMap(path -> Arrays.stream(path.value.handlers))
                .filter(ClassRoutingHandler.class::isInstance)
                .flatMap(handler -> ((ClassRoutingHandler) handler).getMappers().values().stream())
                .flatMap(mapper -> mapper.getTemplates().stream())
                .map(template -> template.value)
                .toList();
    }

    private static boolean isCancellable(RuntimeResource route) {
        return Arrays.stream(route.getHandlerChain()).anyMatch(AbstractCancellableServerRestHandler.class::isInstance);
    }

    private static boolean passesThrough(RuntimeResource route, Class<?> filter) {
        return Arrays.stream(route.getHandlerChain())
                .filter(ResourceRequestFilterHandler.class::isInstance)
                .map(handler -> ((ResourceRequestFilterHandler) handler)
                        .getFilter()
                        .getClass()
                        .getName())
                .anyMatch(name -> name.contains(filter.getSimpleName()));
    }

    private void hangUp(int calls) throws Exception {
        long seed = new Random().nextLong();
        System.out.println("hang-ups: seed=" + seed);
        Random random = new Random(seed);
        List<Callable<Void>> callers = new ArrayList<>();
        for (int i = 0; i < calls; i++) {
            String request = kinds().get(i % kinds().size()).get();
            long patience = random.nextInt(1200);
            boolean reset = random.nextBoolean();
            int sent = random.nextInt(10) == 0 ? random.nextInt(request.length()) : request.length();
            callers.add(() -> {
                callAndHangUp(request.substring(0, sent), patience, reset);
                return null;
            });
        }
        ExecutorService threads = Executors.newFixedThreadPool(CALLERS);
        try (LogLines log = new LogLines();
                Connection stranger = Strangers.connect()) {
            List<Future<Void>> running = callers.stream().map(threads::submit).toList();
            do {
                holdTrees(stranger, 1500);
                Thread.sleep(150);
            } while (running.stream().anyMatch(call -> !call.isDone()));
            for (Future<Void> call : running) {
                call.get();
            }

            assertPoolIsAsItWas();
            assertThat(log.withStack()).isEmpty();
        } finally {
            threads.shutdownNow();
        }
        assertEveryWriteIsWhole();
    }

    /** One of every kind of call: reads and writes of each door, in and out of idempotency, logins, refusals, health. */
    private List<Supplier<String>> kinds() {
        return List.of(
                () -> twilio("POST", "/2010-04-01/Accounts.json", "", "FriendlyName=Left"),
                () -> twilio("POST", "/2010-04-01/Accounts.json", key(), "FriendlyName=Left"),
                () -> twilio("GET", "/2010-04-01/Accounts/" + sub.sid() + ".json", "", ""),
                () -> twilio("GET", "/2010-04-01/Accounts.json", "", ""),
                () -> twilio("POST", "/2010-04-01/Accounts/" + sub.sid() + ".json", "", "FriendlyName=Renamed"),
                () -> twilio(
                        "POST",
                        "/2010-04-01/Accounts/" + main.sid() + "/IncomingPhoneNumbers.json",
                        "",
                        "AreaCode=415"),
                () -> json(
                        "POST", "/api/v1/accounts", bearer(), "{\"name\":\"Left\",\"parent\":\"" + ownerId() + "\"}"),
                () -> json(
                        "POST",
                        "/api/v1/accounts",
                        bearer() + key(),
                        "{\"name\":\"Left\",\"parent\":\"" + ownerId() + "\"}"),
                () -> json("GET", "/api/v1/accounts", bearer(), ""),
                () -> json("GET", "/api/v1/accounts/" + ownerId() + "/policy", bearer(), ""),
                () -> json("GET", "/api/v1/accounts", "Authorization: Bearer " + Ids.next(Ids.API_KEY) + "\r\n", ""),
                () -> json(
                        "POST",
                        "/v1/auth",
                        "",
                        "{\"authKeyId\":\"" + operator.authKeyId() + "\",\"authKey\":\"" + operator.authKey() + "\"}"),
                () -> json("GET", "/v1/sims", pair(), ""),
                () -> json("POST", "/v1/groups", pair(), "{\"tags\":{\"name\":\"Left\"}}"),
                () -> json("POST", "/v1/groups", pair() + key(), "{\"tags\":{\"name\":\"Left\"}}"),
                () -> json("POST", "/CustomerManagement/v13/Account", person(), advertiser()),
                () -> json("POST", "/CustomerManagement/v13/User/Query", person(), "{\"UserId\":null}"),
                () -> soap("<GetUserRequest xmlns=\"https://bingads.microsoft.com/Customer/v13\">"
                        + "<UserId xmlns:i=\"http://www.w3.org/2001/XMLSchema-instance\" i:nil=\"true\"/>"
                        + "</GetUserRequest>"),
                () -> json("GET", "/q/health/ready", "", ""),
                () -> json("GET", "/api/v1/nothing", bearer(), ""));
    }

    private String advertiser() {
        return "{\"Account\":{\"CurrencyCode\":\"EUR\",\"Name\":\"" + Ids.alphanumeric(12)
                + "\",\"ParentCustomerId\":\""
                + customer.id()
                + "\",\"TimeZone\":\"BrusselsCopenhagenMadridParis\",\"BusinessAddress\":{\"City\":\"Berlin\","
                + "\"CountryCode\":\"DE\",\"Line1\":\"Torstr. 1\",\"PostalCode\":\"10119\",\"BusinessName\":\"Left\"}}}";
    }

    private static String key() {
        return "Idempotency-Key: " + Ids.next(Ids.API_KEY) + "\r\n";
    }

    private String ownerId() {
        return (String) database.column("select account_id from credential where kind = 'NATIVE_TOKEN' and not platform"
                        + " order by created_at desc limit 1")
                .get(0);
    }

    private String bearer() {
        return "Authorization: Bearer " + nativeToken + "\r\n";
    }

    private String pair() {
        return "X-Soracom-API-Key: " + soracom.get("apiKey") + "\r\nX-Soracom-Token: " + soracom.get("token") + "\r\n";
    }

    private String person() {
        return "Authorization: Bearer " + person.accessToken() + "\r\nDeveloperToken: " + person.developerToken()
                + "\r\nCustomerId: " + customer.id() + "\r\n";
    }

    private String twilio(String method, String path, String headers, String form) {
        return request(method, path, RawHttp.authorization(main) + headers, "application/x-www-form-urlencoded", form);
    }

    private static String json(String method, String path, String headers, String body) {
        return request(method, path, headers, "application/json", body);
    }

    private String soap(String body) {
        String envelope = "<s:Envelope xmlns:s=\"http://schemas.xmlsoap.org/soap/envelope/\"><s:Header"
                + " xmlns=\"https://bingads.microsoft.com/Customer/v13\"><AuthenticationToken>" + person.accessToken()
                + "</AuthenticationToken><DeveloperToken>" + person.developerToken()
                + "</DeveloperToken></s:Header><s:Body>" + body + "</s:Body></s:Envelope>";
        return request(
                "POST",
                "/Api/CustomerManagement/v13/CustomerManagementService.svc",
                "SOAPAction: \"GetUser\"\r\n",
                "text/xml; charset=utf-8",
                envelope);
    }

    private static String request(String method, String path, String headers, String type, String body) {
        return method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + headers
                + (body.isEmpty() ? "" : "Content-Type: " + type + "\r\nContent-Length: " + body.length() + "\r\n")
                + "\r\n" + body;
    }

    private void callAndHangUp(String request, long patience, boolean reset) throws IOException, InterruptedException {
        try (Socket socket = new Socket(server.getHost(), server.getPort())) {
            socket.setSoLinger(reset, 0);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            Thread.sleep(patience);
        }
    }

    /** What every writer of the trees comes by is locked by somebody else for that long. */
    private void holdTrees(Connection stranger, long millis) throws SQLException, InterruptedException {
        lockTrees(stranger);
        Thread.sleep(millis);
        stranger.rollback();
    }

    private static void lockTrees(Connection stranger) throws SQLException {
        stranger.setAutoCommit(false);
        try (Statement statement = stranger.createStatement()) {
            statement.execute("select from account where parent_id is null for update");
            statement.execute("select from subaccount_count for update");
        }
    }

    private void assertPoolIsAsItWas() throws SQLException {
        Awaitility.await()
                .atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(active()).isZero());
        try (Connection connection = Strangers.connect()) {
            assertThat(idleInTransaction(connection)).isZero();
        }
        // As many at once as there can be, none of which is answered before all are there.
        List<Uni<Integer>> all = IntStream.range(0, POOL)
                .mapToObj(i -> pool.query("select pg_backend_pid() from pg_sleep(0.5)")
                        .execute()
                        .map(rows -> rows.iterator().next().getInteger(0)))
                .toList();
        assertThat(await(() -> Uni.join().all(all).andFailFast())).doesNotHaveDuplicates();
    }

    private static int active() {
        return RestAssured.get("/q/metrics")
                .asString()
                .lines()
                .filter(line -> line.startsWith("sql_pool_active"))
                .mapToInt(line -> (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    private static long idleInTransaction(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select count(*) from pg_stat_activity where state like 'idle in transaction%'")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void assertEveryWriteIsWhole() {
        assertThat(database.rows("select a.id, (select count(*) from auth_token t where t.account_id = a.id),"
                        + " (select count(*) from directory d where d.target_id = a.id),"
                        + " (select count(*) from audit_entry e where e.account_id = a.id and e.action = 'account.created'),"
                        + " (select count(*) from outbox_event e where e.account_id = a.id and e.type = 'account.created')"
                        + " from account a where a.name in ('Left') and (1, 3, 1, 1) <>"
                        + " ((select count(*) from auth_token t where t.account_id = a.id),"
                        + " (select count(*) from directory d where d.target_id = a.id and d.kind in"
                        + " ('ACCOUNT', 'ADVERTISER_ACCOUNT', 'ADVERTISER_NUMBER')),"
                        + " (select count(*) from audit_entry e where e.account_id = a.id and e.action = 'account.created'),"
                        + " (select count(*) from outbox_event e where e.account_id = a.id"
                        + " and e.type = 'account.created'))"))
                .isEmpty();
        assertThat(database.rows("select c.tenant_id, c.open from subaccount_count c where c.open <>"
                        + " (select count(*) from account a where a.tenant_id = c.tenant_id and a.parent_id is not null"
                        + " and a.status <> 'CLOSED')"))
                .isEmpty();
        assertThat(database.rows("select i.phone_number from number_inventory i where i.state = 'ASSIGNED'"
                        + " and not exists (select from phone_number p where p.phone_number = i.phone_number)"))
                .isEmpty();
        assertThat(database.count("select count(*) from account where name = 'Left'"))
                .isPositive();
    }
}
