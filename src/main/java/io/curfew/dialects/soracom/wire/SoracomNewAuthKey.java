package io.curfew.dialects.soracom.wire;

/** An auth key that was just issued, with its secret. */
public record SoracomNewAuthKey(String authKeyId, String authKey) {
    /** Without the secret. */
    @Override
    public String toString() {
        return "SoracomNewAuthKey[" + authKeyId + "]";
    }
}
