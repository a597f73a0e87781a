package io.curfew.dialects.twilio;

import static io.curfew.dialects.twilio.TwilioHttp.account;
import static io.curfew.dialects.twilio.TwilioHttp.as;
import static io.curfew.dialects.twilio.TwilioHttp.assertError;
import static io.curfew.dialects.twilio.TwilioHttp.assertNotFound;
import static io.curfew.dialects.twilio.TwilioHttp.get;
import static io.curfew.dialects.twilio.TwilioHttp.post;
import static io.curfew.dialects.twilio.TwilioHttp.under;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.ApiKeys;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.SettableClock;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@CurfewTest
class TwilioKeysTest {
    @Inject
    Accounts accounts;

    @Inject
    ApiKeys keys;

    @Inject
    SettableClock clock;

    @Inject
    Database database;

    @ParameterizedTest
    @ValueSource(strings = {"Keys", "SigningKeys"})
    void keyIsBornUsedRenamedAndDeleted(String resource) {
        // Given
        Credentials main = accounts.main();
        String born = TwilioDates.rfc2822(clock.now());
        // When
        Response made = post(main, under(main, resource + ".json"), Map.of("FriendlyName", " CI\n"));
        // Then
        assertThat(made.statusCode()).isEqualTo(201);
        String sid = made.path("sid");
        String secret = made.path("secret");
        assertThat(sid).matches("SK[0-9a-f]{32}");
        assertThat(secret).matches("[0-9A-Za-z]{32}");
        Map<String, Object> shown = key(sid, "CI", born, born);
        Map<String, Object> withSecret = new LinkedHashMap<>(shown);
        withSecret.put("secret", secret);
        assertThat(body(made)).isEqualTo(withSecret);
        String path = under(main, resource + "/" + sid + ".json");
        assertThat(body(get(main, path))).isEqualTo(shown);
        assertThat(database.rows("select account_id, kind, name, policy, platform from credential where id = $1", sid))
                .containsExactly(row(main.sid(), "STANDARD_KEY", "CI", null, false));
        // a standard key reaches everything but accounts and keys
        Credentials key = new Credentials(sid, secret);
        assertThat(get(key, under(main, "IncomingPhoneNumbers.json")).statusCode())
                .isEqualTo(200);
        assertError(get(key, account(main)), 401, 20003, "Authenticate");
        assertError(get(key, path), 401, 20003, "Authenticate");
        // When
        clock.advance(Duration.ofMinutes(3));
        String later = TwilioDates.rfc2822(clock.now());
        Response renamed = post(main, path, Map.of("FriendlyName", "CD"));
        // Then
        assertThat(renamed.statusCode()).isEqualTo(200);
        assertThat(body(renamed)).isEqualTo(key(sid, "CD", born, later));
        // When
        Response deleted = as(main).delete(path);
        // Then
        assertThat(deleted.statusCode()).isEqualTo(204);
        assertThat(deleted.asByteArray()).isEmpty();
        assertNotFound(get(main, path), path);
        assertNotFound(as(main).delete(path), path);
        assertNotFound(post(main, path, Map.of("FriendlyName", "x")), path);
        assertError(get(key, under(main, "IncomingPhoneNumbers.json")), 401, 20003, "Authenticate");
        assertThat(audit(main, sid)).containsExactly("credential.created", "credential.updated", "credential.deleted");
        assertThat(database.count("select count(*) from directory where id = $1", sid))
                .isZero();
    }

    @Test
    void bothNamesShowTheSameKeys() {
        // Given
        Credentials main = accounts.main();
        String signing = post(main, under(main, "SigningKeys.json"), Map.of()).path("sid");
        clock.advance(Duration.ofSeconds(1));
        String plain = post(main, under(main, "Keys.json"), Map.of()).path("sid");
        clock.advance(Duration.ofSeconds(1));
        Credentials mainKey = keys.main(main, main);
        Credentials restricted = keys.restricted(main, main, "/twilio/iam/accounts/list");
        List<String> all = List.of(restricted.sid(), mainKey.sid(), plain, signing);
        // Then
        assertThat(get(main, under(main, "Keys.json")).<List<String>>path("keys.sid"))
                .isEqualTo(all);
        assertThat(get(main, under(main, "SigningKeys.json")).<List<String>>path("signing_keys.sid"))
                .isEqualTo(all);
        assertThat(get(main, under(main, "Keys.json")).asString()).doesNotContain("secret", "policy");
    }

