package io.curfew.sims;

import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.interfaces.XECPrivateKey;
import java.security.interfaces.XECPublicKey;
import java.util.Base64;

/**
 * A key pair for a virtual SIM's tunnel, as WireGuard writes keys: 32 bytes in base64.
 *
 * @param publicKey for everybody
 * @param privateKey for the device alone
 */
record TunnelKeys(String publicKey, String privateKey) {
    private static final int LENGTH = 32;

    static TunnelKeys generate() {
        try {
            KeyPair pair = KeyPairGenerator.getInstance("X25519").generateKeyPair();
            byte[] secret = ((XECPrivateKey) pair.getPrivate())
                    .getScalar()
                    .orElseThrow(() -> new IllegalStateException("the key cannot be read"));
            return new TunnelKeys(
                    Base64.getEncoder().encodeToString(littleEndian(((XECPublicKey) pair.getPublic()).getU())),
                    Base64.getEncoder().encodeToString(secret));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform has X25519", e);
        }
    }

    private static byte[] littleEndian(BigInteger number) {
        byte[] big = number.toByteArray();
        byte[] little = new byte[LENGTH];
        for (int i = 0; i < Math.min(big.length, LENGTH); i++) {
            little[i] = big[big.length - 1 - i];
        }
        return little;
    }

    /** Omits the private key. */
    @Override
    public String toString() {
        return "TunnelKeys[publicKey=" + publicKey + "]";
    }
}
