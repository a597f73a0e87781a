package io.curfew.dialects.soracom;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** The SORACOM door's calls under {@code /v1/sandbox}, which make test data. */
@ConfigMapping(prefix = "curfew.soracom.sandbox")
public interface SoracomSandboxConfig {
    /** Whether they are there. Anybody who reaches the service can then make an operator: never in production. */
    @WithDefault("false")
    boolean enabled();
}
