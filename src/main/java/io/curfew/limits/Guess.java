package io.curfew.limits;

/**
 * A secret that somebody presents.
 *
 * @param name the name whose secret it is claimed to be
 * @param address the address that it comes from; guesses from other addresses are counted separately
 * @param secret the secret that is presented
 */
public record Guess(String name, String address, String secret) {
    /** Omits the secret, and the name, which strangers can choose. */
    @Override
    public String toString() {
        return "Guess[]";
    }
}
