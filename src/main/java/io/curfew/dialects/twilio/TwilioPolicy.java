package io.curfew.dialects.twilio;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.curfew.dialects.twilio.wire.TwilioKeyPolicy;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.security.SentJson;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What a restricted key may do: {@code {"allow": ["/twilio/{product}/{resource}/{action}", …]}}, where the action may
 * be {@code *}. Permissions of products that this service does not offer are stored, but allow nothing.
 *
 * @param allow the permissions, without repetitions
 */
record TwilioPolicy(List<String> allow) {
    private static final int MAX_PERMISSIONS = 100;
    private static final Pattern PERMISSION =
            Pattern.compile("/twilio/[a-z0-9-]{1,64}/[a-z0-9.-]{1,128}/([a-z-]{1,32}|\\*)");
    private static final ObjectMapper JSON = new ObjectMapper();

    TwilioPolicy {
        allow = List.copyOf(allow);
    }

    /** Reads a policy that a caller sent; refuses all but 1 to 100 permissions with {@link ErrorCode#BAD_REQUEST}. */
    static TwilioPolicy parse(String text) {
        JsonNode root = document(text);
        if (!root.isObject() || !root.path("allow").isArray() || root.size() != 1) {
            throw invalid("is an object whose only member is the array allow");
        }
        Set<String> permissions = new LinkedHashSet<>();
        for (JsonNode permission : root.path("allow")) {
            if (!permission.isTextual()
                    || !PERMISSION.matcher(permission.textValue()).matches()) {
                throw invalid("allows permissions of the form /twilio/{product}/{resource}/{action}");
            }
            permissions.add(permission.textValue());
        }
        if (permissions.isEmpty() || permissions.size() > MAX_PERMISSIONS) {
            throw invalid("has 1 to " + MAX_PERMISSIONS + " permissions");
        }
        return new TwilioPolicy(List.copyOf(permissions));
    }

    private static JsonNode document(String text) {
        try {
            return SentJson.lenient().read(text);
        } catch (DomainException e) {
            throw invalid("is a JSON object");
        }
    }

    /** Reads a policy that {@link #json()} wrote. A restricted key without a policy may do nothing. */
    static TwilioPolicy stored(@Nullable String json) {
        return json == null ? new TwilioPolicy(List.of()) : parse(json);
    }

    /** Whether the policy allows {@code permission}, which is spelled as in the table of permissions. */
    boolean allows(String permission) {
        String named = "/" + permission;
        return allow.contains(named) || allow.contains(named.substring(0, named.lastIndexOf('/') + 1) + "*");
    }

    /** The policy as it is stored. */
    String json() {
        try {
            return JSON.writeValueAsString(wire());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a list of texts is always written", e);
        }
    }

    /** The policy as it is shown. */
    TwilioKeyPolicy wire() {
        return new TwilioKeyPolicy(allow);
    }

    private static DomainException invalid(String what) {
        return new DomainException(ErrorCode.BAD_REQUEST, "Policy " + what);
    }
}
