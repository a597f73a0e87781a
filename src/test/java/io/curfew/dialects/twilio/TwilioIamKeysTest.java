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
import io.quarkus.test.common.http.TestHTTPResource;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@CurfewTest
class TwilioIamKeysTest {
    private static final String KEYS = "/v1/Keys";
    private static final String READ_NUMBERS = "/twilio/phone-numbers/active-numbers/list";

    @Inject
    Accounts accounts;

    @Inject
    ApiKeys keys;

    @Inject
    SettableClock clock;

    @Inject
    Database database;

    @TestHTTPResource
    URI url;

    @Test
    void standardKeyIsBornRenamedAndDeleted() {
        // Given
        Credentials main = accounts.main();
        String born = TwilioDates.rfc2822(clock.now());
        // When
        Response made = post(main, KEYS, Map.of("AccountSid", main.sid(), "FriendlyName", "CI"));
        // Then
        assertThat(made.statusCode()).isEqualTo(201);
        String sid = made.path("sid");
        String secret = made.path("secret");
        Map<String, Object> shown = key(sid, "CI", born, born, null);
        Map<String, Object> withSecret = new LinkedHashMap<>(shown);
        withSecret.put("secret", secret);
        assertThat(body(made)).isEqualTo(withSecret);
        assertThat(secret).matches("[0-9A-Za-z]{32}");
        assertThat(body(get(main, KEYS + "/" + sid))).isEqualTo(shown);
        assertThat(get(main, under(main, "Keys/" + sid + ".json")).<String>path("friendly_name"))
                .isEqualTo("CI");
        assertThat(database.column("select kind from credential where id = $1", sid))
                .containsExactly("STANDARD_KEY");
        // When
        clock.advance(Duration.ofMinutes(1));
        String later = TwilioDates.rfc2822(clock.now());
        Response renamed = post(main, KEYS + "/" + sid, Map.of("FriendlyName", "CD"));
        // Then
        assertThat(renamed.statusCode()).isEqualTo(200);
        assertThat(body(renamed)).isEqualTo(key(sid, "CD", born, later, null));
        // When
        Response deleted = as(main).delete(KEYS + "/" + sid);
        // Then
        assertThat(deleted.statusCode()).isEqualTo(204);
        assertNotFound(get(main, KEYS + "/" + sid), "/Keys/" + sid);
        assertError(get(new Credentials(sid, secret), under(main, "IncomingPhoneNumbers.json")), 401, 20003);
        assertThat(database.column("select action from audit_entry where subject = $1 order by recorded_at", sid))
                .containsExactly("credential.created", "credential.updated", "credential.deleted");
        assertThat(database.column("select type from outbox_event where subject = $1 order by recorded_at", sid))
                .containsExactly("credential.created", "credential.updated", "credential.deleted");
    }

    @Test
    void restrictedKeyDoesWhatItsPolicySays() {
        // Given
        Credentials main = accounts.main();
        Response made = post(
                main, KEYS, Map.of("AccountSid", main.sid(), "KeyType", "restricted", "Policy", policy(READ_NUMBERS)));
        assertThat(made.statusCode()).isEqualTo(201);
        assertThat(made.<Map<String, Object>>path("policy")).isEqualTo(Map.of("allow", List.of(READ_NUMBERS)));
        Credentials key = new Credentials(made.path("sid"), made.path("secret"));
        String numbers = under(main, "IncomingPhoneNumbers.json");
        // Then
        assertThat(get(key, numbers).statusCode()).isEqualTo(200);
        assertError(
                post(key, numbers, Map.of("AreaCode", "415")),
                401,
                70051,
                "Authorization Error: required permission twilio/phone-numbers/active-numbers/create is missing");
        assertError(
                get(key, account(main)),
                401,
                70051,
                "Authorization Error: required permission twilio/iam/accounts/read is missing");
        assertThat(get(key, account(main)).getHeader("WWW-Authenticate")).isEqualTo("Basic realm=\"Twilio API\"");
        // When
        Response widened = post(
                main,
                KEYS + "/" + key.sid(),
                Map.of(
                        "Policy",
                        policy("/twilio/iam/accounts/*", "/twilio/iam/accounts/*", "/twilio/voice/calls/read")));
        // Then
        assertThat(widened.<List<String>>path("policy.allow"))
                .containsExactly("/twilio/iam/accounts/*", "/twilio/voice/calls/read");
        assertThat(get(key, account(main)).statusCode()).isEqualTo(200);
        assertThat(get(key, account(main)).<String>path("auth_token")).isEmpty();
        assertError(get(key, numbers), 401, 70051);
        assertError(post(key, account(main), Map.of("FriendlyName", "x")), 401, 70051);
    }

