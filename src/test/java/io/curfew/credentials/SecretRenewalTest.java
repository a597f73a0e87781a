package io.curfew.credentials;

import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.kernel.Ids;
import io.curfew.resilience.JobRun;
import io.curfew.sql.Sql;
import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.LogLines;
import io.curfew.testing.Race;
import io.curfew.testing.SettableClock;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stored secrets are brought to the present key and form, whatever else happens to them meanwhile. */
@CurfewTest
class SecretRenewalTest {
    private static final String OLD = Ciphers.key("o");
    private static final String GONE = "no stored secret needs curfew.encryption.previous-keys any more:"
            + " the earlier keys can be taken out of the configuration";

    @Inject
    Database database;

    @Inject
    Accounts accounts;

    @Inject
    Authenticator authenticator;

    @Inject
    AuthTokenService tokens;

    @Inject
    @Any
    Instance<SealedTable> tables;

    @Inject
    SecretRenewalMetrics metrics;

    @Inject
    SettableClock clock;

    private final SecretCipher old = Ciphers.of(OLD);
    private final SecretCipher both = Ciphers.of(Ciphers.SERVICE, OLD);
    private final SecretCipher service = Ciphers.of(Ciphers.SERVICE);
    private final String tenant = "AC" + Ids.hex(16);

    @BeforeEach
    void keyWasChanged() {
        database.execute(
                "update encryption_state set former_keys = array[$1], renewed_as = null, renewing_until = null,"
                        + " outdated_at = null",
                EncryptionKeys.hex(old.keys().currentId()));
    }

    @AfterEach
    void cleanUp() {
        database.execute("delete from idempotency_key where tenant_id = $1", tenant);
        database.execute("update encryption_state set form = 'BOUND', former_keys = '{}', renewing_until = null");
    }

    private SecretRenewal renewal(SecretCipher cipher) {
        return renewal(cipher, tables.stream().toList());
    }

    private SecretRenewal renewal(SecretCipher cipher, List<SealedTable> all) {
        EncryptionConfig config = Ciphers.config(Ciphers.SERVICE, null, OLD);
        return new SecretRenewal(cipher, config, new KeyCheckService(cipher), all, metrics, clock);
    }

    /** A table at whose fourth page a replica ends. */
    private static final class Killed implements SealedTable {
        private final SealedTable table;
        private int pages;

        Killed(SealedTable table) {
            this.table = table;
        }

        @Override
        public String name() {
            return table.name();
        }

        @Override
        public int pageSize() {
            return table.pageSize();
        }

        @Override
        public String replacing(SealedColumn column) {
            if (++pages == 4) {
                throw new IllegalStateException("killed");
            }
            return table.replacing(column);
        }
    }

    private void renew(SecretCipher cipher) {
        await(() -> renewal(cipher).run(JobRun.unwatched()));
    }

    /** So many answers that were remembered when {@code cipher} was the one to write. */
    private void answers(int count, SecretCipher cipher) {
        List<String> keys =
                IntStream.range(0, count).mapToObj("key-%05d"::formatted).toList();
        String[] bodies = keys.stream()
                .map(key -> HexFormat.of()
                        .formatHex(cipher.encrypt(
                                SealedColumn.REMEMBERED_ANSWER.of(tenant, "SK1", key), "body of " + key)))
                .toArray(String[]::new);
        database.execute("""
                insert into idempotency_key (tenant_id, credential_id, key, account_id, request_hash, answer_status,
                    answer_head, answer_body, recorded_at)
                select $1, 'SK1', n.key, $1, '\\x00', 200, '', decode(n.body, 'hex'), now()
                from unnest($2::text[], $3::text[]) as n (key, body)
                """, tenant, keys.toArray(String[]::new), bodies);
    }

    private List<String> readable(SecretCipher cipher) {
        return database
                .rows("select key, answer_body from idempotency_key where tenant_id = $1 order by key", tenant)
                .stream()
                .filter(row -> cipher.reads(
                        SealedColumn.REMEMBERED_ANSWER.of(tenant, "SK1", (String) row.get(0)),
                        ((Buffer) row.get(1)).getBytes()))
                .map(row -> (String) row.get(0))
                .toList();
    }

    private String[] formerKeys() {
        return (String[])
                database.column("select former_keys from encryption_state").get(0);
    }

    private String form() {
        return (String) database.column("select form from encryption_state").get(0);
    }

