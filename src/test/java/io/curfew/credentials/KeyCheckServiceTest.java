package io.curfew.credentials;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.CurfewTest;
import io.curfew.testing.Reactive;
import io.quarkus.hibernate.reactive.panache.Panache;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A key of the right form that is not the installation's is told from the right one. */
@CurfewTest
class KeyCheckServiceTest {
    private static final String ONE = Base64.getEncoder().encodeToString(new byte[32]);
    private static final String OTHER =
            Base64.getEncoder().encodeToString("another key of thirty-two bytes!".getBytes(US_ASCII));

    @Inject
    DataSource database;

    @Inject
    SecretCipher configured;

    private byte @Nullable [] before;

    @BeforeEach
    void remember() throws SQLException {
        before = stored();
    }

    @AfterEach
    void restore() throws SQLException {
        store(before);
    }

    @Test
    void firstStartWritesWhatLaterOnesAreJudgedBy() throws SQLException {
        // Given
        store(null);
        // When, Then
        assertThat(confirm(configured)).isTrue();
        byte[] written = stored();
        assertThat(configured.decryptText(written)).isEqualTo("curfew");
        assertThat(confirm(configured)).isTrue();
        assertThat(stored()).isEqualTo(written);
    }

    @Test
    void anotherKeyIsRefusedAndChangesNothing() throws SQLException {
        // Given
        byte[] written = cipher(ONE).encrypt("curfew");
        store(written);
        // When, Then
        assertThat(confirm(cipher(OTHER))).isFalse();
        assertThat(stored()).isEqualTo(written);
    }

    @Test
    void installationOfAnEarlierReleaseIsJudgedByItsTokens() throws SQLException {
        // Given
        store(null);
        // When, Then
        assertThat(confirm(cipher(OTHER))).isFalse();
        assertThat(stored()).isNull();
    }

    @Test
    void newKeyBesideTheOldOneTakesOver() throws SQLException {
        // Given
        store(cipher(ONE).encrypt("curfew"));
        // When
        boolean confirmed = confirm(cipher(OTHER, ONE));
        // Then
        assertThat(confirmed).isTrue();
        assertThat(cipher(OTHER).decryptText(stored())).isEqualTo("curfew");
        assertThat(confirm(cipher(ONE))).isFalse();
        assertThat(confirm(cipher(OTHER))).isTrue();
    }

    @Test
    void damagedTextIsRefused() throws SQLException {
        store(new byte[] {1, 2, 3});

        assertThat(confirm(configured)).isFalse();
    }

    private static boolean confirm(SecretCipher cipher) {
        return Reactive.await(() -> Panache.withTransaction(() -> new KeyCheckService(cipher).confirm()));
    }

    private static SecretCipher cipher(String key, String... previous) {
        return new SecretCipher(new EncryptionConfig() {
            @Override
            public Optional<String> key() {
                return Optional.of(key);
            }

            @Override
            public Optional<List<String>> previousKeys() {
                return Optional.of(List.of(previous));
            }
        });
    }

    private byte @Nullable [] stored() throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select key_check from installation")) {
            assertThat(rows.next()).isTrue();
            return rows.getBytes(1);
        }
    }

    private void store(byte @Nullable [] check) throws SQLException {
        try (Connection connection = database.getConnection();
                PreparedStatement statement = connection.prepareStatement("update installation set key_check = ?")) {
            statement.setBytes(1, check);
            assertThat(statement.executeUpdate()).isEqualTo(1);
        }
    }
}
