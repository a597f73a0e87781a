package io.curfew.people;

/**
 * What a token that lets somebody choose a password stands for.
 *
 * @param tenantId the tree that has issued it
 * @param id its id
 * @param kind what it is good for
 * @param userId the user it is for
 * @param email the user's address
 * @param used whether it was used already, and is good for nothing but the answer that was given then
 */
public record Invitation(String tenantId, String id, Kind kind, String userId, String email, boolean used) {
    /** What a token is good for, once. */
    public enum Kind {
        /** To accept a tree's invitation. */
        MEMBERSHIP,
        /** To replace a password that was lost, or to choose the first one. */
        PASSWORD_RESET
    }

    /** Without the address. */
    @Override
    public String toString() {
        return "Invitation[" + id + "]";
    }
}
