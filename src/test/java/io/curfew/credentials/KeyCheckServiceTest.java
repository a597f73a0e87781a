package io.curfew.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.credentials.KeyCheckService.Verdict;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.Reactive;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Inject;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A key of the right form that is not the installation's is told from the right one. */
@CurfewTest
class KeyCheckServiceTest {
    private static final String ONE = Ciphers.key("1");
    private static final String OTHER = Ciphers.key("2");
    private static final String THIRD = Ciphers.key("3");
    private static final SealedPlace PLACE = SealedColumn.KEY_CHECK.of();

    @Inject
    Database database;

    @Inject
    SecretCipher configured;

    private byte @Nullable [] before;

    @BeforeEach
    void remember() {
        before = stored();
    }

    @AfterEach
    void restore() {
        store(before);
        database.execute("update encryption_state set former_keys = '{}'");
    }

    @Test
    void firstStartWritesWhatLaterOnesAreJudgedBy() {
        // Given
        store(null);
        // When, Then
        assertThat(confirm(configured)).isEqualTo(Verdict.RIGHT);
        byte[] written = stored();
        assertThat(configured.decryptText(PLACE, written)).isEqualTo("curfew");
        assertThat(confirm(configured)).isEqualTo(Verdict.RIGHT);
        assertThat(stored()).isEqualTo(written);
    }

    @Test
    void anotherKeyIsRefusedAndChangesNothing() {
        // Given
        byte[] written = Ciphers.of(ONE).encrypt(PLACE, "curfew");
        store(written);
        // When, Then
        assertThat(confirm(Ciphers.of(OTHER))).isEqualTo(Verdict.WRONG);
        assertThat(stored()).isEqualTo(written);
    }

    @Test
    void installationOfAnEarlierReleaseIsJudgedByItsTokens() {
        // Given
        store(null);
        // When, Then
        assertThat(confirm(Ciphers.of(OTHER))).isEqualTo(Verdict.WRONG);
        assertThat(stored()).isNull();
    }

    @Test
    void newKeyBesideTheOldOneTakesOver() {
        // Given
        store(Ciphers.of(ONE).encrypt(PLACE, "curfew"));
        // When
        Verdict verdict = confirm(Ciphers.of(OTHER, ONE));
        // Then
        assertThat(verdict).isEqualTo(Verdict.RIGHT_WITH_EARLIER);
        assertThat(Ciphers.of(OTHER).decryptText(PLACE, stored())).isEqualTo("curfew");
        assertThat(formerKeys()).containsExactly(id(ONE));
        assertThat(confirm(Ciphers.of(ONE))).isEqualTo(Verdict.WRONG);
    }

    @Test
    void earlierKeyMustStayWhileSomethingMayNeedIt() {
        // Given
        store(Ciphers.of(ONE).encrypt(PLACE, "curfew"));
        confirm(Ciphers.of(OTHER, ONE));
        byte[] written = stored();
        // When, Then
        assertThat(confirm(Ciphers.of(OTHER))).isEqualTo(Verdict.EARLIER_MISSING);
        assertThat(confirm(Ciphers.of(THIRD, OTHER)))
                .as("a second change, without the key before the first one")
                .isEqualTo(Verdict.EARLIER_MISSING);
        assertThat(stored()).isEqualTo(written);
        assertThat(formerKeys()).containsExactly(id(ONE));
        assertThat(confirm(Ciphers.of(THIRD, OTHER, ONE))).isEqualTo(Verdict.RIGHT_WITH_EARLIER);
        assertThat(formerKeys()).containsExactly(id(ONE), id(OTHER));
        // When
        database.execute("update encryption_state set former_keys = '{}'");
        // Then
        assertThat(confirm(Ciphers.of(THIRD))).isEqualTo(Verdict.RIGHT);
    }

    @Test
    void replicaThatIsAStepBehindChangesNothing() {
        // Given
        store(Ciphers.of(ONE).encrypt(PLACE, "curfew"));
        confirm(Ciphers.of(OTHER, ONE));
        byte[] written = stored();
        // When, Then
        assertThat(confirm(Ciphers.withNext(ONE, OTHER))).isEqualTo(Verdict.RIGHT_WITH_EARLIER);
        assertThat(stored()).isEqualTo(written);
        assertThat(formerKeys()).containsExactly(id(ONE));
    }

    @Test
    void changeCanBeTakenBack() {
        // Given
        store(Ciphers.of(ONE).encrypt(PLACE, "curfew"));
        confirm(Ciphers.of(OTHER, ONE));
        // When, Then
        assertThat(confirm(Ciphers.of(ONE, OTHER))).isEqualTo(Verdict.RIGHT_WITH_EARLIER);
        assertThat(Ciphers.of(ONE).decryptText(PLACE, stored())).isEqualTo("curfew");
        assertThat(formerKeys()).containsExactly(id(OTHER));
    }

    @Test
    void damagedTextIsRefused() {
        store(new byte[] {1, 2, 3});

        assertThat(confirm(configured)).isEqualTo(Verdict.WRONG);
    }

    private static String id(String key) {
        return EncryptionKeys.hex(Ciphers.of(key).keys().currentId());
    }

    private List<String> formerKeys() {
        return List.of((String[])
                database.column("select former_keys from encryption_state").get(0));
    }

    private static Verdict confirm(SecretCipher cipher) {
        return Reactive.await(() -> Panache.withTransaction(() -> new KeyCheckService(cipher).confirm()));
    }

    private byte @Nullable [] stored() {
        Object kept = database.column("select key_check from installation").get(0);
        return kept == null ? null : ((Buffer) kept).getBytes();
    }

    private void store(byte @Nullable [] check) {
        if (check == null) {
            database.execute("update installation set key_check = null");
        } else {
            database.execute("update installation set key_check = $1", Buffer.buffer(check));
        }
    }
}
