package io.curfew.credentials;

/**
 * Rows whose ciphertexts are not of the present key and form, by the gravest reason.
 *
 * @param unreadable rows with a ciphertext that cannot be decrypted
 * @param previous rows with one of an earlier key
 * @param unbound rows with one that is not bound to its place yet
 */
record SealedCount(long unreadable, long previous, long unbound) {
    static final SealedCount NONE = new SealedCount(0, 0, 0);

    SealedCount plus(SealedCount other) {
        return new SealedCount(unreadable + other.unreadable, previous + other.previous, unbound + other.unbound);
    }

    /** What is left of this without {@code other}; rows that came meanwhile may be among the latter. */
    SealedCount minus(SealedCount other) {
        return new SealedCount(
                Math.max(0, unreadable - other.unreadable),
                Math.max(0, previous - other.previous),
                Math.max(0, unbound - other.unbound));
    }

    /** Whether there is something that can be encrypted anew. */
    boolean isOpen() {
        return previous > 0 || unbound > 0;
    }
}
