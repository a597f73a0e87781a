package io.curfew.platform.start;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/** The key that stored secrets are encrypted with: {@code curfew.encryption.*}. */
@ConfigMapping(prefix = "curfew.encryption")
public interface EncryptionConfig {

    /**
     * 32 random bytes in base64, the same for all replicas. With the embedded database it is generated once and kept in
     * the data directory; with an external one it must be given, unless the data directory already holds one.
     */
    Optional<String> key();
}
