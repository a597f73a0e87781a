package io.curfew.access;

import io.curfew.kernel.Action;

/**
 * What a credential lets its bearer do. There is one implementation for each kind of credential; {@link Gate} asks it and
 * nobody else does.
 */
public interface Rights {
    /** The account that the credential acts for. */
    Target.Account holder();

    /** Whether the credential belongs to the platform operator or to one of the platform's own people. */
    default boolean isPlatform() {
        return false;
    }

    /** Whether the credential reaches the target, whatever is to be done with it. */
    boolean reaches(Target target);

    /** Whether the credential grants the act, on a target that it reaches and that nothing else forbids. */
    Verdict grants(Action action, Target target);

    /** Whether the credential forbids the act in so many words, whatever else may grant it. */
    default boolean forbids(Action action) {
        return false;
    }
}
