package io.curfew.events;

import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curfew.resilience.Jobs;
import io.curfew.sql.Autocommit;
import io.curfew.sql.Sql;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.Database.Stranger;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.json.JsonArray;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** The order that the journal gives to what was committed. */
@CurfewTest
class JournalTest {
    private static final Instant AT = Instant.parse("2026-11-22T12:00:00Z");
    private static final Actor ACTOR = new Actor(Actor.Kind.CUSTOMER, "test", "native");
    private static final String BY_HAND =
            "insert into audit_entry (tenant_id, occurred_at, account_id, action, actor_kind, actor_id, door, subject,"
                    + " detail) values ($1, now(), $1, 'test', 'WORKER', 'test', 'worker', $2, '{}')";

    private final String tenant = "ACjournal" + UUID.randomUUID();

    @Inject
    EventPublisher events;

    @Inject
    AuditLog log;

    @Inject
    JournalSealer sealer;

    @Inject
    Jobs jobs;

    @Inject
    Database database;

    @Inject
    Autocommit sql;

    private DomainEvent event(String subject) {
        return new DomainEvent(EventType.NUMBER_UPDATED, tenant, tenant, subject, AT, ACTOR, Map.of());
    }

    private void publish(String... subjects) {
        List<DomainEvent> all = List.of(subjects).stream().map(this::event).toList();
        await(() -> Panache.withTransaction(() -> events.publishAll(all)));
    }

    private static void sealAll(JournalSealer sealer) {
        while (await(sealer::seal)) {
            // Others of this start have left more than a batch behind.
        }
    }

    private void sealAll() {
        sealAll(sealer);
    }

    /** Position, kind and subject of all that is sealed. */
    private List<List<Object>> sealed() {
        return database.rows("""
                select j.position, j.kind, a.subject from journal j
                join audit_entry a on a.tenant_id = j.tenant_id and a.recorded_at = j.recorded_at and a.id = j.row_id
                where j.tenant_id = $1 order by j.position
                """, tenant);
    }

    private List<Object> subjects() {
        return sealed().stream().map(row -> row.get(2)).toList();
    }

    @Test
    void whatWasWrittenTogetherKeepsItsOrderAndSharesItsId() {
        // Given
        publish("first", "second");
        await(() -> Panache.withTransaction(() -> log.write(
                List.of(new AuditEntry(AuditAction.ACCESS_REFUSED, tenant, tenant, "third", AT, ACTOR, Map.of())))));
        publish("fourth");
        // When
        sealAll();
        // Then
        assertThat(sealed())
                .containsExactly(
                        List.of(1L, "CHANGE", "first"),
                        List.of(2L, "CHANGE", "second"),
                        List.of(3L, "AUDIT", "third"),
                        List.of(4L, "CHANGE", "fourth"));
        assertThat(database.column("""
                select o.subject from journal j
                join outbox_event o on o.tenant_id = j.tenant_id and o.recorded_at = j.recorded_at and o.id = j.row_id
                where j.tenant_id = $1 order by j.position
                """, tenant)).containsExactly("first", "second", "fourth");
    }

    @Test
    void openTransactionHoldsNobodyUpAndGetsItsPlaceWhenItCommits() {
        // Given: one that has written, and one that only reads, and keeps what was deleted from being cleaned up
        try (Stranger writer = database.stranger();
                Stranger reader = database.stranger()) {
            writer.rows(BY_HAND, tenant, "late");
            reader.rows("set transaction isolation level repeatable read");
            reader.rows("select count(*) from journal_pending");
            publish("early");
            // When
            sealAll();
            // Then
            assertThat(subjects()).containsExactly("early");
            publish("later");
            sealAll();
            assertThat(subjects()).containsExactly("early", "later");
            // When
            writer.commit();
            sealAll();
        }
        // Then
        assertThat(sealed())
                .containsExactly(
                        List.of(1L, "CHANGE", "early"), List.of(2L, "CHANGE", "later"), List.of(3L, "AUDIT", "late"));
    }

