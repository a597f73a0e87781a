package io.curfew.dialects.twilio;

import static io.curfew.dialects.twilio.TwilioHttp.get;
import static io.curfew.dialects.twilio.TwilioHttp.post;
import static io.curfew.dialects.twilio.TwilioHttp.under;
import static io.curfew.testing.Reactive.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.credentials.AuthTokenCommand;
import io.curfew.credentials.AuthTokenService;
import io.curfew.testing.AccessTable;
import io.curfew.testing.AccessTable.Cell;
import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.ApiKeys;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every route of the door for every kind of credential, as docs/access.md says. The target is a subaccount. */
@CurfewTest
class TwilioAccessTest {
    private static final String KEYS = "twilio/iam/api-keys/";
    private static final String NUMBERS = "twilio/phone-numbers/active-numbers/";
    private static final String AVAILABLE = "twilio/phone-numbers/available-numbers/";

    /** What a restricted key needs, by act. */
    private static final Map<String, String> PERMISSIONS = Map.ofEntries(
            Map.entry("account.list", "twilio/iam/accounts/list"),
            Map.entry("account.read", "twilio/iam/accounts/read"),
            Map.entry("key.list", KEYS + "list"),
            Map.entry("key.create", KEYS + "create"),
            Map.entry("key.read", KEYS + "read"),
            Map.entry("key.update", KEYS + "update"),
            Map.entry("key.delete", KEYS + "delete"),
            Map.entry("number.list", NUMBERS + "list"),
            Map.entry("number.buy", NUMBERS + "create"),
            Map.entry("number.read", NUMBERS + "read"),
            Map.entry("number.update", NUMBERS + "update"),
            Map.entry("number.transfer", NUMBERS + "update"),
            Map.entry("number.release", NUMBERS + "delete"),
            Map.entry("number.search", AVAILABLE + "list"),
            Map.entry("number-country.read", AVAILABLE + "read"));

    @Inject
    Accounts accounts;

    @Inject
    ApiKeys keys;

    @Inject
    AuthTokenService tokens;

    @Inject
    Database database;

    private enum Kind {
        AUTH_TOKEN("auth token"),
        SECONDARY_TOKEN("secondary auth token"),
        MAIN_KEY("Main key"),
        STANDARD_KEY("standard key"),
        RESTRICTED_KEY("restricted key that has the act's permission and no other"),
        OTHER_RESTRICTED_KEY("restricted key that has every permission but the act's"),
        WRONG_SECRET("wrong secret, or none");

        private final String heading;

        Kind(String heading) {
            this.heading = "Twilio: " + heading;
        }

        AccessTable table() {
            return AccessTable.under(heading);
        }

        boolean seesTokens() {
            return this == AUTH_TOKEN || this == SECONDARY_TOKEN;
        }
    }

    @Test
    void everyRouteHasARow() {
        for (Kind kind : Kind.values()) {
            AccessTable.assertEveryRouteHasARow("io.curfew.dialects.twilio", List.of(kind.table()));
        }
    }

    @Tag("slow")
    @ParameterizedTest
    @EnumSource
    void everyCallerGetsWhatItMayAndNoMore(Kind kind) {
        kind.table().everyCell(cell -> ask(kind, cell));
    }

    @ParameterizedTest
    @EnumSource
    void aSampleOfCallersGetsWhatItMay(Kind kind) {
        kind.table().sample(3, cell -> ask(kind, cell));
    }

    private String ask(Kind kind, Cell cell) {
        if (!cell.caller().equals("ended")) {
            return new World(kind, cell).ask();
        }
        Set<String> answers = new LinkedHashSet<>();
        for (String state : List.of("suspended", "closed", "purged")) {
            answers.add(new World(kind, cell).askOfEnded(state));
        }
        return String.join(", ", answers);
    }

    /** The accounts of one cell. */
    private final class World {
        private final Kind kind;
        private final Cell cell;
        private final Credentials parent = accounts.main();
        private final Credentials target = accounts.sub(parent);
        private final Credentials stranger;

        World(Kind kind, Cell cell) {
            this.kind = kind;
            this.cell = cell;
            this.stranger = cell.caller().equals("stranger's") ? accounts.main() : parent;
        }

        String ask() {
            Credentials holder = switch (cell.caller()) {
                case "own" -> target;
                case "sibling's" -> accounts.sub(parent);
                case "stranger's" -> stranger;
                default -> parent;
            };
            return ask(holder, Set.of("suspended", "closed", "purged").contains(cell.caller()) ? cell.caller() : null);
        }

        String askOfEnded(String state) {
            return ask(target, state);
        }

        private String ask(Credentials holder, @Nullable String state) {
            Credentials credentials = prepared(holder);
            String path = path();
            Map<String, String> form = form();
            if (state != null) {
                end(state);
            }
            long before = written();
            Response response = call(credentials, path, form);
            boolean wrote = written() > before;
            boolean done = response.statusCode() < 400;
            String answer = done ? "yes" : response.statusCode() + "/" + response.<Integer>path("code");
            if (wrote && !done) {
                answer += " (and wrote)";
            }
            if (!kind.seesTokens() && response.asString().contains(target.token())) {
                answer += " (and told the token)";
            }
            return answer;
        }

