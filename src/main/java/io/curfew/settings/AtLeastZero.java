package io.curfew.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** A whole number that is not negative. */
@RegisterForReflection
public final class AtLeastZero extends WholeNumber {

    private static final long serialVersionUID = 1L;

    /** Needed by the configuration, which creates its converters itself. */
    public AtLeastZero() {
        super(0, Integer.MAX_VALUE);
    }
}
