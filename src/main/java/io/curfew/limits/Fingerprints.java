package io.curfew.limits;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Makes fingerprints under a random key that lives and dies with this object. Without the key, nobody can choose texts
 * that collide, or find out a text from its fingerprint.
 */
public final class Fingerprints {
    private static final String ALGORITHM = "HmacSHA256";
    private static final int KEY_BYTES = 32;

    /** Ready to begin; never used itself, for a copy of it is several times faster to get than a new one. */
    private final Mac fresh;

    /** Fingerprints under a new key. */
    public Fingerprints() {
        byte[] key = new byte[KEY_BYTES];
        new SecureRandom().nextBytes(key);
        try {
            this.fresh = Mac.getInstance(ALGORITHM);
            this.fresh.init(new SecretKeySpec(key, ALGORITHM));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    /** The fingerprint of {@code texts}, in this order and with these borders between them. */
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
