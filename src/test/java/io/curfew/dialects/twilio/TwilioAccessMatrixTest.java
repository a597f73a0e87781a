package io.curfew.dialects.twilio;

import static io.curfew.dialects.twilio.TwilioHttp.ACCOUNTS;
import static io.curfew.dialects.twilio.TwilioHttp.get;
import static io.curfew.dialects.twilio.TwilioHttp.post;
import static io.curfew.dialects.twilio.TwilioHttp.under;
import static io.curfew.testing.Reactive.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaAnnotation;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.curfew.credentials.AuthTokenService;
import io.curfew.credentials.AuthTokenView;
import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.ApiKeys;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every route of the door for every kind of caller. The target is a subaccount; callers are itself, its main account, a
 * sibling, a stranger's main account, a closed and a suspended sibling, each with each kind of credential.
 */
@CurfewTest
class TwilioAccessMatrixTest {
    private static final String NUMBERS = "twilio/phone-numbers/active-numbers/";
    private static final String AVAILABLE = "twilio/phone-numbers/available-numbers/";
    private static final String KEYS = "twilio/iam/api-keys/";

    @Inject
    Accounts accounts;

    @Inject
    ApiKeys keys;

    @Inject
    AuthTokenService tokens;

    @Inject
    Database database;

    /** What a standard key reaches or not. */
    private enum Area {
        ACCOUNTS,
        KEYS,
        TOKENS,
        OTHER
    }

    /** How a route says whose it is. */
    private enum Scope {
        /** The path names the account. */
        NAMED,
        /** It is always the caller's own. */
        SELF,
        /** The iam product's: the caller's own, which a parameter repeats. */
        OWN_PARAMETER,
        /** The iam product's: the caller's own, and the path names a key of it. */
        OWN_KEY
    }

