package io.curfew.credentials;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The keys of the configuration, by their fingerprints: the one that encrypts, and those that only decrypt. */
final class EncryptionKeys {
    private static final int KEY_BYTES = 32;

    private final Map<Integer, SecretKey> keys = new HashMap<>();
    private final Set<Integer> next = new HashSet<>();
    private final SecretKey current;
    private final int currentId;

    EncryptionKeys(EncryptionConfig config) {
        String key = config.key()
                .orElseThrow(() -> new IllegalStateException("CURFEW_ENCRYPTION_KEY is not set (base64, 32 bytes)"));
        this.currentId = add(key);
        this.current = parse(key);
        config.previousKeys().orElse(List.of()).forEach(this::add);
        config.nextKey().ifPresent(coming -> next.add(add(coming)));
        next.remove(currentId);
    }

    private int add(String base64) {
        int id = ByteBuffer.wrap(SecretHash.of(base64.strip())).getInt();
        keys.put(id, parse(base64));
        return id;
    }

    private static SecretKey parse(String base64) {
        byte[] key;
        try {
            key = Base64.getDecoder().decode(base64.strip());
        } catch (IllegalArgumentException e) {
            throw new IllegalStateException("an encryption key is not base64");
        }
        if (key.length != KEY_BYTES) {
            throw new IllegalStateException("an encryption key has 32 bytes, in base64");
        }
        return new SecretKeySpec(key, "AES");
    }

    SecretKey current() {
        return current;
    }

    int currentId() {
        return currentId;
    }

    /** Whether other replicas are to encrypt with it before this one does. */
    boolean isNext(int id) {
        return next.contains(id);
    }

    @Nullable
    SecretKey find(int id) {
        return keys.get(id);
    }

    /** Whether there are keys that only decrypt what they encrypted earlier. */
    boolean hasPrevious() {
        return keys.keySet().stream().anyMatch(id -> id != currentId && !next.contains(id));
    }

    /** A fingerprint as the database keeps it. */
    static String hex(int id) {
        return HexFormat.of().toHexDigits(id);
    }

    /** Whether the key of a fingerprint in hex is there. */
    boolean has(String hex) {
        return keys.keySet().stream().anyMatch(id -> hex(id).equals(hex));
    }
}
