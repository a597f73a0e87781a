package io.curfew.sims;

import io.curfew.credentials.SecretHash;
import io.curfew.credentials.StoredKey;
import io.curfew.credentials.StoredKeys;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * How registration secrets are kept. They are so short that a plain hash could be reversed by trying all of them. So
 * what is stored is an HMAC over the SIM's id and the hash of its secret, under a key for this purpose only. Without
 * the key the HMAC reveals nothing, not even which secrets are equal. It is computed over the hash so that secrets
 * that were stored as hashes before could be sealed too.
 */
@ApplicationScoped
class SimSecrets {
    private static final String PURPOSE = "sim-registration";

    private final StoredKeys keys;
    private volatile @Nullable StoredKey key;

    SimSecrets(StoredKeys keys) {
        this.keys = keys;
    }

    /** Loads the key. Must be called before the first request. */
    @CheckReturnValue
    Uni<Void> open() {
        return keys.open(PURPOSE).invoke(opened -> key = opened).replaceWithVoid();
    }

    /** Seals a secret for storage. */
    byte[] seal(String simId, String secret) {
        return sealHash(simId, SecretHash.of(secret));
    }

    /** Seals a secret of which only the hash is left. */
    byte[] sealHash(String simId, byte[] hash) {
        StoredKey opened = key;
        if (opened == null) {
            throw new IllegalStateException("the key is opened at the start");
        }
        byte[] id = simId.getBytes(StandardCharsets.UTF_8);
        return opened.authenticate(ByteBuffer.allocate(Integer.BYTES + id.length + hash.length)
                .putInt(id.length)
                .put(id)
                .put(hash)
                .array());
    }

    /**
     * Whether a secret matches the stored one. The time this takes does not reveal how much of it is right.
     *
     * @param sealed whether {@code kept} is sealed already; otherwise it is still a hash
     */
    boolean matches(String simId, String secret, byte[] kept, boolean sealed) {
        byte[] hash = SecretHash.of(secret);
        return MessageDigest.isEqual(sealed ? sealHash(simId, hash) : hash, kept);
    }
}
