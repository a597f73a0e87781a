package io.curfew.security;

import io.curfew.settings.WebOrigin;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithParentName;
import java.util.Optional;

/** The key {@code curfew.public-url}, in a mapping of its own: one for all of {@code curfew} would claim every key. */
@ConfigMapping(prefix = "curfew.public-url")
public interface PublicUrlConfig {
    /**
     * What absolute URLs in the answers of all doors begin with: scheme, host and port. Unset: what the caller used.
     */
    @WithParentName
    Optional<@WithConverter(WebOrigin.class) String> origin();
}
