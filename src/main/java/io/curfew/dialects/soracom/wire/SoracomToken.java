package io.curfew.dialects.soracom.wire;

/** A renewed token. */
public record SoracomToken(String token) {
    /** Without the secret. */
    @Override
    public String toString() {
        return "SoracomToken[]";
    }
}
