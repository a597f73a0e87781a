package io.curfew.credentials;

import io.curfew.sql.Sql;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * Tells a wrong encryption key from the right one before it does harm: a key of the right form would start, fail at every
 * stored secret and encrypt new ones so that nobody could read them later. The installation keeps a known text that was
 * encrypted with its key.
 */
@ApplicationScoped
public class KeyCheckService {
    private static final String KNOWN_TEXT = "curfew";

    private final SecretCipher cipher;

    KeyCheckService(SecretCipher cipher) {
        this.cipher = cipher;
    }

    /**
     * Whether the keys that are set read what this installation has encrypted. The first start writes the known text, and
     * so does the first one under a new key that still has the earlier one.
     *
     * @return false when they do not, in which case nothing is written
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<Boolean> confirm() {
        return Sql.of("select key_check from installation for update")
                .one(row -> row.bytesOrNull("key_check"))
                .chain(check -> check == null ? begin() : compare(check));
    }

    /** An installation of an earlier release already has secrets, by which the key is checked. */
    private Uni<Boolean> begin() {
        return Sql.of("select primary_token from auth_token limit 1")
                .one(row -> row.bytes(0))
                .chain(secret -> isReadable(secret)
                        ? write().replaceWith(true)
                        : Uni.createFrom().item(false));
    }

    private boolean isReadable(byte @Nullable [] secret) {
        return secret == null || cipher.reads(secret);
    }

    private Uni<Boolean> compare(byte[] check) {
        if (!cipher.reads(check)) {
            return Uni.createFrom().item(false);
        }
        return cipher.isOfCurrentKey(check) ? Uni.createFrom().item(true) : write().replaceWith(true);
    }

    private Uni<Integer> write() {
        return Sql.of("update installation set key_check = $1", cipher.encrypt(KNOWN_TEXT))
                .update();
    }
}
