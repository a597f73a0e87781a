package io.curfew.dialects.msads.wire;

import io.curfew.dialects.msads.wire.WireType.EnumType;
import io.curfew.dialects.msads.wire.WireType.FlagsType;
import io.curfew.dialects.msads.wire.WireType.Scalar;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.ChronoField;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes values as text and reads them back, in the same way for both transports. Refuses text that is not a value of
 * its type with {@link ErrorCode#BAD_REQUEST}, or {@link ErrorCode#DATE_INVALID} for a date, and names the field.
 */
final class Values {
    /**
     * The most digits before the point, and after it: no real amount has more, and arithmetic on more gets expensive.
     */
    static final int MAX_DIGITS = 38;

    private static final Pattern INTEGER = Pattern.compile("[+-]?[0-9]{1,40}");
    private static final Pattern DECIMAL = Pattern.compile("[+-]?([0-9]{1,60}(\\.[0-9]{0,60})?|\\.[0-9]{1,60})");
    private static final Pattern DATE_TIME = Pattern.compile(
            "([0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\\.[0-9]{1,9})?)" + "(Z|[+-][0-9]{2}:[0-9]{2})?");
    private static final Pattern FLAGS_SEPARATOR = Pattern.compile("[\\s,]+");
    private static final Pattern BLANK = Pattern.compile("[ \\t\\r\\n]+");

    /** UTC, with up to seven digits after the second: what the vendor's clients read. */
    private static final DateTimeFormatter WRITTEN = new DateTimeFormatterBuilder()
            .appendPattern("uuuu-MM-dd'T'HH:mm:ss")
            .appendFraction(ChronoField.NANO_OF_SECOND, 0, 7, true)
            .appendLiteral('Z')
            .toFormatter()
            .withZone(ZoneOffset.UTC);

    private Values() {}

    /**
     * The value that a text represents.
     *
     * @param field the field's name, for the refusal
     * @return null for an empty text, except for a string
     */
    static @Nullable Object parse(WireType type, String field, String text) {
        if (type == Scalar.STRING) {
            return checked(field, text);
        }
        String trimmed = text.strip();
        if (trimmed.isEmpty()) {
            return null;
        }
        if (type instanceof Scalar scalar) {
            return scalar(scalar, field, trimmed);
        }
        if (type instanceof EnumType words) {
            return word(words.literals(), field, trimmed);
        }
        return flags((FlagsType) type, field, trimmed);
    }

    private static Object scalar(Scalar type, String field, String text) {
        return switch (type) {
            case LONG -> integer(field, text, Long.MIN_VALUE, Long.MAX_VALUE);
            case INT -> (int) integer(field, text, Integer.MIN_VALUE, Integer.MAX_VALUE);
            case UNSIGNED_BYTE -> (int) integer(field, text, 0, 255);
            case BOOLEAN -> truth(field, text);
            case STRING -> text;
            case DATE_TIME -> instant(field, text);
            case BASE64 -> bytes(field, text);
            case DECIMAL -> decimal(field, text);
        };
    }

    private static long integer(String field, String text, long least, long most) {
        if (!INTEGER.matcher(text).matches()) {
            throw refused(field, "is a whole number");
        }
        try {
            long value = Long.parseLong(text);
            if (value >= least && value <= most) {
                return value;
            }
        } catch (NumberFormatException e) {
            // The number is too large for a long, and is refused like one that is too large for its type.
        }
        throw refused(field, "is a whole number from " + least + " to " + most);
    }

    private static boolean truth(String field, String text) {
        return switch (text) {
            case "true", "1" -> true;
            case "false", "0" -> false;
            default -> throw refused(field, "is true or false");
        };
    }

    private static Instant instant(String field, String text) {
        Matcher matcher = DATE_TIME.matcher(text);
        if (matcher.matches() && !text.startsWith("0000")) {
            String zone = matcher.group(2);
            try {
                return LocalDateTime.parse(matcher.group(1))
                        .toInstant(zone == null ? ZoneOffset.UTC : ZoneOffset.of(zone));
            } catch (DateTimeException e) {
                // The day or the zone does not exist, which is refused below.
            }
        }
        throw new DomainException(ErrorCode.DATE_INVALID, field + " is not a date and time as of ISO 8601.");
    }

    private static byte[] bytes(String field, String text) {
        String compact = BLANK.matcher(text).replaceAll("");
        try {
            byte[] bytes = Base64.getDecoder().decode(compact);
            // The decoder accepts missing padding and stray bits; two texts could then mean the same value.
            if (Base64.getEncoder().encodeToString(bytes).equals(compact)) {
                return bytes;
            }
        } catch (IllegalArgumentException e) {
            // This is refused below.
        }
        throw refused(field, "is base64");
    }

    private static BigDecimal decimal(String field, String text) {
        if (!DECIMAL.matcher(text).matches()) {
            throw refused(field, "is a decimal number");
        }
        return bounded(field, new BigDecimal(text));
    }

    /** Refuses a number with more digits than {@link #MAX_DIGITS} before and after the point. */
    static BigDecimal bounded(String field, BigDecimal value) {
        if (value.scale() > MAX_DIGITS || (long) value.precision() - value.scale() > MAX_DIGITS) {
            throw refused(field, "has at most " + MAX_DIGITS + " digits before and after the point");
        }
        return value;
    }

    private static String word(List<String> literals, String field, String text) {
        if (!literals.contains(text)) {
            throw refused(field, "is not one of the words that it may be");
        }
        return text;
    }

    private static List<String> flags(FlagsType type, String field, String text) {
        return FLAGS_SEPARATOR
                .splitAsStream(text)
                .filter(word -> !word.isEmpty())
                .map(word -> word(type.literals(), field, word))
                .distinct()
                .toList();
    }

    /** Refuses what the database cannot store as text: null characters and halves of surrogate pairs. */
    static String checked(String field, String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (c == '\0' || Character.isSurrogate(c)) {
                throw refused(field, "holds a character that is none");
            }
        }
        return text;
    }

    /** A value as text; flags are separated by {@code flagsSeparator}. */
    static String write(Object value, String flagsSeparator) {
        if (value instanceof Instant instant) {
            return WRITTEN.format(instant);
        }
        if (value instanceof byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        }
        if (value instanceof BigDecimal decimal) {
            return decimal.toPlainString();
        }
        if (value instanceof List<?> flags) {
            return String.join(
                    flagsSeparator, flags.stream().map(String::valueOf).toList());
        }
        return value.toString();
    }

    /** The refusal of {@code field}, with a sentence about what is wrong with it. */
    static DomainException refused(String field, String what) {
        return new DomainException(ErrorCode.BAD_REQUEST, field + " " + what + ".");
    }
}
