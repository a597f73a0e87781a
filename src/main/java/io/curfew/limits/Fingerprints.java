package io.curfew.limits;

import io.curfew.kernel.Randomness;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes fingerprints under a random key that exists only as long as this object. Without the key, nobody can choose
 * texts that collide, or recover a text from its fingerprint.
 */
public final class Fingerprints {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    /**
     * Initialised with the key. It is never used itself: it is copied, because a copy is several times faster to get
     * than a new instance.
     */
    private final Mac fresh;

    /** Makes fingerprints under a new key. */
    public Fingerprints() {
        byte[] key = Randomness.bytes(KEY_BYTES);
        try {
            this.fresh = Mac.getInstance(ALGORITHM);
            this.fresh.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    /** The fingerprint of {@code texts}, which depends on their order and on where each one ends. */
    public Fingerprint of(String... texts) {
        Mac mac = copy();
        for (String text : texts) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            mac.update(ByteBuffer.allocate(Integer.BYTES).putInt(0, bytes.length));
            mac.update(bytes);
        }
        ByteBuffer digest = ByteBuffer.wrap(mac.doFinal());
        return new Fingerprint(digest.getLong(), digest.getLong());
    }

    private Mac copy() {
        try {
            return (Mac) fresh.clone();
        } catch (CloneNotSupportedException e) {
            throw new IllegalStateException("the platform's HMAC-SHA-256 can be copied", e);
        }
    }
}
