package io.curfew.kernel;

import java.security.SecureRandom;

/**
 * Where all that nobody may guess comes from: ids, secrets, keys, salts and nonces.
 *
 * <p>Each call takes a generator of its own from the platform, which costs less than a microsecond and shares the
 * system's source with all others. None is kept in a static field: a native image holds what static fields held when it
 * was built, so all of its processes would begin with the same state.
 */
public final class Randomness {

    private Randomness() {}

    /** {@code length} random bytes. */
    public static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new SecureRandom().nextBytes(bytes);
        return bytes;
    }

    /** {@code length} characters, each of them any of {@code alphabet} with the same probability. */
    static String text(String alphabet, int length) {
        SecureRandom random = new SecureRandom();
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append(alphabet.charAt(random.nextInt(alphabet.length())));
        }
        return text.toString();
    }
}
