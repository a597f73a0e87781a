package io.curfew.credentials;

import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curfew.kernel.Ids;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.Race;
import io.curfew.testing.SettableClock;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

@CurfewTest
class StoredKeysTest {
    private static final String OLD = key("a");
    private static final String NEW = key("b");
    private static final byte[] DATA = "data".getBytes(StandardCharsets.UTF_8);

    @Inject
    Database database;

    @Inject
    SettableClock clock;

    private final String purpose = "test-" + Ids.digits(12);

    private static String key(String letter) {
        return Base64.getEncoder().encodeToString(letter.repeat(32).getBytes(StandardCharsets.US_ASCII));
    }

    private StoredKeys keys(String current, String... previous) {
        EncryptionConfig config = new EncryptionConfig() {
            @Override
            public Optional<String> key() {
                return Optional.of(current);
            }

            @Override
            public Optional<List<String>> previousKeys() {
                return Optional.of(List.of(previous));
            }
        };
        return new StoredKeys(new SecretCipher(config), clock);
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
        Object before = kept();
        // When
        assertThat(code(keys(NEW, OLD))).isEqualTo(code);
        // Then
        assertThat(kept()).isNotEqualTo(before);
        assertThat(code(keys(NEW))).as("the old one is not needed any more").isEqualTo(code);
        assertThatThrownBy(() -> code(keys(OLD))).hasMessageContaining("not configured");
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
        assertThat(((Buffer) kept()).length()).isEqualTo(4 + 12 + 32 + 16);
    }
}
