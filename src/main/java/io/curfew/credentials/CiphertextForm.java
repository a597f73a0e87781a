package io.curfew.credentials;

/**
 * Which forms of ciphertexts are written and read. An installation goes through them once, from the first to the last; one
 * that was made by this release begins with the last. {@code docs/adr/0010-bound-ciphertexts.md} says why.
 */
enum CiphertextForm {
    /** What is written is not bound, so that replicas of an earlier release read it. Both forms are read. */
    UNBOUND,

    /** What is written is bound. Both forms are read. */
    BINDING,

    /** Everything is bound. What is not is refused, since it could have been copied from anywhere. */
    BOUND;

    boolean writesBound() {
        return this != UNBOUND;
    }

    boolean readsUnbound() {
        return this != BOUND;
    }
}
