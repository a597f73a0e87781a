package io.curfew.dialects.soracom;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Settings of the SORACOM door's calls under {@code /v1/sandbox}, which create test data. */
@ConfigMapping(prefix = "curfew.soracom.sandbox")
public interface SoracomSandboxConfig {
    /**
     * Whether they are served. If so, anybody who reaches the service can create an operator: never enable it in
     * production.
     */
    @WithDefault("false")
    boolean enabled();
}
