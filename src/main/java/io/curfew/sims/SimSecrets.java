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
 * How registration secrets are kept. They are short enough to be found from a plain hash by trying. So an HMAC is
 * kept, under a key for this purpose, over the SIM's id and the hash of its secret: without the key it tells nothing,
 * not even which secrets are equal. The HMAC is made of the hash so that secrets that were kept as hashes before could
 * be sealed too.
 */
@ApplicationScoped
class SimSecrets {
    private static final String PURPOSE = "sim-registration";

    private final StoredKeys keys;
    private volatile @Nullable StoredKey key;

    SimSecrets(StoredKeys keys) {
        this.keys = keys;
    }

    /** Gets the key. Called before the first request. */
    @CheckReturnValue
    Uni<Void> open() {
        return keys.open(PURPOSE).invoke(opened -> key = opened).replaceWithVoid();
    }

    /** What to keep of a secret. */
    byte[] seal(String simId, String secret) {
        return sealHash(simId, SecretHash.of(secret));
    }

    /** What to keep of a secret of which only the hash is left. */
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
     * Whether a secret is the one kept, in a time that does not tell how much of it is right.
     *
     * @param sealed whether {@code kept} is sealed already, or still a hash
     */
    boolean matches(String simId, String secret, byte[] kept, boolean sealed) {
        byte[] hash = SecretHash.of(secret);
        return MessageDigest.isEqual(sealed ? sealHash(simId, hash) : hash, kept);
    }
}
