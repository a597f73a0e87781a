package io.curfew.limits;

/**
 * A secret that somebody presents.
 *
 * @param name whose secret it is said to be
 * @param address where it comes from; guesses from elsewhere are counted apart
 * @param secret what is presented
 */
public record Guess(String name, String address, String secret) {
    /** Leaves out the secret, and the name, which strangers write. */
    @Override
    public String toString() {
        return "Guess[]";
    }
}
