package io.curfew.api;

import static io.curfew.api.NativeHttp.PLATFORM;
import static io.curfew.api.NativeHttp.post;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.api.NativeHttp.Holder;
import io.curfew.kernel.Ids;
import io.curfew.testing.AccessTable;
import io.curfew.testing.AccessTable.Cell;
import io.curfew.testing.CheapHash;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every route for every kind of caller, as docs/access.md says. */
@CurfewTest
class NativeAccessTest {
    private static final String SUBACCOUNT = "Native: a subaccount";
    private static final String MAIN = "Native: a main account";
    private static final String PEOPLE = "Native: people, and what no account is named for";
    private static final Set<String> STATES = Set.of("suspended", "closed", "purged");

    @Inject
    Database database;

    @Inject
    NativeSims sims;

    @Test
    void everyRouteHasARow() {
        AccessTable.assertEveryRouteHasARow(
                "io.curfew.api",
                List.of(AccessTable.under(SUBACCOUNT), AccessTable.under(MAIN), AccessTable.under(PEOPLE)));
    }

    @Tag("slow")
    @ParameterizedTest
    @ValueSource(strings = {SUBACCOUNT, MAIN, PEOPLE})
    void everyCallerGetsWhatItMayAndNoMore(String table) {
        AccessTable.under(table).everyCell(cell -> ask(table.equals(SUBACCOUNT), cell));
    }

    @ParameterizedTest
    @ValueSource(strings = {SUBACCOUNT, MAIN, PEOPLE})
    void aSampleOfCallersGetsWhatItMay(String table) {
        AccessTable.under(table).sample(8, cell -> ask(table.equals(SUBACCOUNT), cell));
    }

    private String ask(boolean ofSub, Cell cell) {
        if (!cell.caller().equals("ended")) {
            return new World(ofSub, cell).ask();
        }
        Set<String> answers = new LinkedHashSet<>();
        for (String state : List.of("suspended", "closed", "purged")) {
            answers.add(new World(ofSub, cell).askOfEnded(state));
        }
        return String.join(", ", answers);
    }

    /** The accounts of one cell. */
    private final class World {
        private final Cell cell;
        private final Holder main;
        private final Holder sub;
        private final Holder target;
        private final @Nullable Holder stranger;

        World(boolean ofSub, Cell cell) {
            this.cell = cell;
            // The platform's own people are of its tree, and so are those who are not to reach them.
            this.main = cell.route().contains("manager}") ? NativeHttp.first() : NativeHttp.main();
            this.sub = NativeHttp.sub(main);
            this.target = ofSub ? sub : main;
            this.stranger =
                    cell.caller().equals("stranger's") || cell.route().contains("beyond}") ? NativeHttp.main() : null;
        }

        String ask() {
            boolean state = STATES.contains(cell.caller());
            if (state && main.id().equals(NativeHttp.first().id())) {
                return "–"; // the platform operator's own tree neither ends nor stands still
            }
            String token = switch (cell.caller()) {
                case "own" -> target.token();
                case "parent's" -> main.token();
                case "sibling's" -> NativeHttp.sub(main).token();
                case "subaccount's" -> sub.token();
                case "stranger's" -> java.util.Objects.requireNonNull(stranger).token();
                default -> target == sub && state ? main.token() : PLATFORM;
            };
            return ask(token, state ? cell.caller() : null);
        }

        String askOfEnded(String state) {
            if (main.id().equals(NativeHttp.first().id())) {
                return "–";
            }
            return ask(target.token(), state);
        }

        private String ask(String token, @Nullable String state) {
            String path = filled(cell.path());
            JsonObject body = body();
            if (state != null) {
                end(state);
            }
            long before = traces();
            RequestSpecification request = given().header("Authorization", "Bearer " + token);
            if (!cell.method().equals("GET") && !cell.method().equals("DELETE")) {
                request.contentType("application/json").body(body.encode());
            }
            Response response = request.request(cell.method(), path);
            boolean done = response.statusCode() < 400;
            String answer = done ? "yes" : response.statusCode() + "/" + response.<String>path("code");
            return !done && traces() > before ? answer + " (and wrote)" : answer;
        }

