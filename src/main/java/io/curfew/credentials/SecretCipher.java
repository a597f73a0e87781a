package io.curfew.credentials;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Scheduler;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.Randomness;
import io.quarkus.logging.Log;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import javax.crypto.AEADBadTagException;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.SecretKey;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Encrypts the few secrets that have to be shown again, with AES-256 in GCM. What it writes is bound to its place: copied to
 * another row or column it is not read. It begins with the key's fingerprint, so that a new key can be set while older ones
 * still read. {@link SecretRenewal} brings what is there to the present key and form.
 */
@ApplicationScoped
public class SecretCipher {
    private static final int TAG_BITS = 128;

    /** About twenty megabytes of auth tokens. */
    private static final int MAX_TEXTS = 50_000;

    private static final Duration MEMORY = Duration.ofMinutes(10);

    private static final int MAX_COMPLAINTS = 1000;

    private final EncryptionKeys keys;
    private volatile CiphertextForm form = CiphertextForm.BOUND;

    /** What a place holds. The bytes alone would do for a ciphertext that was copied to another place. */
    private record Kept(ByteBuffer sealed, SealedPlace place) {
        /** Nonces are random, so the bytes alone spread well. */
        @Override
        public int hashCode() {
            return sealed.hashCode();
        }
    }

    /**
     * Texts by the bytes that they were decrypted from, and where those stand. What they say never changes: a new secret,
     * and the same one encrypted anew, has another nonce.
     */
    private final Cache<Kept, String> texts = Caffeine.newBuilder()
            .maximumSize(MAX_TEXTS)
            .expireAfterAccess(MEMORY)
            .scheduler(Scheduler.systemScheduler())
            .build();

    /** Places whose ciphertext could not be read lately: each is logged once in a while, however often it is asked for. */
    private final Cache<SealedPlace, Boolean> complaints = Caffeine.newBuilder()
            .maximumSize(MAX_COMPLAINTS)
            .expireAfterWrite(MEMORY)
            .build();

    SecretCipher(EncryptionConfig config) {
        this.keys = new EncryptionKeys(config);
    }

    /** The keys that are set. */
    EncryptionKeys keys() {
        return keys;
    }

    /** Sets what is written and read from now on; before that it is {@link CiphertextForm#BOUND}. */
    void follow(CiphertextForm present) {
        form = present;
    }

    /** Encrypts a text for its place. */
    public byte[] encrypt(SealedPlace place, String secret) {
        return encrypt(place, secret.getBytes(StandardCharsets.UTF_8));
    }

    /** Encrypts bytes for their place. */
    public byte[] encrypt(SealedPlace place, byte[] plain) {
        boolean bound = form.writesBound();
        byte[] nonce = Randomness.bytes(Ciphertext.NONCE);
        try {
            byte[] encrypted = run(Cipher.ENCRYPT_MODE, keys.current(), nonce, bound ? place : null, plain);
            return new Ciphertext(bound, keys.currentId(), nonce, encrypted).bytes();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    /**
     * Decrypts a text that {@link #encrypt(SealedPlace, String)} made for that place. Texts that were asked for recently are
     * kept, a bounded number, since calls ask for the same ones again and again.
     *
     * @throws DomainException {@link ErrorCode#INTERNAL} as {@link #decrypt} does
     */
    public String decryptText(SealedPlace place, byte[] sealed) {
        return texts.get(
                new Kept(ByteBuffer.wrap(sealed), place),
                kept -> new String(decrypt(place, sealed), StandardCharsets.UTF_8));
    }

    /** {@link #decryptText}, but null for what cannot be read, which the log tells of. */
    @Nullable
    String decryptTextOrNull(SealedPlace place, byte[] sealed) {
        try {
            return decryptText(place, sealed);
        } catch (DomainException unreadable) {
            return null;
        }
    }

    /**
     * Decrypts bytes that {@link #encrypt(SealedPlace, byte[])} made for that place.
     *
     * @throws DomainException {@link ErrorCode#INTERNAL} for anything else, for what belongs to another place, and for a key
     *     that is not set; the log says which place it is
     */
    public byte[] decrypt(SealedPlace place, byte[] sealed) {
        try {
            return open(place, sealed);
        } catch (UnreadableSecretException unreadable) {
            if (complaints.asMap().putIfAbsent(place, true) == null) {
                Log.errorf("a stored secret cannot be read: place=%s reason=%s", place, unreadable.reason());
            }
            throw new DomainException(ErrorCode.INTERNAL, "An internal error occurred.");
        }
    }

    /** Decrypts like {@link #decrypt}, but tells why it cannot, and logs nothing. */
    byte[] open(SealedPlace place, byte[] sealed) throws UnreadableSecretException {
        Ciphertext parts = Ciphertext.read(sealed);
        SecretKey key = keys.find(parts.keyId());
        if (key == null) {
            throw new UnreadableSecretException("it was encrypted with a key that is not configured");
        }
        if (!parts.isBound() && !form.readsUnbound()) {
            throw new UnreadableSecretException("it is not bound to its place, as all others are");
        }
        try {
            return run(Cipher.DECRYPT_MODE, key, parts.nonce(), parts.isBound() ? place : null, parts.encrypted());
        } catch (AEADBadTagException e) {
            throw new UnreadableSecretException(
                    parts.isBound() ? "it was damaged, or belongs to another place" : "it was damaged");
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has AES-GCM", e);
        }
    }

    /** Whether {@link #decrypt} reads it. */
    boolean reads(SealedPlace place, byte[] sealed) {
        try {
            open(place, sealed);
            return true;
        } catch (UnreadableSecretException e) {
            return false;
        }
    }

    /** What every ciphertext begins with that is made now. */
    byte[] head() {
        return Ciphertext.head(form.writesBound(), keys.currentId());
    }

    /** Whether a ciphertext is of the present key and form; nothing that is bound is unbound again. */
    boolean isPresent(byte[] sealed) {
        try {
            Ciphertext parts = Ciphertext.read(sealed);
            return parts.keyId() == keys.currentId() && (parts.isBound() || !form.writesBound());
        } catch (UnreadableSecretException e) {
            return false;
        }
    }

    /** A key for one purpose, which follows from the one that encrypts now. */
    byte[] derive(String purpose) {
        return hmac(keys.current().getEncoded(), purpose.getBytes(StandardCharsets.UTF_8));
    }

    static byte[] hmac(byte[] key, byte[] data) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(data);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
        }
    }

    private static byte[] run(int mode, SecretKey key, byte[] nonce, @Nullable SealedPlace place, byte[] data)
            throws GeneralSecurityException {
        Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
        cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
        if (place != null) {
            cipher.updateAAD(place.bytes());
        }
        return cipher.doFinal(data);
    }
}
