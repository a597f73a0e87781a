package io.curfew.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.security.SentJson;
import jakarta.ws.rs.core.MediaType;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A request's JSON object, in which no member occurs twice and every value has the type that is asked for. Members are
 * asked for one by one; {@link #done} then tells of everything that is wrong at once. Members that nobody asks for are
 * passed over, so that a client may be newer than the service, or send back what it was shown.
 */
final class JsonBody {
    private static final int MAX_NAME = 100;
    private static final int MAX_ID = 64;
    private static final int MAX_REASON = 500;
    private static final int MAX_YEAR = 9999;

    private static final SentJson JSON = SentJson.strict(name -> FieldErrors.refusal(name, "Occurs twice."));

    private final JsonNode object;
    private final FieldErrors fields;

    private JsonBody(JsonNode object) {
        this(object, new FieldErrors());
    }

    private JsonBody(JsonNode object, FieldErrors fields) {
        this.object = object;
        this.fields = fields;
    }

    /**
     * Reads a body.
     *
     * <p>Refuses with {@link ErrorCode#UNSUPPORTED_MEDIA_TYPE} what is not called JSON, and with
     * {@link ErrorCode#BAD_REQUEST} what is not a JSON object in UTF-8.
     *
     * @param contentType the header as sent, null when it was not
     * @param alsoReads a further media type that means JSON here, null for none
     */
    static JsonBody required(@Nullable String contentType, @Nullable String alsoReads, byte @Nullable [] body) {
        requireJson(contentType, alsoReads);
        JsonNode read = JSON.read(body == null ? new byte[0] : body);
        if (!read.isObject()) {
            throw new DomainException(ErrorCode.BAD_REQUEST, "The body is a JSON object.");
        }
        return new JsonBody(read);
    }

    /** Like {@link #required}, but no body at all stands for an empty object. */
    static JsonBody optional(@Nullable String contentType, byte @Nullable [] body) {
        return body == null || body.length == 0
                ? new JsonBody(JsonNodeFactory.instance.objectNode())
                : required(contentType, null, body);
    }

    private static void requireJson(@Nullable String contentType, @Nullable String alsoReads) {
        String type =
                contentType == null ? "" : contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT);
        if (!type.equals(MediaType.APPLICATION_JSON) && !type.equals(alsoReads)) {
            throw new DomainException(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "The body is sent as application/json.");
        }
    }

    /** Notes a member that is there and null, which would remove what cannot be removed. */
    void refuseNull(String member) {
        if (object.has(member) && object.get(member).isNull()) {
            fields.wrong(member, "Cannot be removed.");
        }
    }

    /**
     * Notes members that this release does not offer and that must not be passed over, since they change what the
     * request means: an account that is to be closed next year must not be closed now.
     */
    void refuse(String... members) {
        for (String member : members) {
            if (object.has(member)) {
                fields.wrong(member, "Is not offered by this release.");
            }
        }
    }

    private @Nullable JsonNode value(String member) {
        JsonNode value = object.get(member);
        return value == null || value.isNull() ? null : value;
    }

    /** A text; null when it is absent, null, or wrong, which is noted. */
    @Nullable
    String text(String member, int maxLength) {
        JsonNode value = value(member);
        if (value == null) {
            return null;
        }
        if (!value.isTextual()) {
            fields.wrong(member, "Is a string.");
            return null;
        }
        String text = value.textValue();
        if (text.codePointCount(0, text.length()) > maxLength) {
            fields.wrong(member, "Has " + maxLength + " characters at most.");
            return null;
        }
        if (!FieldErrors.isPlain(text)) {
            fields.wrong(member, "Has no control characters.");
            return null;
        }
        return text;
    }

    /** An id, which may be a number too; null when it is absent or wrong, which is noted. */
    @Nullable
    String id(String member) {
        JsonNode value = value(member);
        return value != null && value.isIntegralNumber() ? value.asText() : text(member, MAX_ID);
    }

    /** An id that has to be there; empty when it is wrong, which is noted. */
    String requiredId(String member) {
        String id = id(member);
        if (id == null || id.isBlank()) {
            fields.wrong(member, "Is required.");
            return "";
        }
        return id;
    }

    /** Ids, each of which may be a number too, {@code most} of them at most; none when it is absent or wrong. */
    Set<String> ids(String member, int most) {
        JsonNode value = value(member);
        Set<String> ids = new TreeSet<>();
        if (value == null) {
            return ids;
        }
        if (!value.isArray() || value.size() > most) {
            fields.wrong(member, "Is an array of " + most + " ids at most.");
            return ids;
        }
        for (JsonNode one : value) {
            String id = one.asText();
            if (!(one.isTextual() || one.isIntegralNumber()) || id.length() > MAX_ID || !FieldErrors.isPlain(id)) {
                fields.wrong(member, "Is an array of ids.");
                return Set.of();
            }
            ids.add(id);
        }
        return ids;
    }

    /** A truth value; false when it is absent or wrong, which is noted. */
    boolean flag(String member) {
        return value(member) != null && requiredFlag(member);
    }

    /** A name of 1 to 100 characters; null when it is absent or wrong, which is noted. */
    @Nullable
    String name(String member) {
        String name = text(member, MAX_NAME);
        if (name != null && name.isBlank()) {
            fields.wrong(member, "Has 1 to 100 characters.");
            return null;
        }
        return name;
    }

    /** A name that has to be there; empty when it is wrong, which is noted. */
    String requiredName(String member) {
        if (value(member) == null) {
            fields.wrong(member, "Is required.");
        }
        String name = name(member);
        return name == null ? "" : name;
    }

    /** A reason of 500 characters at most. */
    @Nullable
    String reason() {
        return text("reason", MAX_REASON);
    }

    /** One of {@code words}; null when it is absent or wrong, which is noted. */
    @Nullable
    String word(String member, List<String> words) {
        String word = text(member, MAX_NAME);
        if (word != null && !words.contains(word)) {
            fields.wrong(member, "Is one of: " + String.join(", ", words) + ".");
            return null;
        }
        return word;
    }

    /** One of {@code words} that has to be there; empty when it is wrong, which is noted. */
    String requiredWord(String member, List<String> words) {
        if (value(member) == null) {
            fields.wrong(member, "Is required.");
        }
        String word = word(member, words);
        return word == null ? "" : word;
    }

    /** A text of 1 to {@code maxLength} characters that has to be there; empty when it is wrong, which is noted. */
    String requiredText(String member, int maxLength) {
        String text = text(member, maxLength);
        if (text == null || text.isBlank()) {
            fields.wrong(member, "Is required.");
            return "";
        }
        return text;
    }

    /**
     * Objects, 1 to {@code most} of them; none when that is wrong, which is noted. What is wrong inside of them is
     * noted here too.
     */
    List<JsonBody> objects(String member, int most) {
        JsonNode value = value(member);
        if (value == null || !value.isArray() || value.isEmpty() || value.size() > most) {
            fields.wrong(member, "Is an array of 1 to " + most + " objects.");
            return List.of();
        }
        List<JsonBody> objects = new ArrayList<>();
        for (JsonNode one : value) {
            if (!one.isObject()) {
                fields.wrong(member, "Is an array of 1 to " + most + " objects.");
                return List.of();
            }
            objects.add(new JsonBody(one, fields));
        }
        return objects;
    }

    /** A truth value that has to be there; false when it is wrong, which is noted. */
    boolean requiredFlag(String member) {
        JsonNode value = object.get(member);
        if (value == null) {
            fields.wrong(member, "Is required.");
        } else if (!value.isBoolean()) {
            fields.wrong(member, "Is true or false.");
        }
        return value != null && value.booleanValue();
    }

    /** A whole number from 1 to {@code most}; null when it is absent or wrong, which is noted. */
    @Nullable
    Long count(String member, long most) {
        JsonNode value = value(member);
        if (value == null) {
            return null;
        }
        if (value.isIntegralNumber()
                && value.canConvertToLong()
                && value.longValue() >= 1
                && value.longValue() <= most) {
            return value.longValue();
        }
        fields.wrong(member, "Is a whole number from 1 to " + most + ".");
        return null;
    }

    /** A period of ISO 8601 in whole seconds, 0 to {@code longest}; null when it is absent or wrong, which is noted. */
    @Nullable
    Duration period(String member, Duration longest) {
        String text = text(member, MAX_NAME);
        if (text == null) {
            return null;
        }
        try {
            Duration period = Duration.parse(text);
            if (!period.isNegative() && period.compareTo(longest) <= 0 && period.getNano() == 0) {
                return period;
            }
        } catch (DateTimeException | ArithmeticException e) {
            // Told below, like a period out of range.
        }
        fields.wrong(member, "Is a period of ISO 8601 in whole seconds, 0 to " + longest.toDays() + " days.");
        return null;
    }

    /** An instant of ISO 8601 after {@code now}, in whole microseconds; null when it is absent or wrong, which is noted. */
    @Nullable
    Instant future(String member, Instant now) {
        String text = text(member, MAX_NAME);
        if (text == null) {
            return null;
        }
        try {
            OffsetDateTime time = OffsetDateTime.parse(text);
            Instant instant = time.toInstant().truncatedTo(ChronoUnit.MICROS);
            if (time.getYear() <= MAX_YEAR && instant.isAfter(now)) {
                return instant;
            }
            fields.wrong(member, "Lies in the future, up to the year 9999.");
        } catch (DateTimeException e) {
            fields.wrong(member, "Is an instant of ISO 8601 with its offset, such as 2027-01-31T12:00:00Z.");
        }
        return null;
    }

    /** Notes that a member is wrong for a reason that only its reader knows. */
    void wrong(String member, String detail) {
        fields.wrong(member, detail);
    }

    /** Refuses with {@link ErrorCode#BAD_REQUEST} for anything wrong. */
    void done() {
        fields.check();
    }

    /**
     * A text that is the same for all bodies that say the same, whatever the order and spacing of their members, nested
     * ones included. A body of plain values is written as earlier releases wrote it, so that a key that was used before
     * an upgrade still fits.
     */
    String canonical() {
        StringBuilder text = new StringBuilder();
        Set<String> names = new TreeSet<>();
        object.fieldNames().forEachRemaining(names::add);
        names.forEach(name -> text.append(name)
                .append('=')
                .append(SentJson.canonical(object.get(name)))
                .append('\n'));
        return text.toString();
    }
}
