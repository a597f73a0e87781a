package io.curfew.credentials;

/**
 * The one for whom a password is checked or hashed.
 *
 * @param name whose password it is said to be
 * @param source where it comes from: the client's address, or the main account of a caller who is already authenticated
 */
public record PasswordAsker(String name, String source) {
    /** Without the name, which strangers write. */
    @Override
    public String toString() {
        return "PasswordAsker[]";
    }
}
