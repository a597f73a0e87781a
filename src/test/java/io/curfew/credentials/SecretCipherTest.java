package io.curfew.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.testing.LogLines;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.logging.Level;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class SecretCipherTest {
    private static final String ONE = Ciphers.key("1");
    private static final String OTHER = Ciphers.key("2");
    private static final SealedPlace HERE = SealedColumn.PRIMARY_TOKEN.of("AC1", "AC2");

    private static void assertUnreadable(ThrowingCallable reading) {
        assertThatThrownBy(reading)
                .isInstanceOfSatisfying(
                        DomainException.class,
                        failure -> assertThat(failure.code()).isEqualTo(ErrorCode.INTERNAL));
    }

    /** What releases wrote that did not bind: the key's fingerprint, the nonce, what AES-GCM makes. */
    private static byte[] ofEarlierRelease(String key, String secret) throws Exception {
        byte[] nonce = new byte[12];
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(
                Cipher.ENCRYPT_MODE,
                new SecretKeySpec(Base64.getDecoder().decode(key), "AES"),
                new GCMParameterSpec(128, nonce));
        byte[] encrypted = cipher.doFinal(secret.getBytes(StandardCharsets.UTF_8));
        return ByteBuffer.allocate(4 + 12 + encrypted.length)
                .putInt(ByteBuffer.wrap(SecretHash.of(key)).getInt())
                .put(nonce)
                .put(encrypted)
                .array();
    }

    @Test
    void textComesBackAsOftenAsItIsAskedFor() {
        SecretCipher cipher = Ciphers.of(ONE);
        byte[] sealed = cipher.encrypt(HERE, "secret");
        assertThat(cipher.decryptText(HERE, sealed)).isEqualTo("secret");
        assertThat(cipher.decryptText(HERE, sealed.clone())).isEqualTo("secret");
        assertThat(cipher.decryptText(HERE, cipher.encrypt(HERE, "another"))).isEqualTo("another");
    }

    @Test
    void eachBitCountsOfWhatWasReadBefore() {
        // Given
        SecretCipher cipher = Ciphers.of(ONE);
        byte[] sealed = cipher.encrypt(HERE, "secret");
        assertThat(cipher.decryptText(HERE, sealed)).isEqualTo("secret");
        // Then
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertUnreadable(() -> cipher.decryptText(HERE, changed));
        }
        for (int length = 0; length < sealed.length; length++) {
            byte[] cutOff = Arrays.copyOf(sealed, length);
            assertUnreadable(() -> cipher.decryptText(HERE, cutOff));
        }
        assertThat(cipher.decryptText(HERE, sealed)).isEqualTo("secret");
    }

    @Test
    void earlierKeyReadsWhileItIsConfigured() {
        // Given
        byte[] sealed = Ciphers.of(ONE).encrypt(HERE, "secret");
        // Then
        assertThat(Ciphers.of(OTHER, ONE).decryptText(HERE, sealed)).isEqualTo("secret");
        assertThat(Ciphers.withNext(OTHER, ONE).decryptText(HERE, sealed)).isEqualTo("secret");
        SecretCipher without = Ciphers.of(OTHER);
        for (int attempt = 0; attempt < 2; attempt++) {
            assertUnreadable(() -> without.decryptText(HERE, sealed));
        }
    }

    @Test
    void isReadAtItsOwnPlaceOnly() {
        // Given
        SecretCipher cipher = Ciphers.of(ONE);
        byte[] sealed = cipher.encrypt(HERE, "secret");
        // What was read at its own place is remembered.
        assertThat(cipher.decryptText(HERE, sealed)).isEqualTo("secret");
        // Then
        for (SealedPlace elsewhere : List.of(
                SealedColumn.PRIMARY_TOKEN.of("AC1", "AC3"),
                SealedColumn.PRIMARY_TOKEN.of("AC2", "AC2"),
                SealedColumn.PRIMARY_TOKEN.of("AC1A", "C2"),
                SealedColumn.SECONDARY_TOKEN.of("AC1", "AC2"),
                SealedColumn.STORED_KEY.of("AC1"),
                SealedColumn.REMEMBERED_ANSWER.of("AC1", "AC2", ""),
                SealedColumn.KEY_CHECK.of())) {
            assertUnreadable(() -> cipher.decryptText(elsewhere, sealed));
            assertUnreadable(() -> cipher.decrypt(elsewhere, sealed));
        }
    }

    @Test
    void operatorIsToldOnceWhichSecretCannotBeRead() {
        // Given
        SecretCipher cipher = Ciphers.of(ONE);
        byte[] sealed = cipher.encrypt(HERE, "secret");
        SealedPlace elsewhere = SealedColumn.REMEMBERED_ANSWER.of("AC1", "AC2", "chosen by a client");
        try (LogLines log = new LogLines()) {
            // When
            for (int attempt = 0; attempt < 3; attempt++) {
                assertUnreadable(() -> cipher.decrypt(elsewhere, sealed));
            }
            // Then
            assertThat(log.atLeast(Level.SEVERE))
                    .containsExactly("a stored secret cannot be read:"
                            + " place=idempotency_key.answer_body of (AC1, AC2)"
                            + " reason=it was damaged, or belongs to another place");
            assertThat(log.withStack()).isEmpty();
        }
    }

    @Test
    void formsFollowEachOther() throws Exception {
        // Given
        SecretCipher cipher = Ciphers.of(ONE);
        byte[] unbound = ofEarlierRelease(ONE, "secret");
        byte[] bound = cipher.encrypt(HERE, "secret");
        // When, Then
        cipher.follow(CiphertextForm.UNBOUND);
        assertThat(cipher.decryptText(HERE, unbound)).isEqualTo("secret");
        assertThat(cipher.decryptText(HERE, bound)).isEqualTo("secret");
        byte[] written = cipher.encrypt(HERE, "secret");
        assertThat(written)
                .as("as an earlier release reads it")
                .hasSameSizeAs(unbound)
                .startsWith(first(unbound, 4));
        assertThat(cipher.isPresent(written)).isTrue();
        assertThat(cipher.isPresent(bound)).as("nothing is unbound").isTrue();
        // When, Then
        cipher.follow(CiphertextForm.BINDING);
        assertThat(cipher.decrypt(HERE, unbound)).asString().isEqualTo("secret");
        assertThat(cipher.encrypt(HERE, "secret")).startsWith(first(bound, 8));
        assertThat(cipher.isPresent(unbound)).isFalse();
        // When, Then
        cipher.follow(CiphertextForm.BOUND);
        assertUnreadable(() -> cipher.decrypt(HERE, unbound));
        assertThat(cipher.decrypt(HERE, bound)).asString().isEqualTo("secret");
    }

    private static byte[] first(byte[] bytes, int count) {
        return Arrays.copyOf(bytes, count);
    }
}
