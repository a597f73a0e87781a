package io.curfew.credentials;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The keys that encrypt what has to be shown again. */
@ConfigMapping(prefix = "curfew.encryption")
public interface EncryptionConfig {
    /**
     * The key that encrypts, 32 bytes in base64. Replicas share it. With the embedded database it is made once and kept
     * in the data directory.
     */
    Optional<String> key();

    /**
     * Earlier keys, which still decrypt what they encrypted. A start without one that is still needed is refused; the log
     * says when none is.
     */
    Optional<List<String>> previousKeys();

    /**
     * The key that will encrypt once every replica knows it. Until then it only decrypts what replicas write that are a
     * step ahead.
     */
    Optional<String> nextKey();

    /**
     * How long after the upgrade of a database of an earlier release, which cannot read bound ciphertexts, they begin to be
     * written. Its replicas have to be gone by then.
     */
    @WithDefault("7d")
    Duration bindAfter();
}