    /** Puts an account's token back to where it was before the change of the key. */
    private void toOldKey(Credentials account) {
        SealedPlace place = SealedColumn.PRIMARY_TOKEN.of(account.sid(), account.sid());
        database.execute(
                "update auth_token set primary_token = $2 where account_id = $1",
                account.sid(),
                Buffer.buffer(old.encrypt(place, account.token())));
    }

    private boolean logsIn(Credentials account) {
        return await(() -> authenticator.authenticate(account.sid(), account.token(), null))
                instanceof Authenticator.Outcome.Known;
    }

    @Test
    void everythingIsBroughtToTheNewKeyAndTheOldOneCanGo() {
        // Given
        answers(10_000, old);
        Credentials account = accounts.main();
        String secondary = await(() -> tokens.createSecondary(
                        new AuthTokenCommand.CreateSecondary(account.sid(), account.sid(), Accounts.PLATFORM)))
                .secondary();
        database.execute(
                "update auth_token set secondary_token = $2 where account_id = $1",
                account.sid(),
                Buffer.buffer(old.encrypt(
                        SealedColumn.SECONDARY_TOKEN.of(account.sid(), account.sid()), String.valueOf(secondary))));
        toOldKey(account);
        long version = database.count("select version from auth_token where account_id = $1", account.sid());
        assertThat(logsIn(account)).as("the service has the new key alone").isFalse();
        try (LogLines log = new LogLines()) {
            // When
            renew(both);
            renew(both);
            // Then
            assertThat(readable(service)).hasSize(10_000);
            assertThat(logsIn(account)).isTrue();
            assertThat(logsIn(new Credentials(account.sid(), String.valueOf(secondary))))
                    .isTrue();
            assertThat(database.count("select version from auth_token where account_id = $1", account.sid()))
                    .isEqualTo(version);
            assertThat(formerKeys()).isEmpty();
            assertThat(metrics.needsPreviousKeys()).isFalse();
            assertThat(metrics.onPreviousKeys()).isZero();
            assertThat(log.atLeast(Level.INFO)).containsOnlyOnce(GONE);
        }
    }

    @Test
    void nobodyWaitsForItAndItWaitsForNobody() {
        // Given
        answers(300, old);
        Credentials account = accounts.main();
        toOldKey(account);
        String chosen = AuthTokenService.newToken();
        try (Database.Stranger stranger = database.stranger()) {
            stranger.rows(
                    "update auth_token set primary_token = $2 where account_id = $1 returning 1",
                    account.sid(),
                    Buffer.buffer(old.encrypt(SealedColumn.PRIMARY_TOKEN.of(account.sid(), account.sid()), chosen)));
            // When
            renew(both);
            // Then
            assertThat(readable(service)).hasSize(300);
            assertThat(formerKeys()).as("one is left").hasSize(1);
            assertThat(metrics.onPreviousKeys()).isEqualTo(1);
            stranger.commit();
        }
        // When
        renew(both);
        // Then
        assertThat(logsIn(account))
                .as("what was replaced meanwhile does not come back")
                .isFalse();
        assertThat(logsIn(new Credentials(account.sid(), chosen))).isTrue();
        assertThat(formerKeys()).isEmpty();
    }

