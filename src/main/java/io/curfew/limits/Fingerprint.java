package io.curfew.limits;

/**
 * Stands for one or several texts in memory: 128 bits of an HMAC, however long the texts are.
 *
 * @param high the first half
 * @param low the second half
 */
public record Fingerprint(long high, long low) {
    /** Reveals nothing about the texts. */
    @Override
    public String toString() {
        return "Fingerprint[]";
    }
}
