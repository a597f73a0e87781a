package io.curfew.credentials;

import io.curfew.kernel.RealClock;
import io.curfew.sql.Sql;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;

/**
 * Keys of this installation that short secrets are kept under, one for each purpose. They are random, made when they
 * are first asked for, and kept in the database encrypted by {@link SecretCipher}. So all replicas have the same, and
 * they outlive the encryption key: under a new one they are encrypted anew, and themselves stay the same.
 */
@ApplicationScoped
public class StoredKeys {
    private static final int KEY_BYTES = 32;

    private final SecretCipher cipher;
    private final RealClock clock;
    private final SecureRandom random = new SecureRandom();

    StoredKeys(SecretCipher cipher, RealClock clock) {
        this.cipher = cipher;
        this.clock = clock;
    }

    /**
     * The key for a purpose, which its user keeps in memory. It is read or made in a transaction of its own.
     *
     * @param purpose a name that is never changed
     */
    @CheckReturnValue
    public Uni<StoredKey> open(String purpose) {
        return Panache.withTransaction(
                () -> read(purpose).chain(found -> found == null ? make(purpose) : renew(purpose, found)));
    }

    private static Uni<byte @Nullable []> read(String purpose) {
        return Sql.of("select sealed from secret_key where purpose = $1", purpose)
                .one(row -> row.bytes(0));
    }

    /**
     * When several make it at the same time, one of them succeeds; the others wait and read the key that it has made.
     */
    private Uni<StoredKey> make(String purpose) {
        byte[] key = new byte[KEY_BYTES];
        random.nextBytes(key);
        return Sql.of(
                        "insert into secret_key (purpose, sealed, made_at) values ($1, $2, $3) on conflict do nothing",
                        purpose,
                        cipher.encrypt(key),
                        clock.now())
                .update()
                .chain(() -> read(purpose))
                .map(kept -> {
                    if (kept == null) {
                        throw new IllegalStateException("a key that was just kept is not there");
                    }
                    return new StoredKey(cipher.decrypt(kept));
                });
    }

    private Uni<StoredKey> renew(String purpose, byte[] kept) {
        byte[] key = cipher.decrypt(kept);
        if (cipher.isOfCurrentKey(kept)) {
            return Uni.createFrom().item(new StoredKey(key));
        }
        return Sql.of(
                        "update secret_key set sealed = $3 where purpose = $1 and sealed = $2",
                        purpose,
                        kept,
                        cipher.encrypt(key))
                .update()
                .replaceWith(() -> new StoredKey(key));
    }
}
