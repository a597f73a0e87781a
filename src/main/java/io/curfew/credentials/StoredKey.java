package io.curfew.credentials;

/** A key for one purpose; see {@link StoredKeys}. */
public final class StoredKey {
    private final byte[] key;

    StoredKey(byte[] key) {
        this.key = key;
    }

    /** A code that only somebody with the key can make of {@code data}: HMAC-SHA-256. */
    public byte[] authenticate(byte[] data) {
        return SecretCipher.hmac(key, data);
    }
}
