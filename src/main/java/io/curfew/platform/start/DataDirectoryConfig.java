package io.curfew.platform.start;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import io.smallrye.config.WithParentName;
import java.nio.file.Path;

/**
 * The key {@code curfew.data-dir}. It has a mapping of its own, because one for all of {@code curfew} would claim, and
 * refuse, every key of the other capabilities.
 */
@ConfigMapping(prefix = "curfew.data-dir")
public interface DataDirectoryConfig {

    /**
     * Directory of the embedded database, its password and the generated encryption key; made when it is missing. One
     * process at a time may use it. With an external database it is only looked into for an encryption key.
     */
    @WithParentName
    @WithDefault("./data")
    Path path();
}
