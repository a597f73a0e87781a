package io.curfew.access;

import io.curfew.kernel.DomainException;
import java.util.function.Function;

/** What the gate answers. Each door gives a refusal the form that it has there. */
public enum Verdict {
    ALLOWED,
    /** The credential does not reach the target, whatever the act: for its bearer there is no such thing. */
    OUT_OF_REACH,
    /** Credentials of this kind never do that. */
    NOT_GRANTED,
    /** This credential's own permissions or roles do not allow it. */
    PERMISSION_MISSING,
    /** The platform operator alone does that. */
    PLATFORM_ONLY,
    /** Only whoever acts for a whole tree does that. */
    WHOLE_TREE_ONLY,
    /** Nobody changes the status of the account that they act for. */
    OWN_STATUS,
    /** Only the platform operator changes a main account's status, though not that of its own account. */
    MAIN_STATUS;

    /** Whether it may be done. */
    public boolean isAllowed() {
        return this == ALLOWED;
    }

    /** Throws what {@code form} makes of a refusal; nothing where it may be done. */
    public void orRefuse(Function<Verdict, DomainException> form) {
        if (!isAllowed()) {
            throw form.apply(this);
        }
    }
}
