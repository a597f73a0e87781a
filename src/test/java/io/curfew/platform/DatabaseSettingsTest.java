package io.curfew.platform;

import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.lifecycle.TreeLock;
import io.curfew.sql.Sql;
import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.vertx.MutinyHelper;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A statement, a lock or a forgotten transaction holds a connection for so long and no longer. */
@CurfewTest
class DatabaseSettingsTest {
    @Inject
    Database database;

    @Inject
    Accounts accounts;

    @Test
    void serverGivesUpWhatTakesTooLong() {
        assertThat(database.rows("""
                        select name, setting from pg_settings
                        where name in ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout')
                        order by name
                        """))
                .containsExactly(
                        List.of("idle_in_transaction_session_timeout", "3000"),
                        List.of("lock_timeout", "5000"),
                        List.of("statement_timeout", "6000"));
    }

    @Test
    void callerWhoStopsInATransactionGivesWayBeforeOthersGiveUp() throws Exception {
        // Given a replica that is frozen with a tree in hand
        Credentials main = accounts.main();
        CompletableFuture<Void> stopped = new CompletableFuture<>();
        CompletableFuture<Void> wake = new CompletableFuture<>();
        CompletableFuture<Void> frozen = CompletableFuture.runAsync(() -> await(() -> Panache.withTransaction(() ->
                TreeLock.exclusive(main.sid(), () -> Sql.of("select 1").one(row -> row.integer(0)))
                        .invoke(() -> stopped.complete(null))
                        .chain(() -> Uni.createFrom()
                                .completionStage(wake)
                                .emitOn(MutinyHelper.executor(Vertx.currentContext()))))));
        stopped.get(30, TimeUnit.SECONDS);
        // When
        Credentials sub = accounts.sub(main);
        // Then
        assertThat(database.count("select count(*) from account where id = $1", sub.sid()))
                .isOne();
        // When it wakes up, nothing is left of what it did
        wake.complete(null);
        // Then
        assertThat(frozen).failsWithin(Duration.ofSeconds(30));
    }
}
