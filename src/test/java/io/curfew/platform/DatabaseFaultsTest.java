package io.curfew.platform;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.curfew.kernel.DomainError;
import io.curfew.kernel.ErrorCode;
import io.curfew.security.Doors;
import io.curfew.testing.Calls;
import io.curfew.testing.Calls.Call;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.PostgresResource;
import jakarta.inject.Inject;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a database says no with, as it really does: 503 where another try may succeed, 500 where none will. */
@CurfewTest
class DatabaseFaultsTest {
    @Inject
    Database database;

    @Inject
    Doors doors;

    private static Call create() {
        return Calls.timed(() -> given().auth()
                .preemptive()
                .basic(PostgresResource.BOOTSTRAP_SID, PostgresResource.BOOTSTRAP_TOKEN)
                .formParam("FriendlyName", "faulty")
                .post("/2010-04-01/Accounts.json"));
    }

    private static void isToBeTriedAgain(Call call) {
        assertThat(call.status()).isEqualTo(503);
        assertThat(call.retryAfter()).isEqualTo("2");
        assertThat(call.took()).isLessThan(Duration.ofSeconds(10));
    }

    /** Does {@code during} while every new account runs into {@code statement}. */
    private void whileAccountsRunInto(String statement, Runnable during) {
        database.execute("create function test_fault() returns trigger language plpgsql as $$ begin " + statement
                + "; return new; end $$");
        try {
            database.execute("create trigger test_fault before insert on account for each row"
                    + " when (new.name = 'faulty') execute function test_fault()");
            during.run();
        } finally {
            database.execute("drop trigger if exists test_fault on account");
            database.execute("drop function test_fault");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "53100, 503", // disk full
        "53200, 503", // out of memory
        "55P03, 503", // lock not available
        "57014, 503", // statement timeout
        "57P01, 503", // shutdown
        "57P03, 503", // cannot connect now
        "40001, 503", // serialization failure
        "40P01, 503", // deadlock
        "25006, 503", // read-only transaction
        "08006, 503", // connection failure
        "58030, 503", // input or output error
        "22012, 500", // division by zero
        "XX000, 500", // internal error
    })
    void sqlStateDecidesWhetherToTryAgain(String state, int status) {
        whileAccountsRunInto("raise exception 'on purpose' using errcode = '" + state + "'", () -> {
            // When
            Call call = create();
            // Then
            assertThat(call.status()).isEqualTo(status);
            assertThat(call.retryAfter()).isEqualTo(status == 503 ? "2" : null);
        });
        assertThat(create().status()).isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource({
        "/2010-04-01/Accounts.json, 503",
        "/v1/sims, 503",
        "/api/v1/accounts, 503",
        // Of no other status would a client read the fault.
        "/CustomerManagement/v13/Account, 500",
        "/Api/CustomerManagement/v13/CustomerManagementService.svc, 500",
    })
    void eachDoorSaysWhenToTryAgain(String path, int status) {
        // When
        Response answer = doors.owning(path)
                .orElseThrow()
                .failure(new DomainError(ErrorCode.UNAVAILABLE, "The service is temporarily unavailable."), path);
        // Then
        assertThat(answer.getStatus()).isEqualTo(status);
        assertThat(answer.getHeaderString("Retry-After")).isEqualTo("2");
    }

    @Test
    void statementThatTakesTooLongIsGivenUp() {
        whileAccountsRunInto("perform pg_sleep(30)", () -> isToBeTriedAgain(create()));
    }

    @Test
    void lockThatIsNotToBeHadIsGivenUp() {
        try (Database.Stranger stranger = database.stranger()) {
            stranger.rows("lock table account in share mode");
            isToBeTriedAgain(create());
        }
    }

    @Test
    void connectionThatIsEndedInATransactionIsNoErrorOfOurs() {
        try (Database.Stranger stranger = database.stranger()) {
            // Given
            stranger.rows("lock table account in share mode");
            CompletableFuture<Call> call = CompletableFuture.supplyAsync(DatabaseFaultsTest::create);
            await().until(() -> database.waiting() == 1);
            // When
            database.rows("select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock'");
            // Then
            isToBeTriedAgain(call.join());
        }
        assertThat(create().status()).isEqualTo(201);
    }

    @Test
    void databaseThatBecameReadOnlyIsNotReadyAndRefusesWrites() {
        setReadOnly(true);
        try {
            isToBeTriedAgain(create());
            given().when().get("/q/health/ready").then().statusCode(503);
            given().auth()
                    .preemptive()
                    .basic(PostgresResource.BOOTSTRAP_SID, PostgresResource.BOOTSTRAP_TOKEN)
                    .get("/2010-04-01/Accounts/" + PostgresResource.BOOTSTRAP_SID + ".json")
                    .then()
                    .statusCode(200);
            given().when().get("/q/health/live").then().statusCode(200);
        } finally {
            setReadOnly(false);
        }
        assertThat(create().status()).isEqualTo(201);
        given().when().get("/q/health/ready").then().statusCode(200);
    }

    private void setReadOnly(boolean readOnly) {
        database.execute("alter system "
                + (readOnly ? "set default_transaction_read_only = on" : "reset default_transaction_read_only"));
        database.rows("select pg_reload_conf()");
        await().until(() -> database.rows("show default_transaction_read_only")
                .get(0)
                .get(0)
                .equals(readOnly ? "on" : "off"));
    }
}
