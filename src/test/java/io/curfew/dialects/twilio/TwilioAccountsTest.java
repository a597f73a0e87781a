package io.curfew.dialects.twilio;

import static io.curfew.dialects.twilio.TwilioHttp.ACCOUNTS;
import static io.curfew.dialects.twilio.TwilioHttp.account;
import static io.curfew.dialects.twilio.TwilioHttp.assertError;
import static io.curfew.dialects.twilio.TwilioHttp.assertNotFound;
import static io.curfew.dialects.twilio.TwilioHttp.get;
import static io.curfew.dialects.twilio.TwilioHttp.post;
import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.accounts.AccountService;
import io.curfew.accounts.AccountType;
import io.curfew.accounts.ChangeAccount;
import io.curfew.events.Actor;
import io.curfew.lifecycle.LifecycleStatus;
import io.curfew.lifecycle.WorkRunner;
import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.SettableClock;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@CurfewTest
class TwilioAccountsTest {
    private static final DateTimeFormatter RFC_2822 = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss '+0000'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);

    @Inject
    Accounts accounts;

    @Inject
    AccountService service;

    @Inject
    WorkRunner runner;

    @Inject
    SettableClock clock;

    @Inject
    Database database;

    @Test
    void createdSubaccountHasEveryField() {
        // Given
        Credentials main = accounts.main();
        String now = RFC_2822.format(clock.now());
        // When
        Response response = post(main, ACCOUNTS + ".json", Map.of("FriendlyName", "FalconFlights\n"));
        // Then
        assertThat(response.statusCode()).isEqualTo(201);
        String sid = response.path("sid");
        String token = response.path("auth_token");
        assertThat(sid).matches("AC[0-9a-f]{32}");
        assertThat(token).matches("[0-9a-f]{32}").isNotEqualTo(main.token());
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("sid", sid);
        expected.put("owner_account_sid", main.sid());
        expected.put("friendly_name", "FalconFlights");
        expected.put("status", "active");
        expected.put("type", "Full");
        expected.put("auth_token", token);
        expected.put("date_created", now);
        expected.put("date_updated", now);
        expected.put("uri", "/2010-04-01/Accounts/" + sid + ".json");
        expected.put("subresource_uris", subresources(sid));
        assertThat(response.jsonPath().<String, Object>getMap("$")).isEqualTo(expected);
        assertThat(get(new Credentials(sid, token), account(new Credentials(sid, token)))
                        .jsonPath()
                        .<String, Object>getMap("$"))
                .isEqualTo(expected);
        assertThat(database.rows("select tenant_id, parent_id, name, status, version from account where id = $1", sid))
                .containsExactly(List.of(main.sid(), main.sid(), "FalconFlights", "ACTIVE", 0L));
        assertThat(database.rows(
                        "select action, actor_kind, actor_id, door, subject from audit_entry where account_id = $1",
                        sid))
                .containsExactly(List.of("account.created", "CUSTOMER", main.sid(), "twilio", sid));
        assertThat(database.column("select type from outbox_event where account_id = $1", sid))
                .containsExactly("account.created");
    }

    private static Map<String, String> subresources(String sid) {
        Map<String, String> uris = new LinkedHashMap<>();
        for (String pair : List.of(
                "addresses Addresses",
                "applications Applications",
                "authorized_connect_apps AuthorizedConnectApps",
                "available_phone_numbers AvailablePhoneNumbers",
                "balance Balance",
                "calls Calls",
                "conferences Conferences",
                "connect_apps ConnectApps",
                "incoming_phone_numbers IncomingPhoneNumbers",
                "keys Keys",
                "messages Messages",
                "notifications Notifications",
                "outgoing_caller_ids OutgoingCallerIds",
                "queues Queues",
                "recordings Recordings",
                "short_codes SMS/ShortCodes",
                "signing_keys SigningKeys",
                "sip SIP",
                "transcriptions Transcriptions",
                "usage Usage")) {
            List<String> parts = List.of(pair.split(" ", -1));
            uris.put(parts.get(0), "/2010-04-01/Accounts/" + sid + "/" + parts.get(1) + ".json");
        }
        return uris;
    }

    @Test
    void nameIsOptionalAndHasADefault() {
        // Given
        Credentials main = accounts.main();
        String at = DateTimeFormatter.ofPattern("yyyy-MM-dd hh:mm a", Locale.ENGLISH)
                .withZone(ZoneOffset.UTC)
                .format(clock.now())
                .toLowerCase(Locale.ENGLISH);
        // When
        Response response = post(main, ACCOUNTS + ".json", Map.of());
        // Then
        assertThat(response.<String>path("friendly_name")).isEqualTo("SubAccount Created at " + at);
    }

    @Test
    void nameHasOneTo64Characters() {
        Credentials main = accounts.main();
        String longest = "\uD83D\uDE80".repeat(64);
        assertThat(post(main, ACCOUNTS + ".json", Map.of("FriendlyName", longest))
                        .<String>path("friendly_name"))
                .isEqualTo(longest);
        for (String name : List.of("", "   ", "x".repeat(65))) {
            assertError(
                    post(main, ACCOUNTS + ".json", Map.of("FriendlyName", name)),
                    400,
                    20002,
                    "FriendlyName must be between 1 and 64 characters");
        }
        assertThat(database.count("select count(*) from account where tenant_id = $1", main.sid()))
                .isEqualTo(2);
    }

    @Test
    void subaccountHoldsNoSubaccounts() {
        Credentials sub = accounts.sub(accounts.main());
        assertError(
                post(sub, ACCOUNTS + ".json", Map.of("FriendlyName", "nested")),
                400,
                21101,
                "Subaccounts cannot contain subaccounts");
    }

    @Test
    void trialAccountHoldsOneOpenSubaccount() {
        // Given
        Credentials main = accounts.main(AccountType.TRIAL);
        Response first = post(main, ACCOUNTS + ".json", Map.of());
        assertThat(first.<String>path("type")).isEqualTo("Trial");
        // When
        Response second = post(main, ACCOUNTS + ".json", Map.of());
        // Then
        assertError(second, 400, 21480);
        Credentials sub = new Credentials(first.path("sid"), first.path("auth_token"));
        post(main, account(sub), Map.of("Status", "closed"));
        assertThat(post(main, ACCOUNTS + ".json", Map.of()).statusCode()).isEqualTo(201);
    }

    @Test
    void suspendedSubaccountComesBackWithAllItHad() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        // When
        Response suspended = post(main, account(sub), Map.of("Status", "suspended"));
        // Then
        assertThat(suspended.statusCode()).isEqualTo(200);
        assertThat(suspended.<String>path("status")).isEqualTo("suspended");
        assertError(get(sub, account(sub)), 401, 20003, "Authenticate");
        assertThat(get(main, account(sub)).<String>path("status")).isEqualTo("suspended");
        // When
        Response resumed = post(main, account(sub), Map.of("Status", "active"));
        // Then
        assertThat(resumed.<String>path("status")).isEqualTo("active");
        assertThat(get(sub, account(sub)).statusCode()).isEqualTo(200);
    }

    @Test
    void closedIsForGood() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        // When
        Response closed = post(main, account(sub), Map.of("Status", "closed"));
        // Then
        assertThat(closed.statusCode()).isEqualTo(200);
        assertThat(closed.<String>path("status")).isEqualTo("closed");
        for (String status : List.of("active", "suspended")) {
            assertError(
                    post(main, account(sub), Map.of("Status", status, "FriendlyName", "x")),
                    400,
                    21479,
                    "Unable to update Status for subaccount, subaccount is closed and can not be re-opened.");
        }
        assertError(get(sub, account(sub)), 401, 20003, "Authenticate");
        // closed stays closed without a change, a name may still be given, and the parent still reads
        long version = database.count("select version from account where id = $1", sub.sid());
        assertThat(post(main, account(sub), Map.of("Status", "closed")).<String>path("status"))
                .isEqualTo("closed");
        assertThat(database.count("select version from account where id = $1", sub.sid()))
                .isEqualTo(version);
        assertThat(post(main, account(sub), Map.of("FriendlyName", "gone")).<String>path("friendly_name"))
                .isEqualTo("gone");
        assertThat(get(main, ACCOUNTS + ".json?Status=closed").<List<String>>path("accounts.sid"))
                .containsExactly(sub.sid());
        assertThat(database.column(
                        "select action from audit_entry where account_id = $1 order by recorded_at", sub.sid()))
                .containsExactly("account.created", "account.closed", "account.updated");
    }

    @Test
    void thirtyDaysAfterClosingEverythingIsGone() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        post(main, account(sub), Map.of("Status", "closed"));
        // When
        clock.advance(Duration.ofDays(30).minusSeconds(1));
        await(runner::runDue);
        // Then
        assertThat(get(main, account(sub)).statusCode()).isEqualTo(200);
        // When the instant has come, reads say so though no worker ran
        clock.advance(Duration.ofSeconds(1));
        assertNotFound(get(main, account(sub)), account(sub));
        assertNotFound(post(main, account(sub), Map.of("FriendlyName", "x")), account(sub));
        assertThat(get(main, ACCOUNTS + ".json").<List<String>>path("accounts.sid"))
                .containsExactly(main.sid());
        assertThat(database.count("select count(*) from account where id = $1", sub.sid()))
                .isOne();
        // When
        await(runner::runDue);
        // Then
        assertThat(database.count("select count(*) from account where id = $1", sub.sid()))
                .isZero();
        assertThat(database.count("select count(*) from auth_token where account_id = $1", sub.sid()))
                .isZero();
        assertThat(database.count("select count(*) from tombstone where account_id = $1", sub.sid()))
                .isOne();
        assertNotFound(get(main, account(sub)), account(sub));
        assertError(get(sub, account(sub)), 401, 20003, "Authenticate");
    }

    @ParameterizedTest
    @ValueSource(strings = {"paused", "Closed", "", "CLOSED"})
    void unknownStatusIsRefused(String status) {
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        assertError(post(main, account(sub), Map.of("Status", status)), 400, 21475, "Invalid Status");
        assertThat(get(main, account(sub)).<String>path("status")).isEqualTo("active");
    }

    @Test
    void mainAccountKeepsItsStatus() {
        Credentials main = accounts.main();
        for (String status : List.of("active", "suspended", "closed")) {
            assertError(post(main, account(main), Map.of("Status", status)), 400, 21477);
        }
        assertThat(post(main, account(main), Map.of("FriendlyName", "Renamed")).<String>path("friendly_name"))
                .isEqualTo("Renamed");
    }

    @Test
    void subaccountChangesItsNameButNotItsStatus() {
        Credentials sub = accounts.sub(accounts.main());
        assertError(post(sub, account(sub), Map.of("Status", "closed")), 401, 20003, "Authenticate");
        assertThat(post(sub, account(sub), Map.of("FriendlyName", "Mine")).<String>path("friendly_name"))
                .isEqualTo("Mine");
    }

    @Test
    void onlyThePlatformLiftsItsOwnSuspension() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        Actor platform = Accounts.PLATFORM;
        await(() -> service.change(ChangeAccount.to(LifecycleStatus.SUSPENDED, main.sid(), sub.sid(), platform)));
        // Then
        for (String status : List.of("active", "closed")) {
            assertError(post(main, account(sub), Map.of("Status", status)), 400, 21478);
        }
        await(() -> service.change(ChangeAccount.to(LifecycleStatus.ACTIVE, main.sid(), sub.sid(), platform)));
        assertThat(get(main, account(sub)).<String>path("status")).isEqualTo("active");
    }

    @Test
    void suspendedMainAccountLocksOutItsTreeWithoutTouchingIt() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        Actor platform = Accounts.PLATFORM;
        // When
        await(() -> service.change(ChangeAccount.to(LifecycleStatus.SUSPENDED, main.sid(), main.sid(), platform)));
        // Then
        assertError(get(main, account(main)), 401, 20003, "Authenticate");
        assertError(get(sub, account(sub)), 401, 20003, "Authenticate");
        assertThat(database.column("select status from account where id = $1", sub.sid()))
                .containsExactly("ACTIVE");
        // When
        await(() -> service.change(ChangeAccount.to(LifecycleStatus.ACTIVE, main.sid(), main.sid(), platform)));
        // Then
        assertThat(get(sub, account(sub)).statusCode()).isEqualTo(200);
    }

    @Test
    void othersAccountsDoNotExist() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        Credentials sibling = accounts.sub(main);
        Credentials stranger = accounts.main();
        // Then
        assertNotFound(get(stranger, account(sub)), account(sub));
        assertNotFound(post(stranger, account(sub), Map.of("Status", "closed")), account(sub));
        assertError(get(sibling, account(sub)), 401, 20003, "Authenticate");
        assertError(post(sibling, account(sub), Map.of("Status", "closed")), 401, 20003, "Authenticate");
        assertError(get(sub, account(main)), 401, 20003, "Authenticate");
        assertThat(get(sub, ACCOUNTS + ".json").<List<String>>path("accounts.sid"))
                .containsExactly(sub.sid());
        assertThat(get(main, account(sub)).<String>path("status")).isEqualTo("active");
    }

    @Test
    void datesMoveWithChanges() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        clock.advance(Duration.ofHours(5));
        Instant before = clock.now();
        // When
        Response renamed = post(main, account(sub), Map.of("FriendlyName", "later"));
        // Then
        assertThat(renamed.<String>path("date_updated")).isEqualTo(RFC_2822.format(before));
        assertThat(renamed.<String>path("date_created")).isEqualTo(RFC_2822.format(before.minus(Duration.ofHours(5))));
    }
}