    /**
     * A row.
     *
     * @param path with {A}, {SK} and {PN} for the target, a key of its and a number of its
     * @param permission what a restricted key needs, null where none is enough
     */
    private record Route(
            String method,
            String path,
            Scope scope,
            Area area,
            @Nullable String permission,
            int success) {
        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    static List<Route> routes() {
        List<Route> routes = new ArrayList<>();
        String accountPath = ACCOUNTS + "/{A}";
        routes.add(new Route("GET", ACCOUNTS + ".json", Scope.SELF, Area.ACCOUNTS, "twilio/iam/accounts/list", 200));
        routes.add(new Route("POST", ACCOUNTS + ".json", Scope.SELF, Area.ACCOUNTS, null, 201));
        routes.add(
                new Route("GET", accountPath + ".json", Scope.NAMED, Area.ACCOUNTS, "twilio/iam/accounts/read", 200));
        routes.add(new Route("POST", accountPath + ".json", Scope.NAMED, Area.ACCOUNTS, null, 200));
        for (String name : List.of("Keys", "SigningKeys")) {
            addCrud(routes, accountPath + "/" + name, ".json", "{SK}", Scope.NAMED, Scope.NAMED, Area.KEYS, KEYS);
        }
        addCrud(routes, "/v1/Keys", "", "{SK}", Scope.OWN_PARAMETER, Scope.OWN_KEY, Area.KEYS, KEYS);
        String numbers = accountPath + "/IncomingPhoneNumbers";
        addCrud(routes, numbers, ".json", "{PN}", Scope.NAMED, Scope.NAMED, Area.OTHER, NUMBERS);
        for (String type : List.of("Local", "Mobile", "TollFree")) {
            String path = numbers + "/" + type + ".json";
            routes.add(new Route("GET", path, Scope.NAMED, Area.OTHER, NUMBERS + "list", 200));
            routes.add(new Route("POST", path, Scope.NAMED, Area.OTHER, NUMBERS + "create", 201));
        }
        String available = accountPath + "/AvailablePhoneNumbers";
        routes.add(new Route("GET", available + ".json", Scope.NAMED, Area.OTHER, AVAILABLE + "list", 200));
        routes.add(new Route("GET", available + "/US.json", Scope.NAMED, Area.OTHER, AVAILABLE + "read", 200));
        for (String type : List.of("Local", "TollFree")) {
            routes.add(new Route(
                    "GET", available + "/US/" + type + ".json", Scope.NAMED, Area.OTHER, AVAILABLE + "list", 200));
        }
        routes.add(new Route("GET", available + "/GB/Mobile.json", Scope.NAMED, Area.OTHER, AVAILABLE + "list", 200));
        routes.add(new Route("POST", "/v1/AuthTokens/Secondary", Scope.SELF, Area.TOKENS, null, 201));
        routes.add(new Route("DELETE", "/v1/AuthTokens/Secondary", Scope.SELF, Area.TOKENS, null, 204));
        routes.add(new Route("POST", "/v1/AuthTokens/Promote", Scope.SELF, Area.TOKENS, null, 200));
        return routes;
    }

    private static void addCrud(
            List<Route> routes,
            String base,
            String suffix,
            String id,
            Scope collection,
            Scope member,
            Area area,
            String permissions) {
        String one = base + "/" + id + suffix;
        // Standard keys may do more than any restricted one.
        String create = collection == Scope.NAMED && area == Area.KEYS ? null : permissions + "create";
        routes.add(new Route("GET", base + suffix, collection, area, permissions + "list", 200));
        routes.add(new Route("POST", base + suffix, collection, area, create, 201));
        routes.add(new Route("GET", one, member, area, permissions + "read", 200));
        routes.add(new Route("POST", one, member, area, permissions + "update", 200));
        routes.add(new Route("DELETE", one, member, area, permissions + "delete", 204));
    }

    private enum Relation {
        OWN,
        PARENT,
        SIBLING,
        STRANGER,
        CLOSED,
        SUSPENDED
    }

    private enum Kind {
        TOKEN,
        SECONDARY_TOKEN,
        MAIN_KEY,
        STANDARD_KEY,
        /** With the route's permission and no other. */
        RESTRICTED_KEY,
        /** With every permission but the route's. */
        OTHER_RESTRICTED_KEY,
        WRONG_SECRET,
        NO_CREDENTIALS
    }

    private record Caller(Relation relation, Kind kind) {
        static Stream<Caller> all() {
            return Stream.of(Relation.values())
                    .flatMap(relation -> Stream.of(Kind.values()).map(kind -> new Caller(relation, kind)));
        }

        boolean isMain() {
            return relation == Relation.PARENT || relation == Relation.STRANGER;
        }

        boolean usesToken() {
            return kind == Kind.TOKEN || kind == Kind.SECONDARY_TOKEN;
        }
    }

    /** A status and, where it is a refusal, Twilio's code. */
    private record Expected(int status, int code) {
        static final Expected UNAUTHENTICATED = new Expected(401, 20003);
        static final Expected PERMISSION_MISSING = new Expected(401, 70051);
        static final Expected NOT_FOUND = new Expected(404, 20404);

        boolean isRefusal() {
            return status >= 400;
        }
    }

    private static Expected expected(Route route, Caller caller) {
        boolean own = caller.relation == Relation.OWN;
        if (caller.relation == Relation.CLOSED
                || caller.relation == Relation.SUSPENDED
                || caller.kind == Kind.WRONG_SECRET
                || caller.kind == Kind.NO_CREDENTIALS) {
            return Expected.UNAUTHENTICATED;
        }
        if (route.scope == Scope.NAMED && !own && !(caller.usesToken() && caller.isMain())) {
            return Expected.UNAUTHENTICATED;
        }
        if (caller.kind == Kind.STANDARD_KEY && route.area != Area.OTHER) {
            return Expected.UNAUTHENTICATED;
        }
        if (caller.kind == Kind.OTHER_RESTRICTED_KEY
                || (caller.kind == Kind.RESTRICTED_KEY && route.permission == null)) {
            return Expected.PERMISSION_MISSING;
        }
        if (route.scope == Scope.OWN_PARAMETER && !own) {
            return Expected.UNAUTHENTICATED;
        }
        if ((route.scope == Scope.OWN_KEY && !own)
                || (route.scope == Scope.NAMED && caller.relation == Relation.STRANGER)) {
            return Expected.NOT_FOUND;
        }
        if (route.path.equals(ACCOUNTS + ".json") && route.method.equals("POST") && !caller.isMain()) {
            return new Expected(400, 21101);
        }
        if (route.toString().equals("POST /v1/AuthTokens/Secondary") && caller.kind == Kind.SECONDARY_TOKEN) {
            return new Expected(409, 20409);
        }
        return new Expected(route.success, 0);
    }

    /** The accounts of one row. */
    private final class World {
        final Credentials parent = accounts.main();
        final Credentials target = accounts.sub(parent);
        final Credentials stranger = accounts.main();
        final Map<Relation, Credentials> holders = new LinkedHashMap<>();
        final Map<Caller, Credentials> callerKeys = new LinkedHashMap<>();

        @Nullable
        String number;

        int changes;

        World(Route route) {
            holders.put(Relation.OWN, target);
            holders.put(Relation.PARENT, parent);
            holders.put(Relation.SIBLING, accounts.sub(parent));
            holders.put(Relation.STRANGER, stranger);
            holders.put(Relation.CLOSED, accounts.sub(parent));
            holders.put(Relation.SUSPENDED, accounts.sub(parent));
            holders.forEach((relation, holder) -> issueKeys(route, relation, holder));
            for (Relation ended : List.of(Relation.CLOSED, Relation.SUSPENDED)) {
                Credentials holder = holder(ended);
                await(() -> tokens.createSecondary(tenant(ended).sid(), holder.sid(), Accounts.PLATFORM));
                Map<String, String> form = Map.of("Status", ended == Relation.CLOSED ? "closed" : "suspended");
                assertThat(post(parent, TwilioHttp.account(holder), form).statusCode())
                        .isEqualTo(200);
            }
        }

        private void issueKeys(Route route, Relation relation, Credentials holder) {
            Credentials tenant = tenant(relation);
            String permission = route.permission == null ? KEYS + "list" : route.permission;
            callerKeys.put(new Caller(relation, Kind.MAIN_KEY), keys.main(tenant, holder));
            callerKeys.put(new Caller(relation, Kind.STANDARD_KEY), keys.standard(tenant, holder));
            callerKeys.put(
                    new Caller(relation, Kind.RESTRICTED_KEY), keys.restricted(tenant, holder, "/" + permission));
            callerKeys.put(
                    new Caller(relation, Kind.OTHER_RESTRICTED_KEY),
                    keys.restricted(tenant, holder, allBut(route.permission)));
        }

        Credentials tenant(Relation relation) {
            return relation == Relation.STRANGER ? stranger : parent;
        }

        Credentials holder(Relation relation) {
            return Optional.ofNullable(holders.get(relation)).orElseThrow();
        }

        /** What the caller presents; tokens are read anew, since rows about tokens change them. */
        @Nullable
        Credentials credentials(Caller caller) {
            Credentials holder = holder(caller.relation);
            String sid = holder.sid();
            if (caller.kind == Kind.NO_CREDENTIALS) {
                return null;
            }
            if (caller.kind == Kind.WRONG_SECRET) {
                return new Credentials(sid, "0".repeat(32));
            }
            if (!caller.usesToken()) {
                return Optional.ofNullable(callerKeys.get(caller)).orElseThrow();
            }
            AuthTokenView view = await(() -> tokens.get(tenant(caller.relation).sid(), sid));
            String secondary = view.secondary();
            if (caller.kind == Kind.TOKEN) {
                return new Credentials(sid, view.primary());
            }
            if (secondary == null) {
                AuthTokenView made = await(
                        () -> tokens.createSecondary(tenant(caller.relation).sid(), sid, Accounts.PLATFORM));
                secondary = Optional.ofNullable(made.secondary()).orElseThrow();
            }
            return new Credentials(sid, secondary);
        }

        /** Brings the caller's account into the state in which the row succeeds. */
        void prepare(Route route, Caller caller) {
            if (route.area != Area.TOKENS
                    || caller.relation == Relation.CLOSED
                    || caller.relation == Relation.SUSPENDED) {
                return;
            }
            String tenantId = tenant(caller.relation).sid();
            String sid = holder(caller.relation).sid();
            boolean wanted = !route.toString().equals("POST /v1/AuthTokens/Secondary");
            boolean there = await(() -> tokens.get(tenantId, sid)).secondary() != null;
            if (wanted && !there) {
                await(() -> tokens.createSecondary(tenantId, sid, Accounts.PLATFORM));
            } else if (!wanted && there) {
                await(() -> tokens.deleteSecondary(tenantId, sid, Accounts.PLATFORM));
            }
        }

        /** The path with ids of things that exist. */
        String path(Route route) {
            String path = route.path.replace("{A}", target.sid());
            if (path.contains("{SK}")) {
                path = path.replace("{SK}", keys.standard(parent, target).sid());
            }
            if (path.contains("{PN}")) {
                if (number == null || !exists(number)) {
                    Response bought = post(
                            parent,
                            under(target, "IncomingPhoneNumbers.json"),
                            Map.of("PhoneNumber", free("US/Local")));
                    number = bought.path("sid");
                }
                path = path.replace("{PN}", number);
            }
            return route.scope == Scope.OWN_PARAMETER && route.method.equals("GET")
                    ? path + "?AccountSid=" + target.sid()
                    : path;
        }

        private boolean exists(String sid) {
            return database.count("select count(*) from phone_number where id = $1 and released_at is null", sid) == 1;
        }

        Map<String, String> form(Route route) {
            if (route.scope == Scope.OWN_PARAMETER) {
                // no more than what the least of those who may make a key has
                String policy = "{\"allow\":[\"/" + KEYS + "create\"]}";
                return Map.of("AccountSid", target.sid(), "KeyType", "restricted", "Policy", policy);
            }
            if (route.success == 201 && route.path.contains("/IncomingPhoneNumbers")) {
                String type = route.path.contains("/Mobile")
                        ? "GB/Mobile"
                        : route.path.contains("/TollFree") ? "US/TollFree" : "US/Local";
                return Map.of("PhoneNumber", free(type));
            }
            return route.area == Area.TOKENS ? Map.of() : Map.of("FriendlyName", "changed " + ++changes);
        }

        private String free(String type) {
            return get(parent, under(parent, "AvailablePhoneNumbers/" + type + ".json?PageSize=1"))
                    .path("available_phone_numbers[0].phone_number");
        }

        long written(String where, String id) {
            return database.count(
                    "select (select count(*) from audit_entry where " + where + " = $1)"
                            + " + (select count(*) from outbox_event where " + where + " = $1)"
                            + " + (select coalesce(sum(version), 0) + count(*) from credential where " + where
                            + " = $1)"
                            + " + (select coalesce(sum(version), 0) from auth_token where " + where + " = $1)",
                    id);
        }

        long writtenAnywhere() {
            return written("tenant_id", parent.sid()) + written("tenant_id", stranger.sid());
        }
    }

    private static String[] allBut(@Nullable String permission) {
        List<String> others = new ArrayList<>();
        for (String resource : List.of(KEYS, NUMBERS, AVAILABLE, "twilio/iam/accounts/")) {
            for (String action : List.of("list", "create", "read", "update", "delete")) {
                if (!(resource + action).equals(permission)) {
                    others.add("/" + resource + action);
                }
            }
        }
        return others.toArray(String[]::new);
    }

    @ParameterizedTest
    @MethodSource("routes")
    void everyCallerGetsWhatItMayAndNoMore(Route route) {
        World world = new World(route);
        SoftAssertions softly = new SoftAssertions();
        Caller.all().forEach(caller -> check(world, route, caller, softly));
        softly.assertAll();
    }

    private static void check(World world, Route route, Caller caller, SoftAssertions softly) {
        // Given
        world.prepare(route, caller);
        String path = world.path(route);
        Map<String, String> form = route.method.equals("POST") ? world.form(route) : Map.of();
        Credentials credentials = world.credentials(caller);
        long before = world.writtenAnywhere();
        long targetBefore = world.written("account_id", world.target.sid());
        // When
        Response response = call(credentials, route.method, path, form);
        // Then
        Expected expected = expected(route, caller);
        String cell = route + " by " + caller + ": " + response.asString();
        softly.assertThat(response.statusCode()).as(cell).isEqualTo(expected.status);
        if (expected.isRefusal()) {
            softly.assertThat(response.contentType()).as(cell).startsWith("application/json");
            softly.assertThat(response.<Integer>path("code")).as(cell).isEqualTo(expected.code);
        }
        boolean writes = !expected.isRefusal() && !route.method.equals("GET");
        if (writes) {
            softly.assertThat(world.writtenAnywhere()).as(cell).isGreaterThan(before);
        } else {
            softly.assertThat(world.writtenAnywhere()).as(cell).isEqualTo(before);
        }
        boolean mayTouchTarget =
                caller.relation == Relation.OWN || (caller.relation == Relation.PARENT && route.scope == Scope.NAMED);
        if (!mayTouchTarget) {
            softly.assertThat(world.written("account_id", world.target.sid()))
                    .as(cell)
                    .isEqualTo(targetBefore);
        }
        boolean maySeeToken =
                caller.usesToken() && (caller.relation == Relation.OWN || caller.relation == Relation.PARENT);
        if (!maySeeToken && route.area != Area.TOKENS) {
            softly.assertThat(response.asString()).as(cell).doesNotContain(world.target.token());
        }
    }

    private static Response call(@Nullable Credentials caller, String method, String path, Map<String, String> form) {
        RequestSpecification request = caller == null ? given() : TwilioHttp.as(caller);
        return method.equals("POST")
                ? request.contentType("application/x-www-form-urlencoded; charset=UTF-8")
                        .formParams(form)
                        .post(path)
                : request.request(method, path);
    }

    @Test
    void everyRouteOfTheDoorIsARow() {
        List<String> missing = offered()
                .filter(offer -> routes().stream().noneMatch(offer::isOf))
                .map(Offer::toString)
                .toList();
        assertThat(missing).isEmpty();
        assertThat(offered().count()).isGreaterThan(25);
    }

    /** A method of a resource class; a path with alternatives is one for each of them. */
    private record Offer(String method, Pattern path) {
        boolean isOf(Route route) {
            return route.method.equals(method) && path.matcher(route.path).matches();
        }
    }

    private static Stream<Offer> offered() {
        List<Offer> offers = new ArrayList<>();
        for (JavaClass type : new ClassFileImporter().importPackages("io.curfew.dialects.twilio")) {
            String base =
                    type.tryGetAnnotationOfType(Path.class).map(Path::value).orElse(null);
            for (JavaMethod method : type.getMethods()) {
                for (JavaAnnotation<JavaMethod> annotation : method.getAnnotations()) {
                    Optional<String> verb = annotation
                            .getRawType()
                            .tryGetAnnotationOfType(HttpMethod.class)
                            .map(HttpMethod::value);
                    if (base != null && verb.isPresent()) {
                        String own = method.tryGetAnnotationOfType(Path.class)
                                .map(Path::value)
                                .orElse("");
                        alternatives(base + own).forEach(path -> offers.add(new Offer(verb.get(), pattern(path))));
                    }
                }
            }
        }
        return offers.stream();
    }

    private static Stream<String> alternatives(String path) {
        Matcher parameter = Pattern.compile("\\{\\w+: *([\\w|]+)}").matcher(path);
        return parameter.find()
                ? Stream.of(parameter.group(1).split("\\|", -1))
                        .flatMap(one -> alternatives(
                                path.substring(0, parameter.start()) + one + path.substring(parameter.end())))
                : Stream.of(path);
    }

    /** Parameters stand for the rows' placeholders or, where a row is about one value, for that value. */
    private static Pattern pattern(String path) {
        return Pattern.compile(path.replaceAll("\\{\\w+}", "PARAMETER")
                .replace(".", "\\.")
                .replace("PARAMETER", "(\\{\\w+}|US|GB|Local|Mobile|TollFree)"));
    }
}