    @Test
    void versionsOfAnObjectAreInTheirOrderWhicheverTransactionBeganFirst() {
        // Given: the writer of the second version has had its number from the server first
        try (Stranger second = database.stranger()) {
            second.rows("select pg_current_xact_id()::text");
            try (Stranger first = database.stranger()) {
                first.rows(BY_HAND, tenant, "version 1");
                first.commit();
            }
            second.rows(BY_HAND, tenant, "version 2");
            // When
            sealAll();
            second.commit();
        }
        sealAll();
        // Then
        assertThat(subjects()).containsExactly("version 1", "version 2");
    }

    @Test
    void sealerThatIsKilledInTheMiddleLeavesNothingAndNobodyWaitsForIt() {
        // Given
        publish("first");
        List<List<Object>> waiting =
                database.rows("select xid::text, seq::text from journal_pending where tenant_id = $1", tenant);
        try (Stranger killed = database.stranger()) {
            killed.rows(
                    JournalSealer.SEAL,
                    tenant,
                    new String[] {(String) waiting.get(0).get(0)},
                    new String[] {(String) waiting.get(0).get(1)});
            assertThat(killed.rows("select position from journal where tenant_id = $1", tenant))
                    .containsExactly(List.of(1L));
            publish("second");
            // When: another replica, meanwhile
            sealAll();
            // Then
            assertThat(sealed()).isEmpty();
        }
        sealAll();
        sealAll();
        assertThat(sealed()).containsExactly(List.of(1L, "CHANGE", "first"), List.of(2L, "CHANGE", "second"));
    }

    @Test
    void jobGoesOnUntilTheReplicaStops() {
        // Given
        JournalJob job = new JournalJob(sealer, jobs);
        CompletableFuture<Void> run = CompletableFuture.runAsync(() -> await(job::seal));
        // When
        publish("first");
        // Then
        awaitility().until(() -> subjects().equals(List.of("first")));
        publish("second");
        awaitility().until(() -> subjects().equals(List.of("first", "second")));
        assertThat(run).isNotDone();
        // When
        job.stop(new ShutdownEvent());
        // Then
        awaitility().until(run::isDone);
    }

    private static ConditionFactory awaitility() {
        return Awaitility.await().atMost(Duration.ofSeconds(20));
    }

    @Test
    void placesNeverChange() {
        // Given
        publish("first");
        sealAll();
        // Then
        for (String change : List.of("update journal set position = 7", "delete from journal")) {
            assertThatThrownBy(() -> database.execute(change + " where tenant_id = $1", tenant))
                    .hasMessageContaining("rows of journal are never changed or removed");
        }
        assertThat(sealed()).containsExactly(List.of(1L, "CHANGE", "first"));
    }

    @Test
    void someReplicasAndSomeWriters() throws Exception {
        sealWhileOthersWrite(2, 30);
    }

    @Test
    @Tag("slow")
    void manyReplicasAndManyWriters() throws Exception {
        sealWhileOthersWrite(6, 3_000);
    }

    /** Each writer has a thing of its own and another that all share, under a lock as whoever changes a thing takes it. */
    private void sealWhileOthersWrite(int writers, int writes) throws Exception {
        // Given
        database.execute("create table if not exists journal_test (id text primary key, version integer not null)");
        database.execute("insert into journal_test (id, version) values ($1, 0)", tenant);
        AtomicBoolean writing = new AtomicBoolean(true);
        List<CompletableFuture<Void>> sealers = IntStream.range(0, 3)
                .mapToObj(i -> new JournalSealer(sql))
                .map(replica -> CompletableFuture.runAsync(() -> {
                    while (writing.get()) {
                        sealAll(replica);
                    }
                }))
                .toList();
        // When
        List<CompletableFuture<Void>> work = IntStream.range(0, writers)
                .mapToObj(writer -> CompletableFuture.runAsync(() -> {
                    for (int i = 1; i <= writes; i++) {
                        publish("own" + writer + ":" + i);
                        writeShared();
                    }
                }))
                .toList();
        for (CompletableFuture<Void> each : work) {
            each.get(5, TimeUnit.MINUTES);
        }
        writing.set(false);
        for (CompletableFuture<Void> each : sealers) {
            each.get(1, TimeUnit.MINUTES);
        }
        sealAll();
        // Then
        List<List<Object>> sealed = sealed();
        long all = 2L * writers * writes;
        assertThat(sealed)
                .extracting(row -> row.get(0))
                .isEqualTo(LongStream.rangeClosed(1, all).boxed().toList());
        Map<String, List<Integer>> versions = new TreeMap<>();
        for (List<Object> row : sealed) {
            String[] parts = ((String) row.get(2)).split(":");
            versions.computeIfAbsent(parts[0], name -> new ArrayList<>()).add(Integer.valueOf(parts[1]));
        }
        assertThat(versions).hasSize(writers + 1);
        versions.forEach((name, seen) -> assertThat(seen)
                .as(name)
                .isEqualTo(IntStream.rangeClosed(1, name.equals("shared") ? writers * writes : writes)
                        .boxed()
                        .toList()));
        assertThat(database.count("select count(*) from journal_pending where tenant_id = $1", tenant))
                .isZero();
    }