    @Test
    void restrictedKeyManagesKeysWhereItsPolicySaysSo() {
        // Given
        Credentials main = accounts.main();
        Credentials key = keys.restricted(main, main, "/twilio/iam/api-keys/list", "/twilio/iam/api-keys/read");
        // Then
        assertThat(get(key, KEYS + "?AccountSid=" + main.sid()).statusCode()).isEqualTo(200);
        assertThat(get(key, under(main, "SigningKeys.json")).statusCode()).isEqualTo(200);
        assertThat(get(key, KEYS + "/" + key.sid()).statusCode()).isEqualTo(200);
        assertError(post(key, KEYS, Map.of("AccountSid", main.sid())), 401, 70051);
        assertError(post(key, under(main, "Keys.json"), Map.of()), 401, 70051);
        assertError(as(key).delete(KEYS + "/" + key.sid()), 401, 70051);
        assertError(post(key, KEYS + "/" + key.sid(), Map.of("Policy", policy("/twilio/iam/api-keys/*"))), 401, 70051);
    }

    @Test
    void restrictedKeyGivesNobodyMoreThanItHas() {
        // Given
        Credentials main = accounts.main();
        Credentials key = keys.restricted(
                main, main, "/twilio/iam/api-keys/create", "/twilio/iam/api-keys/update", "/twilio/iam/accounts/*");
        Credentials other = keys.restricted(main, main, READ_NUMBERS);
        String refusal = "Authorization Error: a restricted key gives no permissions that it does not have";
        Map<String, String> restricted = Map.of("AccountSid", main.sid(), "KeyType", "restricted");
        // Then it makes and changes keys within its own permissions
        for (String within : List.of("/twilio/iam/accounts/read", "/twilio/iam/accounts/*")) {
            assertThat(post(key, KEYS, with(restricted, "Policy", policy(within)))
                            .statusCode())
                    .isEqualTo(201);
            assertThat(post(key, KEYS + "/" + other.sid(), Map.of("Policy", policy(within)))
                            .statusCode())
                    .isEqualTo(200);
        }
        assertThat(post(key, KEYS + "/" + other.sid(), Map.of("FriendlyName", "x"))
                        .statusCode())
                .isEqualTo(200);
        // And nothing beyond them: another product, another action, all actions where it has some
        for (String beyond : List.of(READ_NUMBERS, "/twilio/iam/api-keys/delete", "/twilio/iam/api-keys/*")) {
            String policy = policy("/twilio/iam/accounts/read", beyond);
            assertError(post(key, KEYS, with(restricted, "Policy", policy)), 401, 70051, refusal);
            for (Credentials one : List.of(key, other)) {
                assertError(post(key, KEYS + "/" + one.sid(), Map.of("Policy", policy)), 401, 70051, refusal);
            }
        }
        // And no standard key, which may do everything but manage keys
        assertError(post(key, KEYS, Map.of("AccountSid", main.sid())), 401, 70051, refusal);
        for (String name : List.of("Keys", "SigningKeys")) {
            assertError(post(key, under(main, name + ".json"), Map.of()), 401, 70051);
        }
        assertThat(database.count("select count(*) from credential where account_id = $1", main.sid()))
                .isEqualTo(4);
    }

