package io.curfew.lifecycle;

import io.curfew.settings.WholeNumber;
import io.quarkus.runtime.annotations.RegisterForReflection;

/** How many items a replica works on at the same time: from 1 to 64. */
@RegisterForReflection
public final class LaneCount extends WholeNumber {

    private static final long serialVersionUID = 1L;
    private static final int MOST = 64;

    /** For the configuration, which makes its converters itself. */
    public LaneCount() {
        super(1, MOST);
    }
}
