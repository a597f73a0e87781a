package io.curfew.credentials;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The parts of a ciphertext, in the order in which they are kept: where it is bound to its place, four bytes that say so;
 * the fingerprint of its key; the nonce; what AES made of the text, with the tag.
 *
 * @param keyId the fingerprint of the key
 */
record Ciphertext(boolean isBound, int keyId, byte[] nonce, byte[] encrypted) {
    static final int NONCE = 12;

    private static final int TAG = 16;

    /** "CFB" and a version. A key with this very fingerprint is one in four thousand million. */
    private static final int BOUND = 0x43464201;

    /** What every ciphertext of a key and a form begins with. */
    static byte[] head(boolean bound, int keyId) {
        return bound
                ? ByteBuffer.allocate(2 * Integer.BYTES)
                        .putInt(BOUND)
                        .putInt(keyId)
                        .array()
                : ByteBuffer.allocate(Integer.BYTES).putInt(keyId).array();
    }

    /**
     * Reads the parts.
     *
     * @throws UnreadableSecretException when there are not enough bytes
     */
    static Ciphertext read(byte[] bytes) throws UnreadableSecretException {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        boolean bound = bytes.length >= Integer.BYTES && buffer.getInt(0) == BOUND;
        int head = bound ? 2 * Integer.BYTES : Integer.BYTES;
        if (bytes.length < head + NONCE + TAG) {
            throw new UnreadableSecretException("it is cut off");
        }
        return new Ciphertext(
                bound,
                buffer.getInt(head - Integer.BYTES),
                Arrays.copyOfRange(bytes, head, head + NONCE),
                Arrays.copyOfRange(bytes, head + NONCE, bytes.length));
    }

    byte[] bytes() {
        byte[] head = head(isBound, keyId);
        return ByteBuffer.allocate(head.length + nonce.length + encrypted.length)
                .put(head)
                .put(nonce)
                .put(encrypted)
                .array();
    }
}
