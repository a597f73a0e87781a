package io.curfew.people;

/** How far a role reaches at a customer that is linked to the person's own one. */
public enum LinkPermission {
    /** As far as at home. */
    ADMINISTRATIVE,
    /** A Super Admin is a Standard User there. */
    STANDARD,
    /** That customer's own accounts are out of reach. */
    LINKED_ENTITY_ONLY
}
