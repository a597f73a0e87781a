package io.curfew.platform.pool;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.Database;
import io.curfew.testing.FaultyNetworkTest;
import io.curfew.testing.FaultyProxy;
import io.curfew.testing.FaultyProxy.Loss;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Commits whose answers are lost, and commits that never arrive: callers are told which of the two it was. */
@FaultyNetworkTest
class LostCommitTest {
    FaultyProxy network;

    @Inject
    Accounts accounts;

    @Inject
    Database database;

    private Credentials main;

    @BeforeEach
    void makeTree() {
        main = accounts.main();
    }

    @AfterEach
    void mend() {
        network.pass();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatWasCommittedIsAnswered(boolean underKey) {
        // Given
        network.loseCommitAnswers(1, Loss.CUT);
        // When
        Response made = create(underKey);
        // Then
        assertThat(network.stillToLose()).isZero();
        assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
        assertThat(names()).isEqualTo(1);
        assertThat(database.count("select count(*) from account where id = $1", made.<String>path("sid")))
                .isEqualTo(1);
        assertThat(database.count(
                        "select count(*) from outbox_event where account_id = $1 and type = 'account.created'",
                        made.<String>path("sid")))
                .isEqualTo(1);
    }

    /** Nobody says that the connection is gone: it is given up after a while, and the other one tells the truth. */
    @Test
    void whatWasCommittedInSilenceIsAnswered() {
        // Given
        network.loseCommitAnswers(1, Loss.SILENCE);
        // When
        Response made = create(false);
        // Then
        assertThat(network.stillToLose()).isZero();
        assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
        assertThat(names()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatWasRolledBackIsDoneAgain(boolean underKey) {
        // Given
        network.loseCommits(1);
        // When
        Response made = create(underKey);
        // Then
        assertThat(network.stillToLose()).isZero();
        assertThat(made.statusCode()).as(made.asString()).isEqualTo(201);
        assertThat(names()).isEqualTo(1);
    }

    @Test
    void whatIsRolledBackAgainIsPutOff() {
        // Given
        network.loseCommits(2);
        // When
        Response refused = create(false);
        // Then
        assertThat(refused.statusCode()).as(refused.asString()).isEqualTo(503);
        assertThat(refused.header("Retry-After")).isNotNull();
        assertThat(names()).isZero();
    }

    @Test
    void changeIsAnswered() {
        // Given
        Credentials sub = accounts.sub(main);
        network.loseCommitAnswers(1, Loss.CUT);
        // When
        Response changed =
                as(main).formParam("Status", "suspended").post("/2010-04-01/Accounts/" + sub.sid() + ".json");
        // Then
        assertThat(changed.statusCode()).as(changed.asString()).isEqualTo(200);
        assertThat(changed.<String>path("status")).isEqualTo("suspended");
        assertThat(database.column("select status from account where id = $1", sub.sid()))
                .containsExactly("SUSPENDED");
    }

    /** A purchase claims its number first, in a transaction that has no events. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void purchaseIsAnsweredWhicheverOfItsCommitsLosesItsAnswer(int lost) {
        // Given
        network.loseCommitAnswers(lost, Loss.CUT);
        // When
        Response bought = as(main).formParam("AreaCode", "415")
                .post("/2010-04-01/Accounts/" + main.sid() + "/IncomingPhoneNumbers.json");
        // Then
        assertThat(network.stillToLose()).isZero();
        assertThat(bought.statusCode()).as(bought.asString()).isEqualTo(201);
        assertThat(database.column("select id from phone_number where tenant_id = $1", main.sid()))
                .containsExactly(bought.<String>path("sid"));
        assertThat(database.column(
                        "select claim_id from number_inventory where holder_tenant_id = $1 and state <> 'QUARANTINED'",
                        main.sid()))
                .containsExactly(bought.<String>path("sid"));
    }

    @Test
    void purchaseWhoseClaimWasLostIsMadeOnce() {
        // Given
        network.loseCommits(1);
        // When
        Response bought = as(main).formParam("AreaCode", "415")
                .post("/2010-04-01/Accounts/" + main.sid() + "/IncomingPhoneNumbers.json");
        // Then
        assertThat(network.stillToLose()).isZero();
        assertThat(bought.statusCode()).as(bought.asString()).isEqualTo(201);
        assertThat(database.column("select id from phone_number where tenant_id = $1", main.sid()))
                .containsExactly(bought.<String>path("sid"));
    }

    private Response create(boolean underKey) {
        RequestSpecification request = as(main).formParam("FriendlyName", "Once");
        if (underKey) {
            request.header("Idempotency-Key", UUID.randomUUID().toString());
        }
        return request.post("/2010-04-01/Accounts.json");
    }

    private long names() {
        return database.count("select count(*) from account where tenant_id = $1 and name = 'Once'", main.sid());
    }

    private static RequestSpecification as(Credentials caller) {
        return RestAssured.given().auth().preemptive().basic(caller.sid(), caller.token());
    }
}
