package io.curfew.credentials;

import io.curfew.sql.Sql;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/**
 * Tells a wrong encryption key from the right one before it does harm: a key of the right form would start, fail at every
 * stored secret and encrypt new ones so that nobody could read them later. The installation keeps a known text that was
 * encrypted with its key, and the fingerprints of the earlier keys that something may still be encrypted with.
 */
@ApplicationScoped
public class KeyCheckService {
    private static final String KNOWN_TEXT = "curfew";
    private static final SealedPlace PLACE = SealedColumn.KEY_CHECK.of();

    private final SecretCipher cipher;

    KeyCheckService(SecretCipher cipher) {
        this.cipher = cipher;
    }

    /** What the keys that are set are to this installation. */
    public enum Verdict {
        /** They read everything, and nothing needs {@code previous-keys}. */
        RIGHT,

        /** They read everything; something may still be encrypted with an earlier key. */
        RIGHT_WITH_EARLIER,

        /** The key is not this installation's. */
        WRONG,

        /** The key is this installation's, but an earlier one is missing that something may still be encrypted with. */
        EARLIER_MISSING
    }

    /**
     * Judges the keys that are set. The first start writes the known text. The first one under a new key that still has the
     * earlier one encrypts it anew, with which the installation's key has changed; a start whose key is behind that one, and
     * knows it as the next, changes nothing. When the verdict is against the keys, nothing is written.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<Verdict> confirm() {
        return Sql.of("select form from encryption_state")
                .exactlyOne(row -> CiphertextForm.valueOf(row.string(0)))
                .invoke(cipher::follow)
                .chain(() -> Sql.of("select key_check from installation for update")
                        .one(row -> row.bytesOrNull("key_check")))
                .chain(check -> check == null ? begin() : compare(check));
    }

    /** Whether anything but the key that encrypts now is set to decrypt what was encrypted earlier. */
    public boolean hasPreviousKeys() {
        return cipher.keys().hasPrevious();
    }

    /** An installation of an earlier release already has secrets, by which the key is checked. */
    private Uni<Verdict> begin() {
        return Sql.of("select tenant_id, account_id, primary_token from auth_token limit 1")
                .one(row -> cipher.reads(SealedColumn.PRIMARY_TOKEN.of(row.string(0), row.string(1)), row.bytes(2)))
                .chain(reads -> reads == null || reads
                        ? write().chain(this::judgeEarlier)
                        : Uni.createFrom().item(Verdict.WRONG));
    }

    private Uni<Verdict> compare(byte[] check) {
        int key;
        try {
            cipher.open(PLACE, check);
            key = Ciphertext.read(check).keyId();
        } catch (UnreadableSecretException e) {
            return Uni.createFrom().item(Verdict.WRONG);
        }
        EncryptionKeys keys = cipher.keys();
        boolean takesOver = key != keys.currentId() && !keys.isNext(key);
        return judgeEarlier()
                .call(verdict -> takesOver && verdict != Verdict.EARLIER_MISSING
                        ? takeOver(key)
                        : Uni.createFrom().voidItem())
                .map(verdict -> takesOver && verdict == Verdict.RIGHT ? Verdict.RIGHT_WITH_EARLIER : verdict);
    }

    private Uni<Verdict> judgeEarlier() {
        return Sql.of("select former_keys from encryption_state")
                .exactlyOne(row -> row.strings("former_keys"))
                .map(this::judge);
    }

    private Verdict judge(List<String> former) {
        if (former.isEmpty()) {
            return Verdict.RIGHT;
        }
        return former.stream().allMatch(cipher.keys()::has) ? Verdict.RIGHT_WITH_EARLIER : Verdict.EARLIER_MISSING;
    }

    /** The key that is set becomes the installation's. */
    private Uni<Integer> takeOver(int earlier) {
        return Sql.of(
                        "update encryption_state set former_keys ="
                                + " array_append(array_remove(array_remove(former_keys, $1), $2), $2)",
                        EncryptionKeys.hex(cipher.keys().currentId()),
                        EncryptionKeys.hex(earlier))
                .update()
                .chain(this::write);
    }

    /** Brings the known text, which is under the present key, to the present form. */
    Uni<Integer> renew(byte[] check) {
        return cipher.isPresent(check)
                ? Uni.createFrom().item(0)
                : Sql.of(
                                "update installation set key_check = $1 where key_check = $2",
                                cipher.encrypt(PLACE, KNOWN_TEXT),
                                check)
                        .update();
    }

    private Uni<Integer> write() {
        return Sql.of("update installation set key_check = $1", cipher.encrypt(PLACE, KNOWN_TEXT))
                .update();
    }
}