    private void writeShared() {
        await(() -> Panache.withTransaction(
                () -> Sql.of("update journal_test set version = version + 1 where id = $1 returning version", tenant)
                        .exactlyOne(row -> row.integer(0))
                        .chain(version -> events.publish(event("shared:" + version)))));
    }

    @Test
    void personalValuesAreKeptApartAndTheCommitmentIsOfThem() {
        // Given
        DomainEvent event = new DomainEvent(
                EventType.WORK_DROPPED,
                tenant,
                tenant,
                "subject",
                AT,
                ACTOR.at("192.0.2.1"),
                Map.of("kind", "test", "reason", new PersonalValue("Jane wanted it")));
        // When
        await(() -> Panache.withTransaction(() -> events.publishAll(List.of(event, event))));
        // Then
        List<Object> entries = database.column("select detail::text from audit_entry where tenant_id = $1", tenant);
        List<Object> told = database.column("select data::text from outbox_event where tenant_id = $1", tenant);
        assertThat(new JsonArray(entries).encode() + new JsonArray(told).encode())
                .doesNotContain("192.0.2.1", "Jane");
        assertThat(entries.get(0)).isNotEqualTo(entries.get(1));
        assertThat(database.rows("""
                select p.field, p.value, e.detail ->> p.field
                    = 'sha256:' || encode(sha256(p.salt || convert_to(p.value, 'UTF8')), 'hex'), octet_length(p.salt),
                    o.data ->> p.field is not distinct from case p.field when 'reason' then e.detail ->> p.field end
                from audit_personal p
                join audit_entry e on e.tenant_id = p.tenant_id and e.recorded_at = p.recorded_at and e.id = p.row_id
                join outbox_event o on o.tenant_id = p.tenant_id and o.recorded_at = p.recorded_at and o.id = p.row_id
                where p.tenant_id = $1 order by 1, p.row_id
                """, tenant))
                .containsExactly(
                        List.of("address", "192.0.2.1", true, 32, true),
                        List.of("address", "192.0.2.1", true, 32, true),
                        List.of("reason", "Jane wanted it", true, 32, true),
                        List.of("reason", "Jane wanted it", true, 32, true));
        assertThat(event.toString()).doesNotContain("192.0.2.1", "Jane");
    }

    @Test
    void valuesOfDetachedMonthsAreErasedAndLaterOnesStay() {
        // Given: the first ones are older than anything else here
        publish("with none");
        database.execute("""
                insert into audit_personal (tenant_id, account_id, recorded_at, row_id, field, salt, value)
                select $1, $1, at, gen_random_uuid(), 'address', '\\x00', '192.0.2.2'
                from unnest(array[timestamptz '2001-01-31 23:59Z', timestamptz '2026-11-01 00:00Z']) as at
                """, tenant);
        Duration retention = Duration.between(Instant.parse("2001-02-15T00:00:00Z"), now());
        // When
        MonthPartitions partitions = new MonthPartitions(sql, new PersonalValues(sql), Optional::empty);
        await(() -> partitions.detachOlderThan(retention));
        // Then
        assertThat(database.count(
                        "select count(*) from audit_personal where tenant_id = $1 and recorded_at < '2002-01-01'",
                        tenant))
                .isZero();
        assertThat(database.count("select count(*) from audit_personal where tenant_id = $1", tenant))
                .isOne();
    }

    private Instant now() {
        return ((OffsetDateTime) database.column("select clock_timestamp()").get(0)).toInstant();
    }
}
