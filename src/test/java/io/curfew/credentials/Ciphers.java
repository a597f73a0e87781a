package io.curfew.credentials;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Ciphers with keys of a test's choice. */
final class Ciphers {
    /** The key of the tests' service. */
    static final String SERVICE = "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

    private Ciphers() {}

    /** A key of 32 times that letter. */
    static String key(String letter) {
        return Base64.getEncoder().encodeToString(letter.repeat(32).getBytes(StandardCharsets.US_ASCII));
    }

    static SecretCipher of(String current, String... previous) {
        return new SecretCipher(config(current, null, previous));
    }

    static SecretCipher withNext(String current, String next) {
        return new SecretCipher(config(current, next));
    }

    static EncryptionConfig config(String current, @Nullable String next, String... previous) {
        return new EncryptionConfig() {
            @Override
            public Optional<String> key() {
                return Optional.of(current);
            }

            @Override
            public Optional<List<String>> previousKeys() {
                return Optional.of(List.of(previous));
            }

            @Override
            public Optional<String> nextKey() {
                return Optional.ofNullable(next);
            }

            @Override
            public Duration bindAfter() {
                return Duration.ofDays(7);
            }
        };
    }
}
