package io.curfew.security;

import static io.curfew.testing.Reactive.await;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.events.AuditAction;
import io.curfew.events.AuditEntry;
import io.curfew.events.AuditLog;
import io.curfew.lifecycle.WorkRunner;
import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.SettableClock;
import io.quarkus.hibernate.reactive.panache.Panache;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the audit says about people goes with the account, and the audit itself stays. */
@CurfewTest
class PersonalValuesTest {
    @Inject
    Accounts accounts;

    @Inject
    AuditLog log;

    @Inject
    WorkRunner runner;

    @Inject
    SettableClock clock;

    @Inject
    Database database;

    private void recordOne(Credentials main, Credentials account) {
        AuditEntry entry = new AuditEntry(
                AuditAction.ACCESS_REFUSED,
                main.sid(),
                account.sid(),
                account.sid(),
                clock.now(),
                Accounts.PLATFORM.at("192.0.2.9"),
                Map.of());
        await(() -> Panache.withTransaction(() -> log.write(List.of(entry))));
    }

    private List<Object> values(Credentials account) {
        return database.column("select value from audit_personal where account_id = $1", account.sid());
    }

    private List<Object> commitments(Credentials account) {
        return database.column(
                "select detail ->> 'address' from audit_entry where account_id = $1 and action = 'access.refused'"
                        + " order by recorded_at",
                account.sid());
    }

    @Test
    void purgeErasesThemAndLeavesTheEntriesAsTheyAre() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        recordOne(main, sub);
        recordOne(main, main);
        List<Object> before = commitments(sub);
        assertThat(before).hasSize(1).first().asString().matches("sha256:[0-9a-f]{64}");
        assertThat(values(sub)).containsExactly("192.0.2.9");
        given().auth()
                .preemptive()
                .basic(main.sid(), main.token())
                .formParam("Status", "closed")
                .post("/2010-04-01/Accounts/" + sub.sid() + ".json");
        // When
        clock.advance(Duration.ofDays(30));
        await(runner::runDue);
        // Then
        assertThat(database.count("select count(*) from tombstone where account_id = $1", sub.sid()))
                .isOne();
        assertThat(values(sub)).isEmpty();
        assertThat(commitments(sub)).isEqualTo(before);
        assertThat(values(main)).containsExactly("192.0.2.9");
        // When something is told of that was counted before
        recordOne(main, sub);
        // Then
        assertThat(commitments(sub)).hasSize(2);
        assertThat(values(sub)).isEmpty();
    }
}