        /** What the holder presents, and what the call needs to be there. */
        private Credentials prepared(Credentials holder) {
            Credentials tenant = holder == stranger ? stranger : parent;
            boolean rotates = cell.act().equals("auth-token.rotate");
            boolean makesSecondary =
                    rotates && cell.method().equals("POST") && cell.path().endsWith("Secondary");
            String secondary = null;
            if ((rotates && !makesSecondary) || kind == Kind.SECONDARY_TOKEN) {
                secondary = await(() -> tokens.createSecondary(
                                new AuthTokenCommand.CreateSecondary(tenant.sid(), holder.sid(), Accounts.PLATFORM)))
                        .secondary();
            }
            String permission = PERMISSIONS.get(cell.act());
            return switch (kind) {
                case AUTH_TOKEN -> holder;
                case SECONDARY_TOKEN ->
                    new Credentials(holder.sid(), Optional.ofNullable(secondary).orElseThrow());
                case MAIN_KEY -> keys.main(tenant, holder);
                case STANDARD_KEY -> keys.standard(tenant, holder);
                case RESTRICTED_KEY ->
                    keys.restricted(tenant, holder, "/" + (permission == null ? KEYS + "list" : permission));
                case OTHER_RESTRICTED_KEY -> keys.restricted(tenant, holder, allBut(permission));
                case WRONG_SECRET -> new Credentials(holder.sid(), "0".repeat(32));
            };
        }

        private String path() {
            String path = cell.path().replace("{A}", target.sid());
            if (path.contains("{SK}")) {
                path = path.replace("{SK}", keys.standard(parent, target).sid());
            }
            if (path.contains("{PN}")) {
                Response bought = post(
                        parent, under(target, "IncomingPhoneNumbers.json"), Map.of("PhoneNumber", free("US/Local")));
                path = path.replace("{PN}", bought.path("sid"));
            }
            return path;
        }

        private Map<String, String> form() {
            Map<String, String> form = new TreeMap<>(cell.words());
            form.replaceAll((name, value) -> value.replace("{A}", target.sid())
                    .replace(
                            "{sibling}",
                            value.contains("{sibling}") ? accounts.sub(parent).sid() : ""));
            if (cell.act().equals("number.buy")) {
                form.put("PhoneNumber", free("US/Local"));
            } else if (cell.path().equals("/v1/Keys") && cell.method().equals("POST")) {
                // No more than what the least of those who may make a key has.
                form.put("AccountSid", target.sid());
                form.put("KeyType", "restricted");
                form.put("Policy", "{\"allow\":[\"/" + KEYS + "create\"]}");
            } else if (!cell.act().equals("auth-token.rotate") && form.isEmpty()) {
                form.put("FriendlyName", "changed");
            }
            return form;
        }

        private String free(String type) {
            return get(parent, under(parent, "AvailablePhoneNumbers/" + type + ".json?PageSize=1"))
                    .path("available_phone_numbers[0].phone_number");
        }

        private void end(String state) {
            String status = state.equals("suspended") ? "suspended" : "closed";
            assertThat(post(parent, TwilioHttp.account(target), Map.of("Status", status))
                            .statusCode())
                    .isEqualTo(200);
            if (state.equals("purged")) {
                database.execute(
                        "update account set purge_at = timestamptz '2020-01-01 00:00Z' where id = $1", target.sid());
            }
        }

        private long written() {
            return database.count(
                    "select (select count(*) from audit_entry where tenant_id = any($1))"
                            + " + (select count(*) from outbox_event where tenant_id = any($1))"
                            + " + (select coalesce(sum(version), 0) + count(*) from credential where tenant_id = any($1))"
                            + " + (select coalesce(sum(version), 0) from auth_token where tenant_id = any($1))",
                    (Object) new String[] {parent.sid(), stranger.sid()});
        }

        private Response call(Credentials credentials, String path, Map<String, String> form) {
            RequestSpecification request =
                    kind == Kind.WRONG_SECRET && cell.caller().equals("sibling's")
                            ? given()
                            : TwilioHttp.as(credentials);
            return cell.method().equals("POST")
                    ? request.contentType("application/x-www-form-urlencoded; charset=UTF-8")
                            .formParams(form)
                            .post(path)
                    : request.request(cell.method(), path);
        }
    }

    private static String[] allBut(@Nullable String permission) {
        List<String> others = new ArrayList<>();
        for (String resource : Arrays.asList(KEYS, NUMBERS, AVAILABLE, "twilio/iam/accounts/")) {
            for (String action : List.of("list", "create", "read", "update", "delete")) {
                if (!(resource + action).equals(permission)) {
                    others.add("/" + resource + action);
                }
            }
        }
        return others.toArray(String[]::new);
    }
}
