package io.curfew.credentials;

import io.smallrye.config.ConfigMapping;
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

    /** Earlier keys, which still decrypt what they encrypted. */
    Optional<List<String>> previousKeys();
}
