package io.curfew.credentials;

import io.curfew.kernel.Randomness;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import javax.crypto.SecretKeyFactory;
import javax.crypto.spec.PBEKeySpec;

/** Hashes people's passwords slowly: PBKDF2 with HMAC-SHA-256, salt and rounds kept with the hash. */
public final class PasswordHasher {
    private static final String SCHEME = "pbkdf2-sha256";
    private static final int ROUNDS = 600_000;
    private static final int SALT = 16;
    private static final int BITS = 256;

    private PasswordHasher() {}

    /** The hash to keep. Takes a good part of a second: never call it on an event loop. */
    public static String hash(String password) {
        byte[] salt = Randomness.bytes(SALT);
        Base64.Encoder base64 = Base64.getEncoder();
        return String.join(
                "$",
                SCHEME,
                Integer.toString(ROUNDS),
                base64.encodeToString(salt),
                base64.encodeToString(derive(password, salt, ROUNDS)));
    }

    /** Whether {@code password} is the one hashed. As slow as {@link #hash}. */
    public static boolean matches(String password, String hash) {
        List<String> parts = List.of(hash.split("\\$", -1));
        if (parts.size() != 4 || !parts.get(0).equals(SCHEME)) {
            throw new IllegalStateException("a stored password hash is of an unknown scheme");
        }
        byte[] salt = Base64.getDecoder().decode(parts.get(2));
        byte[] expected = Base64.getDecoder().decode(parts.get(3));
        return MessageDigest.isEqual(derive(password, salt, Integer.parseInt(parts.get(1))), expected);
    }

    private static byte[] derive(String password, byte[] salt, int rounds) {
        try {
            return SecretKeyFactory.getInstance("PBKDF2WithHmacSHA256")
                    .generateSecret(new PBEKeySpec(password.toCharArray(), salt, rounds, BITS))
                    .getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has PBKDF2 with HMAC-SHA-256", e);
        }
    }
}
