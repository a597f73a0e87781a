package io.curfew.credentials;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecretCipherTest {
    private static final String ONE = key("one key of exactly 32 characters");
    private static final String OTHER = key("another key of thirty-two bytes!");

    private static String key(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(US_ASCII));
    }

    private static SecretCipher cipher(String current, String... previous) {
        return new SecretCipher(new EncryptionConfig() {
            @Override
            public Optional<String> key() {
                return Optional.of(current);
            }

            @Override
            public Optional<List<String>> previousKeys() {
                return Optional.of(List.of(previous));
            }
        });
    }

    @Test
    void textComesBackAsOftenAsItIsAskedFor() {
        SecretCipher cipher = cipher(ONE);
        byte[] sealed = cipher.encrypt("secret");
        assertThat(cipher.decryptText(sealed)).isEqualTo("secret");
        assertThat(cipher.decryptText(sealed.clone())).isEqualTo("secret");
        assertThat(cipher.decryptText(cipher.encrypt("another"))).isEqualTo("another");
    }

    @Test
    void eachBitCountsOfWhatWasReadBefore() {
        // Given
        SecretCipher cipher = cipher(ONE);
        byte[] sealed = cipher.encrypt("secret");
        assertThat(cipher.decryptText(sealed)).isEqualTo("secret");
        // Then
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> cipher.decryptText(changed)).isInstanceOf(IllegalStateException.class);
        }
        assertThat(cipher.decryptText(sealed)).isEqualTo("secret");
    }

    @Test
    void earlierKeyReadsWhileItIsConfigured() {
        // Given
        byte[] sealed = cipher(ONE).encrypt("secret");
        // Then
        assertThat(cipher(OTHER, ONE).decryptText(sealed)).isEqualTo("secret");
        SecretCipher without = cipher(OTHER);
        for (int attempt = 0; attempt < 2; attempt++) {
            assertThatThrownBy(() -> without.decryptText(sealed)).isInstanceOf(IllegalStateException.class);
        }
    }
}
