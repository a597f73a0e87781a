package io.curfew.credentials;

import io.curfew.kernel.Randomness;
import io.curfew.kernel.RealClock;
import io.curfew.sql.Sql;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * Keys of this installation that short secrets are kept under, one for each purpose. They are random, made when they
 * are first asked for, and kept in the database encrypted by {@link SecretCipher}. So all replicas have the same, and
 * they outlive the encryption key: {@link SecretRenewal} encrypts them under a new one, and they stay the same.
 */
@ApplicationScoped
public class StoredKeys {
    private static final int KEY_BYTES = 32;

    private final SecretCipher cipher;
    private final RealClock clock;

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
        byte[] key = Randomness.bytes(KEY_BYTES);
        return open(purpose, key);
    }

    /**
     * The key for a purpose for which earlier releases took one that follows from the encryption key: that one is kept, so
     * that what they have computed can still be compared.
     *
     * @param purpose the name that they used
     */
    @CheckReturnValue
    Uni<StoredKey> openDerived(String purpose) {
        return open(purpose, cipher.derive(purpose));
    }

    private Uni<StoredKey> open(String purpose, byte[] fresh) {
        return Panache.withTransaction(() -> read(purpose)
                .chain(found -> found == null
                        ? make(purpose, fresh)
                        : Uni.createFrom().item(new StoredKey(cipher.decrypt(place(purpose), found)))));
    }

    private static SealedPlace place(String purpose) {
        return SealedColumn.STORED_KEY.of(purpose);
    }

    private static Uni<byte @Nullable []> read(String purpose) {
        return Sql.of("select sealed from secret_key where purpose = $1", purpose)
                .one(row -> row.bytes(0));
    }

    /**
     * When several make it at the same time, one of them succeeds; the others wait and read the key that it has made.
     */
    private Uni<StoredKey> make(String purpose, byte[] fresh) {
        return Sql.of(
                        "insert into secret_key (purpose, sealed, made_at) values ($1, $2, $3) on conflict do nothing",
                        purpose,
                        cipher.encrypt(place(purpose), fresh),
                        clock.now())
                .update()
                .chain(() -> read(purpose))
                .map(kept -> {
                    if (kept == null) {
                        throw new IllegalStateException("a key that was just kept is not there");
                    }
                    return new StoredKey(cipher.decrypt(place(purpose), kept));
                });
    }
}
