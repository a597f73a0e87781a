package io.curfew.events;

import io.curfew.kernel.Randomness;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/**
 * Turns facts into what may be kept for ever. Each {@link PersonalValue} becomes a commitment: the SHA-256 of a random
 * salt followed by the value. Whoever has both can show that the entry is of this value; once the salt is erased, the
 * entry alone neither tells the value nor lets anybody try out values.
 */
final class Commitments {
    private static final int SALT_BYTES = 32;

    private final JsonArray personal = new JsonArray();

    /** {@code facts} with a commitment in the place of each personal value. */
    JsonObject commit(Map<String, Object> facts) {
        Map<String, Object> kept = new TreeMap<>(facts);
        kept.replaceAll((field, value) -> value instanceof PersonalValue about ? commit(field, about.value()) : value);
        return new JsonObject(kept);
    }

    private String commit(String field, String value) {
        byte[] salt = Randomness.bytes(SALT_BYTES);
        personal.add(new JsonObject()
                .put("field", field)
                .put("salt", Base64.getEncoder().encodeToString(salt))
                .put("value", value));
        return "sha256:" + HexFormat.of().formatHex(hash(salt, value));
    }

    private static byte[] hash(byte[] salt, String value) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update(salt);
            return digest.digest(value.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    /** Adds the values that were committed to, with their salts, to the row of the entry. */
    JsonObject addTo(JsonObject row) {
        return personal.isEmpty() ? row : row.put("personal", personal);
    }
}