    @Test
    void tokensCanBeReplacedMeanwhile() {
        // Given
        List<Credentials> all = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            all.add(accounts.main());
        }
        all.forEach(this::toOldKey);
        answers(1000, old);
        List<Supplier<Uni<Credentials>>> runners = new ArrayList<>();
        all.forEach(account -> runners.add(() -> replace(account, 5)));
        for (int i = 0; i < 3; i++) {
            runners.add(() -> renewal(both).run(JobRun.unwatched()).replaceWith(new Credentials("", "")));
        }
        // When
        List<Race.Result<Credentials>> results = Race.run(runners);
        // Then
        assertThat(results).allSatisfy(result -> assertThat(result.failure()).isNull());
        clock.advance(Duration.ofMinutes(3));
        renew(both);
        assertThat(readable(service)).hasSize(1000);
        assertThat(results.stream().limit(4).map(Race.Result::item))
                .allSatisfy(account -> assertThat(logsIn(account)).isTrue());
        assertThat(formerKeys()).isEmpty();
    }

    /** As a replica does it that still encrypts with the old key. */
    private Uni<Credentials> replace(Credentials account, int times) {
        if (times == 0) {
            return Uni.createFrom().item(account);
        }
        SealedPlace place = SealedColumn.PRIMARY_TOKEN.of(account.sid(), account.sid());
        String fresh = AuthTokenService.newToken();
        return Panache.withTransaction(() -> Sql.of(
                                "select primary_token from auth_token where account_id = $1 for update", account.sid())
                        .exactlyOne(row -> row.bytes(0))
                        .invoke(kept ->
                                assertThat(both.decryptText(place, kept)).isEqualTo(account.token()))
                        .chain(() -> Sql.of(
                                        "update auth_token set primary_token = $2 where account_id = $1",
                                        account.sid(),
                                        old.encrypt(place, fresh))
                                .update()))
                .chain(() -> replace(new Credentials(account.sid(), fresh), times - 1));
    }

    @Test
    void replicaWithTheOldKeyEncryptsNothingAnewAndKeepsItNeeded() {
        // Given
        answers(10, old);
        SecretCipher behind = Ciphers.withNext(OLD, Ciphers.SERVICE);
        // When
        renew(behind);
        // Then
        assertThat(readable(old)).hasSize(10);
        // When
        renew(both);
        // Then
        assertThat(readable(service)).hasSize(10);
        assertThat(formerKeys()).as("that replica may write another").hasSize(1);
        assertThat(metrics.needsPreviousKeys()).isTrue();
        // When
        clock.advance(Duration.ofMinutes(3));
        renew(both);
        // Then
        assertThat(formerKeys()).isEmpty();
    }

    @Test
    void whatAKilledReplicaLeftIsDoneByAnother() {
        // Given
        answers(1000, old);
        SecretRenewal killed =
                renewal(both, tables.stream().<SealedTable>map(Killed::new).toList());
        // When
        Race.Result<Void> end = Race.run(List.<Supplier<Uni<Void>>>of(() -> killed.run(JobRun.unwatched())))
                .get(0);
        // Then
        assertThat(end.failure()).isNotNull();
        assertThat(readable(service)).hasSizeBetween(100, 900);
        // When
        renew(both);
        // Then
        assertThat(readable(service)).as("its claim still holds").hasSizeBetween(100, 900);
        // When
        clock.advance(Duration.ofMinutes(2));
        renew(both);
        // Then
        assertThat(readable(service)).hasSize(1000);
        assertThat(formerKeys()).isEmpty();
    }

    @Test
    void whatCannotBeReadIsToldAndKeepsNothingBack() {
        // Given
        answers(200, old);
        database.execute(
                "update idempotency_key set answer_body = (select answer_body from idempotency_key"
                        + " where tenant_id = $1 and key = 'key-00001') where tenant_id = $1 and key = 'key-00002'",
                tenant);
        try (LogLines log = new LogLines()) {
            // When
            renew(both);
            // Then
            assertThat(readable(service)).hasSize(199).doesNotContain("key-00002");
            assertThat(log.atLeast(Level.WARNING))
                    .containsExactly("stored secrets cannot be read: rows=1, of these=[idempotency_key.answer_body of ("
                            + tenant + ", SK1)]");
            assertThat(metrics.unreadable()).isEqualTo(1);
            assertThat(formerKeys()).isEmpty();
        }
    }

    @Test
    void ciphertextsOfAnEarlierReleaseAreBoundInTime() {
        // Given
        SecretCipher cipher = Ciphers.of(Ciphers.SERVICE, OLD);
        SecretCipher earlier = Ciphers.of(Ciphers.SERVICE);
        earlier.follow(CiphertextForm.UNBOUND);
        answers(250, earlier);
        database.execute(
                "update encryption_state set form = 'UNBOUND', form_since = $1, former_keys = '{}'",
                clock.now().atOffset(ZoneOffset.UTC));
        // When
        clock.advance(Duration.ofDays(6));
        renew(cipher);
        // Then
        assertThat(form()).isEqualTo("UNBOUND");
        assertThat(readable(service)).as("of what is bound").isEmpty();
        assertThat(readable(earlier)).hasSize(250);
        // When
        clock.advance(Duration.ofDays(1));
        renew(cipher);
        // Then
        assertThat(form())
                .as("a replica that does not know yet may write another")
                .isEqualTo("BINDING");
        assertThat(readable(service)).hasSize(250);
        // When
        clock.advance(Duration.ofMinutes(3));
        renew(cipher);
        // Then
        assertThat(form()).isEqualTo("BOUND");
        assertThat(metrics.isBound()).isTrue();
    }
}