    @Test
    void envelopeHasEveryKey() {
        // Given
        Credentials main = accounts.main();
        String path = under(main, "Keys.json");
        String sid = post(main, path, Map.of()).path("sid");
        String born = TwilioDates.rfc2822(clock.now());
        // When
        Response page = get(main, path + "?PageSize=20");
        // Then
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("keys", List.of(key(sid, null, born, born)));
        expected.put("page", 0);
        expected.put("page_size", 20);
        expected.put("start", 0);
        expected.put("end", 0);
        expected.put("uri", path + "?PageSize=20&Page=0");
        expected.put("first_page_uri", path + "?PageSize=20&Page=0");
        expected.put("next_page_uri", null);
        expected.put("previous_page_uri", null);
        assertThat(body(page)).isEqualTo(expected);
    }

    @Test
    void nameIsOptionalAndHas64CharactersAtMost() {
        Credentials main = accounts.main();
        String path = under(main, "Keys.json");
        Response unnamed = post(main, path, Map.of());
        assertThat(body(unnamed)).containsEntry("friendly_name", null);
        assertThat(body(post(main, path, Map.of("FriendlyName", "  ")))).containsEntry("friendly_name", null);
        String longest = "\uD83D\uDD11".repeat(64);
        assertThat(post(main, path, Map.of("FriendlyName", longest)).<String>path("friendly_name"))
                .isEqualTo(longest);
        long before = audited(main);
        for (Response refused : List.of(
                post(main, path, Map.of("FriendlyName", "x".repeat(65))),
                post(
                        main,
                        under(main, "Keys/" + unnamed.path("sid") + ".json"),
                        Map.of("FriendlyName", "x".repeat(65))))) {
            assertError(refused, 400, 70001, "The request has constraint violations");
        }
        assertThat(audited(main)).isEqualTo(before);
    }

    @Test
    void whatIsNotSentStays() {
        // Given
        Credentials main = accounts.main();
        String sid = post(main, under(main, "Keys.json"), Map.of("FriendlyName", "kept"))
                .path("sid");
        String path = under(main, "Keys/" + sid + ".json");
        // Then
        assertThat(post(main, path, Map.of()).<String>path("friendly_name")).isEqualTo("kept");
        assertThat(body(post(main, path, Map.of("FriendlyName", "")))).containsEntry("friendly_name", null);
    }

