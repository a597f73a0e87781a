package io.curfew.credentials;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/**
 * Encrypts the few secrets that have to be shown again, with AES-256 in GCM. What it writes begins with the key's
 * fingerprint, so that a new key can be set while older ones still read.
 */
@ApplicationScoped
public class SecretCipher {
    private static final int FINGERPRINT = 4;
    private static final int NONCE = 12;
    private static final int TAG_BITS = 128;
    private static final int KEY_BYTES = 32;

    /** About fifteen megabytes of auth tokens. */
    private static final int MAX_TEXTS = 50_000;

    private static final Duration MEMORY = Duration.ofMinutes(10);

    private final SecureRandom random = new SecureRandom();
    private final Map<Integer, SecretKey> keys = new HashMap<>();
    private final int current;

    /**
     * Texts by the bytes that they were decrypted from. What those say never changes: a new secret, and the same one
     * encrypted anew, has another nonce.
     */
    private final Cache<ByteBuffer, String> texts = Caffeine.newBuilder()
            .maximumSize(MAX_TEXTS)
            .expireAfterAccess(MEMORY)
            .scheduler(Scheduler.systemScheduler())
            .build();

    SecretCipher(EncryptionConfig config) {
        this.current = add(config.key()
                .orElseThrow(() -> new IllegalStateException("CURFEW_ENCRYPTION_KEY is not set (base64, 32 bytes)")));
        config.previousKeys().orElse(List.of()).forEach(this::add);
    }

    private int add(String base64) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("an encryption key is not base64");
        }
        if (key.length != KEY_BYTES) {
            throw new IllegalStateException("an encryption key has 32 bytes, in base64");
        }
        int fingerprint = ByteBuffer.wrap(SecretHash.of(base64.strip())).getInt();
        keys.put(fingerprint, new SecretKeySpec(key, "AES"));
        return fingerprint;
    }

    /** Encrypts a text. */
    public byte[] encrypt(String secret) {
        return encrypt(secret.getBytes(StandardCharsets.UTF_8));
    }

    /** Encrypts bytes. */
    public byte[] encrypt(byte[] plain) {
        byte[] nonce = new byte[NONCE];
        random.nextBytes(nonce);
        byte[] encrypted = run(Cipher.ENCRYPT_MODE, current, nonce, plain);
        return ByteBuffer.allocate(FINGERPRINT + NONCE + encrypted.length)
                .putInt(current)
                .put(nonce)
                .put(encrypted)
                .array();
    }

    /**
     * Decrypts a text that {@link #encrypt(String)} made. Texts that were asked for recently are kept, a bounded
     * number, since calls ask for the same ones again and again.
     */
    public String decryptText(byte[] sealed) {
        return texts.get(ByteBuffer.wrap(sealed), kept -> new String(decrypt(sealed), StandardCharsets.UTF_8));
    }

    /** Decrypts bytes that {@link #encrypt(byte[])} made; fails for anything else and for a key that is not set. */
    public byte[] decrypt(byte[] sealed) {
        ByteBuffer buffer = ByteBuffer.wrap(sealed);
        int fingerprint = buffer.getInt();
        byte[] nonce = new byte[NONCE];
        buffer.get(nonce);
        byte[] encrypted = Arrays.copyOfRange(sealed, FINGERPRINT + NONCE, sealed.length);
        return run(Cipher.DECRYPT_MODE, fingerprint, nonce, encrypted);
    }

    /** Whether {@link #decrypt} reads it: it was made with one of the keys that are set, and is whole. */
    boolean reads(byte[] sealed) {
        try {
            decrypt(sealed);
            return true;
        } catch (IllegalStateException | BufferUnderflowException e) {
            return false;
        }
    }

    /** Whether it was made with the key that encrypts now, and not with an earlier one. */
    boolean isOfCurrentKey(byte[] sealed) {
        return ByteBuffer.wrap(sealed).getInt() == current;
    }

    /**
     * A code that only the owner of the key can make of {@code data}: HMAC-SHA-256 with a key of its own for each
     * purpose.
     *
     * @param purpose what it is for, so that a code made for one purpose is not valid for another
     */
    public byte[] authenticate(String purpose, byte[] data) {
        SecretKey key = keys.get(current);
        if (key == null) {
            throw new IllegalStateException("the current key is always there");
        }
        return hmac(hmac(key.getEncoded(), purpose.getBytes(StandardCharsets.UTF_8)), data);
    }

    /**
     * A code for {@code text} as hex digits, which may be kept of a request whose content, such as a password, could be
     * guessed from a plain hash.
     *
     * @param purpose as of {@link #authenticate}
     */
    public String seal(String purpose, String text) {
        return HexFormat.of().formatHex(authenticate(purpose, text.getBytes(StandardCharsets.UTF_8)));
    }

    static byte[] hmac(byte[] key, byte[] data) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    private byte[] run(int mode, int fingerprint, byte[] nonce, byte[] data) {
        SecretKey key = keys.get(fingerprint);
        if (key == null) {
            throw new IllegalStateException("a stored secret was encrypted with a key that is not configured");
        }
        try {
            Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
            cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
            return cipher.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a stored secret could not be read or written", e);
        }
    }
}
