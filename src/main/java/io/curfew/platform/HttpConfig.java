package io.curfew.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What callers of the doors have to keep to, besides {@code quarkus.http.limits}. */
@ConfigMapping(prefix = "curfew.http")
public interface HttpConfig {
    /** How long a request's body may take to arrive; a caller who is slower gets 408 and is cut off. */
    @WithDefault("30s")
    Duration bodyTimeout();
}
