package io.curfew.credentials;

/** Why a stored secret cannot be decrypted, for the log. Callers are not told. */
final class UnreadableSecretException extends Exception {
    private static final long serialVersionUID = 1L;

    UnreadableSecretException(String reason) {
        super(reason, null, false, false);
    }

    /** The reason, as the end of a sentence. */
    String reason() {
        return String.valueOf(getMessage());
    }
}
