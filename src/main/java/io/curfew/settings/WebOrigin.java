package io.curfew.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** Like {@link WebAddress}, without a path. */
@RegisterForReflection
public final class WebOrigin extends WebAddress {

    private static final long serialVersionUID = 1L;

    /** Needed by the configuration, which creates its converters itself. */
    public WebOrigin() {}

    @Override
    boolean isAllowed(String path) {
        return path.isEmpty();
    }

    @Override
    IllegalArgumentException refusal() {
        return new IllegalArgumentException("must be scheme, host and port alone, such as https://curfew.example");
    }
}
