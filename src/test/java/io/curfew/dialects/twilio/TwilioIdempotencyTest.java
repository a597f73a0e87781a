package io.curfew.dialects.twilio;

import static io.curfew.dialects.twilio.TwilioHttp.ACCOUNTS;
import static io.curfew.dialects.twilio.TwilioHttp.as;
import static io.curfew.dialects.twilio.TwilioHttp.assertError;
import static io.curfew.dialects.twilio.TwilioHttp.get;
import static io.curfew.dialects.twilio.TwilioHttp.under;
import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Idempotency-Key on the door's writes. */
@CurfewTest
class TwilioIdempotencyTest {
    @Inject
    Accounts accounts;

    @Inject
    Database database;

    @Inject
    Pool pool;

    @ParameterizedTest
    @ValueSource(strings = {"accounts", "keys", "iam", "secondary"})
    void repetitionGetsTheFirstAnswerByteForByte(String write) {
        // Given
        Credentials main = accounts.main();
        // When
        Response first = write(main, write, "key-1", "a name");
        long written = written(main);
        Response second = write(main, write, "key-1", "a name");
        // Then
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(201);
        assertThat(second.asByteArray()).isEqualTo(first.asByteArray());
        assertThat(second.contentType()).startsWith("application/json");
        assertThat(written(main)).isEqualTo(written);
    }

    @ParameterizedTest
    @ValueSource(strings = {"accounts", "keys", "iam"})
    void otherRequestUnderTheKeyIsRefused(String write) {
        // Given
        Credentials main = accounts.main();
        write(main, write, "key-1", "a name");
        long written = written(main);
        // When
        Response other = write(main, write, "key-1", "another name");
        // Then
        assertError(other, 422, 20422, "This idempotency key was used for another request.");
        assertThat(written(main)).isEqualTo(written);
    }

    @Test
    void orderOfParametersDoesNotMakeAnotherRequest() {
        // Given
        Credentials main = accounts.main();
        RequestSpecification write = as(main).header("Idempotency-Key", "key-1")
                .contentType("application/x-www-form-urlencoded; charset=UTF-8");
        // When
        Response first =
                write.body("FriendlyName=a+name&AccountSid=" + main.sid()).post("/v1/Keys");
        Response turned = write.body("AccountSid=" + main.sid() + "&FriendlyName=a%20name")
                .post("/v1/Keys");
        // Then
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(turned.asByteArray()).isEqualTo(first.asByteArray());
    }

    @Test
    void otherPathUnderTheKeyIsAnotherRequest() {
        Credentials main = accounts.main();
        write(main, "keys", "key-1", "a name");
        assertError(write(main, "accounts", "key-1", "a name"), 422, 20422);
    }

    @Test
    void keyOfAnotherCredentialIsAnotherKey() {
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        String mine = write(main, "keys", "key-1", "a name").path("sid");
        String theirs = write(sub, "keys", "key-1", "a name").path("sid");
        assertThat(theirs).isNotEqualTo(mine);
    }

    @Test
    void requestWhoseFirstIsStillRunningIsRefused() {
        // Given the lock that a running request holds
        Credentials main = accounts.main();
        String name = main.sid() + "|" + main.sid() + "|key-1";
        SqlConnection running = await(() -> pool.getConnection());
        await(() -> running.preparedQuery("select pg_advisory_lock(hashtextextended($1, 0))")
                .execute(Tuple.of(name)));
        long written = written(main);
        // When
        Response refused = write(main, "keys", "key-1", "a name");
        // Then
        assertError(refused, 409, 20409, "The first request under this idempotency key is still running.");
        assertThat(written(main)).isEqualTo(written);
        // When it has ended
        await(() -> running.preparedQuery("select pg_advisory_unlock(hashtextextended($1, 0))")
                .execute(Tuple.of(name)));
        await(running::close);
        // Then
        assertThat(write(main, "keys", "key-1", "a name").statusCode()).isEqualTo(201);
    }

    @Test
    void requestsAtTheSameMomentMakeOneKey() throws Exception {
        // Given
        Credentials main = accounts.main();
        // When
        List<CompletableFuture<Response>> running = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            running.add(CompletableFuture.supplyAsync(() -> write(main, "keys", "key-1", "a name")));
        }
        List<String> made = new ArrayList<>();
        for (CompletableFuture<Response> one : running) {
            Response response = one.get();
            if (response.statusCode() == 201) {
                made.add(response.asString());
            } else {
                assertError(response, 409, 20409);
            }
        }
        // Then
        assertThat(made).isNotEmpty().allMatch(made.get(0)::equals);
        assertThat(get(main, under(main, "Keys.json")).<List<String>>path("keys.sid"))
                .hasSize(1);
    }

    @Test
    void deletionIsRepeatedToo() {
        // Given
        Credentials main = accounts.main();
        String path = "/v1/Keys/" + write(main, "iam", "make", "a name").path("sid");
        // Then
        for (int i = 0; i < 2; i++) {
            Response deleted = as(main).header("Idempotency-Key", "drop").delete(path);
            assertThat(deleted.statusCode()).isEqualTo(204);
            assertThat(deleted.asByteArray()).isEmpty();
        }
        assertError(as(main).header("Idempotency-Key", "drop again").delete(path), 404, 20404);
    }

    @Test
    void refusalIsRememberedAfterItsTransactionWasRolledBack() {
        // Given
        Credentials main = accounts.main();
        write(main, "secondary", "one", "");
        Response refused = write(main, "secondary", "two", "");
        assertError(refused, 409, 20409);
        // When the reason is gone
        as(main).delete("/v1/AuthTokens/Secondary");
        // Then the key's answer is still the first one
        assertThat(write(main, "secondary", "two", "").asByteArray()).isEqualTo(refused.asByteArray());
        assertThat(write(main, "secondary", "three", "").statusCode()).isEqualTo(201);
    }

    private static Response write(Credentials caller, String write, String key, String name) {
        Map<String, String> form = write.equals("iam")
                ? Map.of("AccountSid", caller.sid(), "FriendlyName", name)
                : Map.of("FriendlyName", name);
        String path = switch (write) {
            case "accounts" -> ACCOUNTS + ".json";
            case "keys" -> under(caller, "Keys.json");
            case "iam" -> "/v1/Keys";
            default -> "/v1/AuthTokens/Secondary";
        };
        return as(caller)
                .header("Idempotency-Key", key)
                .contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .formParams(form)
                .post(path);
    }

    private long written(Credentials tenant) {
        return database.count("select count(*) from audit_entry where tenant_id = $1", tenant.sid());
    }
}