    private static Map<String, String> with(Map<String, String> form, String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(form);
        more.put(name, value);
        return more;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "nonsense",
                "{",
                "[]",
                "null",
                "\"/twilio/iam/accounts/list\"",
                "{}",
                "{\"allow\":\"/twilio/iam/accounts/list\"}",
                "{\"allow\":[]}",
                "{\"allow\":[1]}",
                "{\"allow\":[null]}",
                "{\"allow\":[\"\"]}",
                "{\"allow\":[\"*\"]}",
                "{\"allow\":[\"/twilio/*\"]}",
                "{\"allow\":[\"/twilio/iam/*\"]}",
                "{\"allow\":[\"/other/iam/accounts/list\"]}",
                "{\"allow\":[\"/twilio/iam/accounts/list\"],\"deny\":[]}",
                "{\"allow\":[\"/twilio/iam/accounts/list\"]} x",
            })
    void invalidPolicyIsRefused(String policy) {
        Credentials main = accounts.main();
        Map<String, String> form = Map.of("AccountSid", main.sid(), "KeyType", "restricted", "Policy", policy);
        assertError(post(main, KEYS, form), 400, 20001);
        assertThat(database.count("select count(*) from credential where account_id = $1", main.sid()))
                .isZero();
    }

    @Test
    void policyHas100PermissionsAtMost() {
        Credentials main = accounts.main();
        String hundred = policy(IntStream.range(0, 100)
                .mapToObj(i -> "/twilio/voice/calls-" + i + "/read")
                .toArray(String[]::new));
        String more = policy(IntStream.range(0, 101)
                .mapToObj(i -> "/twilio/voice/calls-" + i + "/read")
                .toArray(String[]::new));
        assertThat(post(main, KEYS, Map.of("AccountSid", main.sid(), "KeyType", "restricted", "Policy", hundred))
                        .statusCode())
                .isEqualTo(201);
        assertError(
                post(main, KEYS, Map.of("AccountSid", main.sid(), "KeyType", "restricted", "Policy", more)),
                400,
                20001);
    }

    @Test
    void typeAndPolicyGoTogether() {
        Credentials main = accounts.main();
        for (Map<String, String> form : List.of(
                Map.of("AccountSid", main.sid(), "KeyType", "restricted"),
                Map.of("AccountSid", main.sid(), "Policy", policy(READ_NUMBERS)),
                Map.of("AccountSid", main.sid(), "KeyType", "main"),
                Map.of("AccountSid", main.sid(), "KeyType", "standard", "Policy", policy(READ_NUMBERS)))) {
            assertError(post(main, KEYS, form), 400, 20001);
        }
        assertThat(database.count("select count(*) from credential where account_id = $1", main.sid()))
                .isZero();
    }

    @Test
    void standardKeyTakesNoPolicy() {
        // Given
        Credentials main = accounts.main();
        String sid = post(main, KEYS, Map.of("AccountSid", main.sid())).path("sid");
        // When
        Response refused = post(main, KEYS + "/" + sid, Map.of("FriendlyName", "x", "Policy", policy(READ_NUMBERS)));
        // Then
        assertError(refused, 400, 20001, "Only a restricted key has a policy.");
        assertThat(body(get(main, KEYS + "/" + sid))).containsEntry("friendly_name", null);
    }

    @Test
    void accountIsRequiredAndTheCallersOwn() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        // Then
        assertError(get(main, KEYS), 400, 20001, "AccountSid is required");
        assertError(post(main, KEYS, Map.of("FriendlyName", "x")), 400, 20001, "AccountSid is required");
        assertError(get(main, KEYS + "?AccountSid=" + sub.sid()), 401, 20003, "Authenticate");
        assertError(post(main, KEYS, Map.of("AccountSid", sub.sid())), 401, 20003, "Authenticate");
        assertError(get(sub, KEYS + "?AccountSid=" + main.sid()), 401, 20003, "Authenticate");
        assertError(get(main, KEYS + "?AccountSid=SK00000000000000000000000000000001"), 400, 70002);
        assertThat(get(sub, KEYS + "?AccountSid=" + sub.sid()).statusCode()).isEqualTo(200);
        // a subaccount's key is none of the main account's here, though it is in the 2010 API
        String sid = post(sub, KEYS, Map.of("AccountSid", sub.sid())).path("sid");
        assertNotFound(get(main, KEYS + "/" + sid), "/Keys/" + sid);
        assertThat(get(main, under(sub, "Keys/" + sid + ".json")).statusCode()).isEqualTo(200);
    }

    @Test
    void nameAndSidAreChecked() {
        Credentials main = accounts.main();
        assertError(
                post(main, KEYS, Map.of("AccountSid", main.sid(), "FriendlyName", "x".repeat(65))),
                400,
                70001,
                "The request has constraint violations");
        assertError(get(main, KEYS + "/" + main.sid()), 400, 70002, "Invalid Sid provided in the request");
        String unknown = "SK" + "0".repeat(32);
        assertNotFound(get(main, KEYS + "/" + unknown), "/Keys/" + unknown);
    }

    @Test
    void envelopeHasEveryKeyWithAbsoluteLinks() {
        // Given
        Credentials main = accounts.main();
        for (int i = 0; i < 5; i++) {
            post(main, KEYS, Map.of("AccountSid", main.sid(), "FriendlyName", "key " + i));
            clock.advance(Duration.ofSeconds(1));
        }
        String base = url.toString().replaceAll("/$", "") + KEYS + "?AccountSid=" + main.sid() + "&PageSize=2&Page=";
        // When
        Response first = get(main, KEYS + "?AccountSid=" + main.sid() + "&PageSize=2");
        Response second = TwilioHttp.as(main).urlEncodingEnabled(false).get(first.<String>path("meta.next_page_url"));
        Response third = TwilioHttp.as(main).urlEncodingEnabled(false).get(second.<String>path("meta.next_page_url"));
        // Then
        assertThat(first.<List<String>>path("keys.friendly_name")).containsExactly("key 4", "key 3");
        assertThat(second.<List<String>>path("keys.friendly_name")).containsExactly("key 2", "key 1");
        assertThat(third.<List<String>>path("keys.friendly_name")).containsExactly("key 0");
        Map<String, Object> meta = new LinkedHashMap<>(first.<Map<String, Object>>path("meta"));
        assertThat((String) meta.remove("next_page_url")).startsWith(base + "1&PageToken=PA");
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("key", "keys");
        expected.put("page", 0);
        expected.put("page_size", 2);
        expected.put("url", base + "0");
        expected.put("first_page_url", base + "0");
        expected.put("previous_page_url", null);
        assertThat(meta).isEqualTo(expected);
        assertThat(body(first)).containsOnlyKeys("meta", "keys");
        assertThat(first.<Map<String, Object>>path("keys[0]"))
                .containsOnlyKeys("sid", "friendly_name", "date_created", "date_updated", "flags")
                .containsEntry("flags", List.of("rest_api", "signing"));
        assertThat(third.<String>path("meta.next_page_url")).isNull();
        assertThat(third.<String>path("meta.previous_page_url")).startsWith(base + "1&PageToken=PB");
        Response back = TwilioHttp.as(main).urlEncodingEnabled(false).get(third.<String>path("meta.previous_page_url"));
        assertThat(back.<List<String>>path("keys.friendly_name")).containsExactly("key 2", "key 1");
    }

    private static Map<String, Object> key(
            String sid, @Nullable String name, String created, String updated, @Nullable Object policy) {
        Map<String, Object> key = new LinkedHashMap<>();
        key.put("sid", sid);
        key.put("friendly_name", name);
        key.put("date_created", created);
        key.put("date_updated", updated);
        key.put("policy", policy);
        return key;
    }

    private static String policy(String... permissions) {
        return List.of(permissions).stream().collect(Collectors.joining("\",\"", "{\"allow\":[\"", "\"]}"));
    }

    private static Map<String, Object> body(Response response) {
        return response.jsonPath().getMap("$");
    }
}
