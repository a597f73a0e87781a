package io.curfew.operators;

import io.curfew.credentials.KeyedHashes;
import io.curfew.kernel.Ids;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Makes the tokens of operators' pairs. They are JWTs because clients read the operator's id out of them. Here that id
 * only says where to look: a token is good if its hash is the one kept, and for no other reason.
 */
@ApplicationScoped
class OperatorTokens {
    private static final int RANDOM_BYTES = 16;
    private static final int MAX_LENGTH = 4096;
    private static final Pattern OPERATOR = Pattern.compile("OP[0-9]{10}");
    private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();
    private static final String HEADER =
            encode(new JsonObject().put("alg", "HS256").put("typ", "JWT"));

    private final KeyedHashes hashes;

    OperatorTokens(KeyedHashes hashes) {
        this.hashes = hashes;
    }

    /** A new token, unlike any other. */
    String issue(String operatorId, @Nullable String userName, Instant issuedAt, Instant expiresAt) {
        JsonObject payload = new JsonObject()
                .put("jti", Ids.hex(RANDOM_BYTES))
                .put("iat", issuedAt.getEpochSecond())
                .put("exp", expiresAt.getEpochSecond())
                .put("operator", new JsonObject().put("operatorId", operatorId));
        if (userName != null) {
            payload.put("userName", userName);
        }
        String signed = HEADER + "." + encode(payload);
        byte[] signature = hashes.of(KeyedHashes.Purpose.OPERATOR_TOKEN, signed.getBytes(StandardCharsets.US_ASCII));
        return signed + "." + BASE64.encodeToString(signature);
    }

    private static String encode(JsonObject json) {
        return BASE64.encodeToString(json.encode().getBytes(StandardCharsets.UTF_8));
    }

    /** The operator that {@code token} names, rightly or not; null when it names none. */
    static @Nullable String operatorIn(String token) {
        if (token.length() > MAX_LENGTH) {
            return null;
        }
        List<String> parts = List.of(token.split("\\.", -1));
        if (parts.size() != 3) {
            return null;
        }
        try {
            String payload = new String(Base64.getUrlDecoder().decode(parts.get(1)), StandardCharsets.UTF_8);
            Object operator = new JsonObject(payload).getValue("operator");
            Object id = operator instanceof JsonObject object ? object.getValue("operatorId") : null;
            return id instanceof String text && OPERATOR.matcher(text).matches() ? text : null;
        } catch (IllegalArgumentException | DecodeException e) {
            return null;
        }
    }
}
