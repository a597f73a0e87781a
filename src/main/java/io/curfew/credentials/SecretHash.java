package io.curfew.credentials;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Hashes of secrets that are random and long, so that one round of SHA-256 is enough. Passwords are not like that. */
public final class SecretHash {
    private SecretHash() {}

    /** The hash of {@code secret}. */
    public static byte[] of(String secret) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** The hash as the directory keeps it, for secrets that are presented without an id. */
    public static String directoryId(String secret) {
        return "sha256:" + HexFormat.of().formatHex(of(secret));
    }

    /** Whether {@code secret} is the one hashed, in a time that does not tell how much of it is right. */
    public static boolean matches(String secret, byte[] hash) {
        return MessageDigest.isEqual(of(secret), hash);
    }

    /** Whether two texts are the same, in a time that does not tell how much of them agrees. */
    static boolean same(String one, String other) {
        return MessageDigest.isEqual(one.getBytes(StandardCharsets.UTF_8), other.getBytes(StandardCharsets.UTF_8));
    }
}