        private void end(String state) {
            Response ended = post(
                    target == sub ? main.token() : PLATFORM,
                    target.path() + (state.equals("suspended") ? "/suspend" : "/close"),
                    Map.of("reason", "x"));
            assertThat(ended.statusCode()).as(ended.asString()).isEqualTo(200);
            if (state.equals("purged")) {
                database.execute(
                        "update account set purge_at = timestamptz '2020-01-01 00:00Z' where id = $1", target.id());
            }
        }

        private String filled(String text) {
            String filled = text.replace("{sub}", sub.id()).replace("{main}", main.id());
            if (filled.contains("{sibling}")) {
                filled = filled.replace("{sibling}", NativeHttp.sub(main).id());
            }
            if (filled.contains("{token}")) {
                filled = filled.replace(
                        "{token}",
                        post(PLATFORM, target.path() + "/tokens", Map.of()).path("id"));
            }
            if (filled.contains("{work}")) {
                filled =
                        filled.replace("{work}", NativeWorkTest.park(database, main.id(), target.id(), "test-nobodys"));
            }
            if (filled.contains("{sim}")) {
                filled = filled.replace(
                        "{sim}", sims.sim(main.id(), target.id(), cell.act().equals("sim.return")));
            }
            for (String person : List.of("user", "beyond", "manager")) {
                if (filled.contains("{" + person + "}")) {
                    filled = filled.replace("{" + person + "}", person(person));
                }
                if (filled.contains("{token-of-" + person + "}")) {
                    String token = post(PLATFORM, "/api/v1/tokens", Map.of("kind", "access", "userId", person(person)))
                            .path("id");
                    filled = filled.replace("{token-of-" + person + "}", token);
                }
            }
            return filled;
        }

        private String person(String kind) {
            List<Map<String, Object>> roles = new ArrayList<>(List.of(Map.of("roleId", 41, "customerId", main.id())));
            if (kind.equals("beyond")) {
                roles.add(Map.of(
                        "roleId",
                        100,
                        "customerId",
                        java.util.Objects.requireNonNull(stranger).id()));
            }
            String id = NativeHttp.person(roles, kind.equals("manager"));
            if (cell.act().equals("user.change-password")) {
                CheapHash.give(database, id, "OLD password");
            }
            return id;
        }

        private JsonObject body() {
            JsonObject body = switch (cell.act()) {
                case "account.create" -> new JsonObject().put("name", "x");
                case "account.update" -> new JsonObject().put("name", "y");
                case "policy.update" -> new JsonObject().put("autoDeletion", false);
                case "user.invite", "user.manage" ->
                    new JsonObject()
                            .put("email", Ids.digits(15) + "@example.com")
                            .put(
                                    "roles",
                                    new JsonArray()
                                            .add(new JsonObject()
                                                    .put("roleId", 203)
                                                    .put("customerId", main.id())));
                case "user.change-password" ->
                    new JsonObject().put("password", "correct horse").put("currentPassword", "OLD password");
                // Nobody has such a token: whoever calls is known by it alone.
                case "invitation.accept", "user.choose-password" ->
                    new JsonObject().put("token", Ids.digits(15)).put("password", "correct horse");
                case "sim-stock.add" -> new JsonObject().put("sims", new JsonArray().add(sims.card()));
                default -> new JsonObject();
            };
            cell.words().forEach((name, value) -> body.put(name, value.equals("true") ? true : filled(value)));
            return body;
        }

        /** What any write of the tree leaves behind. */
        private long traces() {
            return database.count("select count(*) from audit_entry where tenant_id = $1", main.id());
        }
    }
}
