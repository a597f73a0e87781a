package io.curfew.credentials;

import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.Ids;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.Race;
import io.curfew.testing.SettableClock;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@CurfewTest
class StoredKeysTest {
    private static final String OLD = Ciphers.key("a");
    private static final String NEW = Ciphers.key("b");
    private static final byte[] DATA = "data".getBytes(StandardCharsets.UTF_8);

    @Inject
    Database database;

    @Inject
    SettableClock clock;

    private final String purpose = "test-" + Ids.digits(12);

    private StoredKeys keys(String current, String... previous) {
        return new StoredKeys(Ciphers.of(current, previous), clock);
    }

    @AfterEach
    void cleanUp() {
        database.execute("delete from secret_key where purpose like $1", purpose + "%");
    }

    private String code(StoredKeys keys) {
        return HexFormat.of().formatHex(await(() -> keys.open(purpose)).authenticate(DATA));
    }

    private Object kept() {
        return database.column("select sealed from secret_key where purpose = $1", purpose)
                .get(0);
    }

    @Test
    void keyStaysWhatItIs() {
        // Given
        String code = code(keys(OLD));
        Object before = kept();
        // Then
        assertThat(code).hasSize(64).isEqualTo(code(keys(OLD)));
        assertThat(kept()).as("not written again").isEqualTo(before);
    }

    @Test
    void keyOutlivesTheEncryptionKey() {
        // Given
        String code = code(keys(OLD));
        // Then
        assertThat(code(keys(NEW, OLD))).isEqualTo(code);
        assertThatThrownBy(() -> code(keys(NEW))).isInstanceOf(DomainException.class);
    }

    @Test
    void keyThatEarlierReleasesDerivedIsKept() {
        // Given
        byte[] derived = SecretCipher.hmac(
                "a".repeat(32).getBytes(StandardCharsets.US_ASCII), purpose.getBytes(StandardCharsets.UTF_8));
        // When, Then
        for (StoredKeys keys : List.of(keys(OLD), keys(NEW, OLD))) {
            assertThat(await(() -> keys.openDerived(purpose)).authenticate(DATA))
                    .isEqualTo(SecretCipher.hmac(derived, DATA));
        }
    }

    @Test
    void replicasThatStartAtTheSameTimeAgree() {
        // Given
        Supplier<Uni<String>> start =
                () -> keys(OLD).open(purpose).map(key -> HexFormat.of().formatHex(key.authenticate(DATA)));
        // When
        List<Race.Result<String>> codes = Race.run(Collections.nCopies(8, start));
        // Then
        assertThat(codes.stream().map(Race.Result::item).distinct()).hasSize(1).doesNotContainNull();
    }

    @Test
    void everyPurposeHasItsOwn() {
        StoredKeys keys = keys(OLD);
        byte[] another = await(() -> keys.open(purpose + "-2")).authenticate(DATA);
        assertThat(code(keys)).isNotEqualTo(HexFormat.of().formatHex(another));
    }

    @Test
    void keyIsNotInTheDatabase() {
        code(keys(OLD));
        assertThat(((Buffer) kept()).length()).isEqualTo(8 + 12 + 32 + 16);
    }
}
