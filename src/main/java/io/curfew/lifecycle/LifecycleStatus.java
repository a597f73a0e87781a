package io.curfew.lifecycle;

/** Where an account stands. Ordered by severity: a later one outweighs an earlier one of an ancestor's. */
public enum LifecycleStatus {
    ACTIVE,
    SUSPENDED,
    CLOSED;

    /**
     * What holds for an account whose own status is this one, under an ancestor of the given effective status.
     *
     * @return the more severe of the two
     */
    public LifecycleStatus under(LifecycleStatus ancestor) {
        return ancestor.compareTo(this) > 0 ? ancestor : this;
    }
}
