package io.curfew.credentials;

/**
 * For whom a password is checked or hashed.
 *
 * @param name whose password it is said to be
 * @param source where it comes from: the client's address; of callers who are authenticated already, their main account
 */
public record PasswordAsker(String name, String source) {
    /** Without the name, which strangers write. */
    @Override
    public String toString() {
        return "PasswordAsker[]";
    }
}