    @Test
    void typeAndPolicyAreIgnoredHere() {
        // Given
        Credentials main = accounts.main();
        // When
        Response made = post(
                main,
                under(main, "Keys.json"),
                Map.of("KeyType", "restricted", "Policy", "{\"allow\":[\"/twilio/iam/accounts/read\"]}"));
        // Then
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(database.rows("select kind, policy from credential where id = $1", made.<String>path("sid")))
                .containsExactly(row("STANDARD_KEY", null));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"AC00000000000000000000000000000001", "SK123", "SKzz000000000000000000000000000001", "nonsense"})
    void sidOfAnotherKindIsRefused(String sid) {
        Credentials main = accounts.main();
        String path = under(main, "Keys/" + sid + ".json");
        String message = "Invalid Sid provided in the request";
        assertError(get(main, path), 400, 70002, message);
        assertError(post(main, path, Map.of("FriendlyName", "x")), 400, 70002, message);
        assertError(as(main).delete(path), 400, 70002, message);
    }

    @Test
    void sidIsReadInEitherCase() {
        Credentials main = accounts.main();
        String sid = post(main, under(main, "Keys.json"), Map.of()).path("sid");
        String upper = "SK" + sid.substring(2).toUpperCase(java.util.Locale.ROOT);
        assertThat(get(main, under(main, "Keys/" + upper + ".json")).<String>path("sid"))
                .isEqualTo(sid);
    }

    @Test
    void mainAccountManagesTheKeysOfItsSubaccounts() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        Credentials sibling = accounts.sub(main);
        // When
        Response made = post(main, under(sub, "Keys.json"), Map.of("FriendlyName", "for the sub"));
        // Then
        Credentials key = new Credentials(made.path("sid"), made.path("secret"));
        assertThat(get(key, under(sub, "IncomingPhoneNumbers.json")).statusCode())
                .isEqualTo(200);
        assertError(get(key, under(main, "IncomingPhoneNumbers.json")), 401, 20003, "Authenticate");
        assertThat(get(sub, under(sub, "Keys.json")).<List<String>>path("keys.sid"))
                .containsExactly(key.sid());
        assertThat(get(main, under(main, "Keys.json")).<List<String>>path("keys.sid"))
                .isEmpty();
        String throughSibling = under(sibling, "Keys/" + key.sid() + ".json");
        assertNotFound(as(main).delete(throughSibling), throughSibling);
        assertThat(as(main).delete(under(sub, "Keys/" + key.sid() + ".json")).statusCode())
                .isEqualTo(204);
    }

    @Test
    void suspendedSubaccountGetsNoNewKeyButKeepsAndLosesOldOnes() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        String sid = post(main, under(sub, "Keys.json"), Map.of()).path("sid");
        post(main, account(sub), Map.of("Status", "suspended"));
        long before = audited(sub);
        // Then
        assertError(post(main, under(sub, "Keys.json"), Map.of()), 403, 20005, "Account not active");
        assertThat(audited(sub)).isEqualTo(before);
        String path = under(sub, "Keys/" + sid + ".json");
        assertThat(post(main, path, Map.of("FriendlyName", "later")).statusCode())
                .isEqualTo(200);
        assertThat(as(main).delete(path).statusCode()).isEqualTo(204);
    }

    @Test
    void otherCredentialsOfTheAccountAreNotKeys() {
        // Given the bootstrap account's bearer tokens
        Credentials bootstrap = new Credentials(
                io.curfew.testing.PostgresResource.BOOTSTRAP_SID, io.curfew.testing.PostgresResource.BOOTSTRAP_TOKEN);
        // Then
        assertThat(database.count(
                        "select count(*) from credential where account_id = $1 and kind = 'NATIVE_TOKEN'",
                        bootstrap.sid()))
                .isPositive();
        assertThat(get(bootstrap, under(bootstrap, "Keys.json")).<List<String>>path("keys.sid"))
                .allMatch(sid -> sid.startsWith("SK"));
    }

    @Test
    void secretIsKeptAsAHash() {
        // Given
        Credentials main = accounts.main();
        // When
        String secret = as(main).header("Idempotency-Key", "k-1")
                .post(under(main, "Keys.json"))
                .path("secret");
        // Then
        assertThat(database.rows(
                        "select encode(secret_hash, 'escape'), c::text from credential c" + " where account_id = $1",
                        main.sid()))
                .hasSize(1)
                .noneMatch(found -> found.toString().contains(secret));
        assertThat(database.rows(
                        "select encode(answer_body, 'escape') from idempotency_key where tenant_id = $1", main.sid()))
                .hasSize(1)
                .noneMatch(found -> found.toString().contains(secret));
        assertThat(database.rows(
                        "select detail::text from audit_entry where tenant_id = $1"
                                + " union all select data::text from outbox_event where tenant_id = $1",
                        main.sid()))
                .noneMatch(found -> found.toString().contains(secret));
    }

    private static Map<String, Object> key(
            String sid, @org.jspecify.annotations.Nullable String name, String created, String updated) {
        Map<String, Object> key = new LinkedHashMap<>();
        key.put("sid", sid);
        key.put("friendly_name", name);
        key.put("date_created", created);
        key.put("date_updated", updated);
        return key;
    }

    private static Map<String, Object> body(Response response) {
        return response.jsonPath().getMap("$");
    }

    private static List<Object> row(@org.jspecify.annotations.Nullable Object... columns) {
        List<Object> row = new ArrayList<>();
        for (Object column : columns) {
            row.add(column);
        }
        return row;
    }

    private List<Object> audit(Credentials account, String subject) {
        List<Object> actions = database.column(
                "select action from audit_entry where account_id = $1 and subject = $2 order by recorded_at",
                account.sid(),
                subject);
        assertThat(database.column(
                        "select type from outbox_event where account_id = $1 and subject = $2 order by recorded_at",
                        account.sid(),
                        subject))
                .isEqualTo(actions);
        return actions;
    }

    private long audited(Credentials account) {
        return database.count("select count(*) from audit_entry where account_id = $1", account.sid());
    }

    @Test
    void mainKeyOfTheParentChangesSubaccountsAndNothingBelowThem() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        Credentials stranger = accounts.main();
        Credentials key = keys.main(main, main);
        // When
        Response made = post(key, TwilioHttp.ACCOUNTS + ".json", Map.of("FriendlyName", "made by a key"));
        Response fetched = get(key, TwilioHttp.account(sub));
        Response renamed = post(key, TwilioHttp.account(sub), Map.of("FriendlyName", "renamed by a key"));
        Response suspended = post(key, TwilioHttp.account(sub), Map.of("Status", "suspended"));
        Response closed = post(key, "/2010-04-01/Accounts/" + made.path("sid") + ".json", Map.of("Status", "closed"));
        // Then
        assertThat(fetched.<String>path("sid")).isEqualTo(sub.sid());
        assertThat(renamed.<String>path("friendly_name")).isEqualTo("renamed by a key");
        assertThat(suspended.<String>path("status")).isEqualTo("suspended");
        assertThat(closed.<String>path("status")).isEqualTo("closed");
        for (Response answer : List.of(made, fetched, renamed, suspended, closed)) {
            assertThat(answer.<String>path("auth_token")).isEmpty();
        }
        for (String below : List.of(
                "Keys.json",
                "SigningKeys.json",
                "IncomingPhoneNumbers.json",
                "AvailablePhoneNumbers.json",
                "Messages.json",
                "Keys/" + key.sid() + ".json")) {
            assertError(get(key, under(sub, below)), 401, 20003, "Authenticate");
        }
        assertError(post(key, under(sub, "Keys.json"), Map.of()), 401, 20003, "Authenticate");
        assertError(get(key, TwilioHttp.account(stranger)), 404, 20404);
        assertError(get(key, under(stranger, "Keys.json")), 401, 20003, "Authenticate");
        assertError(get(keys.main(main, accounts.sub(main)), TwilioHttp.account(main)), 401, 20003, "Authenticate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\u0001", "\u0007", "\u000b", "\u001b", "\u007f", "\u0085", "\u0000"})
    void controlCharactersInNamesAreRefused(String character) {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        String key = post(main, under(main, "Keys.json"), Map.of("FriendlyName", "plain"))
                .path("sid");
        // When, Then
        for (String path : List.of(
                TwilioHttp.ACCOUNTS + ".json",
                TwilioHttp.account(sub),
                under(main, "Keys.json"),
                under(main, "SigningKeys.json"),
                under(main, "Keys/" + key + ".json"),
                "/v1/Keys",
                "/v1/Keys/" + key,
                under(main, "IncomingPhoneNumbers.json"))) {
            for (String name : List.of("a" + character + "b", character + "ab", "ab " + character)) {
                assertError(post(main, path, Map.of("FriendlyName", name, "AccountSid", main.sid())), 400, 20001);
            }
        }
        for (String name : List.of("a%0Bb", "%0Bab", "ab%1F", "%0B")) {
            assertError(
                    as(main).urlEncodingEnabled(false).get(TwilioHttp.ACCOUNTS + ".json?FriendlyName=" + name),
                    400,
                    20001);
        }
        assertThat(get(main, under(main, "Keys/" + key + ".json")).<String>path("friendly_name"))
                .isEqualTo("plain");
    }

    @Test
    void tabsAndLineEndsBelongToNames() {
        Credentials main = accounts.main();
        assertThat(post(main, under(main, "Keys.json"), Map.of("FriendlyName", "a\tb\r\nc"))
                        .<String>path("friendly_name"))
                .isEqualTo("a\tb\r\nc");
        assertThat(post(main, under(main, "Keys.json"), Map.of("FriendlyName", "\r\n\ta\t\n"))
                        .<String>path("friendly_name"))
                .isEqualTo("a");
    }
}
