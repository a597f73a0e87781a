package io.curfew.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;

/** A whole number that is positive. */
@RegisterForReflection
public final class AtLeastOne extends WholeNumber {

    private static final long serialVersionUID = 1L;

    /** Needed by the configuration, which creates its converters itself. */
    public AtLeastOne() {
        super(1, Integer.MAX_VALUE);
    }
}
