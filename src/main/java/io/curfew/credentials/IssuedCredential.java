package io.curfew.credentials;

/**
 * A credential that was just issued.
 *
 * @param credential what it is
 * @param secret its secret, shown this once
 */
public record IssuedCredential(CredentialView credential, String secret) {
    /** Without the secret. */
    @Override
    public String toString() {
        return "IssuedCredential[" + credential.id() + "]";
    }
}
