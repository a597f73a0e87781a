package io.curfew.dialects.twilio;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a call, from its query or its form. They are read strictly, since a value that the caller did not
 * mean must not reach a write: a bad percent escape, invalid UTF-8 and control characters are
 * {@link ErrorCode#BAD_REQUEST}. Names are case-sensitive, unknown ones are ignored, and values are stripped of
 * surrounding white space.
 */
final class TwilioParams {
    private static final String FORM = "application/x-www-form-urlencoded";
    private static final int MAX_PARAMETERS = 1000;
    private static final Pattern DIGITS = Pattern.compile("[0-9]+");

    private final Map<String, List<String>> values = new LinkedHashMap<>();

    /** The names of parameters whose last value began with a space. */
    private final Set<String> indented = new HashSet<>();

    /**
     * The names of parameters whose last value had control characters other than tabs and line ends, even at its edges.
     */
    private final Set<String> unwritten = new HashSet<>();

    private TwilioParams() {}

    /** The parameters of a raw query string. */
    static TwilioParams ofQuery(@Nullable String rawQuery) {
        TwilioParams params = new TwilioParams();
        if (rawQuery != null) {
            params.parse(rawQuery.getBytes(StandardCharsets.UTF_8));
        }
        return params;
    }

    /**
     * The parameters of a form. An empty body is an empty form, whatever its content type says; any other content type
     * is {@link ErrorCode#UNSUPPORTED_MEDIA_TYPE}.
     */
    static TwilioParams ofForm(@Nullable String contentType, byte @Nullable [] body) {
        TwilioParams params = new TwilioParams();
        if (body == null || body.length == 0) {
            return params;
        }
        if (contentType == null || !isForm(contentType)) {
            throw new DomainException(ErrorCode.UNSUPPORTED_MEDIA_TYPE, "Send parameters as " + FORM + " in UTF-8.");
        }
        params.parse(body);
        return params;
    }

    /**
     * The charset that the content type claims does not matter: a form is percent-encoded UTF-8, and anything else is
     * refused when it is decoded.
     */
    private static boolean isForm(String contentType) {
        int semicolon = contentType.indexOf(';');
        String type = semicolon < 0 ? contentType : contentType.substring(0, semicolon);
        return type.strip().equalsIgnoreCase(FORM);
    }

    private void parse(byte[] encoded) {
        int parameters = 0;
        int start = 0;
        for (int i = 0; i <= encoded.length; i++) {
            if (i == encoded.length || encoded[i] == '&') {
                if (i > start) {
                    if (++parameters > MAX_PARAMETERS) {
                        throw malformed("too many parameters");
                    }
                    add(encoded, start, i);
                }
                start = i + 1;
            }
        }
    }

    private void add(byte[] encoded, int start, int end) {
        int equals = start;
        while (equals < end && encoded[equals] != '=') {
            equals++;
        }
        String name = decode(encoded, start, equals);
        String value = equals == end ? "" : decode(encoded, equals + 1, end);
        values.computeIfAbsent(name, fresh -> new ArrayList<>()).add(value.strip());
        mark(indented, name, value.startsWith(" "));
        mark(unwritten, name, value.chars().anyMatch(TwilioParams::isUnwritten));
    }

    private static void mark(Set<String> names, String name, boolean marked) {
        if (marked) {
            names.add(name);
        } else {
            names.remove(name);
        }
    }

    private static String decode(byte[] encoded, int start, int end) {
        ByteBuffer bytes = ByteBuffer.allocate(end - start);
        for (int i = start; i < end; i++) {
            byte b = encoded[i];
            if (b == '+') {
                bytes.put((byte) ' ');
            } else if (b == '%') {
                if (i + 2 >= end) {
                    throw malformed("an incomplete percent escape");
                }
                bytes.put((byte) (hex(encoded[i + 1]) << 4 | hex(encoded[i + 2])));
                i += 2;
            } else {
                bytes.put(b);
            }
        }
        return text(bytes.flip());
    }

    private static int hex(byte digit) {
        int value = Character.digit((char) (digit & 0xff), 16);
        if (value < 0) {
            throw malformed("a bad percent escape");
        }
        return value;
    }

    private static String text(ByteBuffer bytes) {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(bytes)
                    .toString();
            if (text.indexOf('\0') >= 0) {
                throw malformed("a null character");
            }
            return text;
        } catch (CharacterCodingException e) {
            throw malformed("text that is not UTF-8");
        }
    }

    private static DomainException malformed(String what) {
        return new DomainException(ErrorCode.BAD_REQUEST, "The parameters hold " + what + ".");
    }

    /** The last value given for {@code name}; empty when it was not sent. An empty value is present. */
    Optional<String> get(String name) {
        List<String> all = values.get(name);
        return all == null ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /**
     * A name; empty when it was not sent. Refuses with {@link ErrorCode#BAD_REQUEST} control characters other than tabs
     * and line ends, in the name and in the white space around it.
     */
    Optional<String> name(String name) {
        if (unwritten.contains(name)) {
            throw new DomainException(ErrorCode.BAD_REQUEST, name + " holds control characters");
        }
        return get(name);
    }

    private static boolean isUnwritten(int character) {
        return Character.isISOControl(character) && character != '\t' && character != '\n' && character != '\r';
    }

    /**
     * A phone number; empty when it was not sent or was sent empty. A plus that was sent unescaped arrives as a space,
     * and is restored in front of digits.
     */
    Optional<String> phoneNumber(String name) {
        return get(name)
                .filter(text -> !text.isEmpty())
                .map(text -> indented.contains(name) && DIGITS.matcher(text).matches() ? "+" + text : text);
    }

    /** Every value given for {@code name}, in order. */
    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** Whether {@code name} was sent, with or without a value. */
    boolean has(String name) {
        return values.containsKey(name);
    }

    /** {@code true} or {@code false}; empty when not sent; anything else is {@link ErrorCode#BAD_REQUEST}. */
    Optional<Boolean> bool(String name) {
        return get(name).map(text -> switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new DomainException(ErrorCode.BAD_REQUEST, name + " is true or false");
        });
    }

    /** A whole number; empty when not sent or sent empty; anything else is {@link ErrorCode#BAD_REQUEST}. */
    Optional<Integer> integer(String name) {
        return get(name).filter(text -> !text.isEmpty()).map(text -> {
            try {
                return Integer.parseInt(text);
            } catch (NumberFormatException e) {
                throw new DomainException(ErrorCode.BAD_REQUEST, name + " is a whole number");
            }
        });
    }

    /** All parameters in a canonical form, by which two requests are compared. */
    String canonical() {
        return values.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry -> entry.getKey() + "=" + String.join("\u0000", entry.getValue()))
                .collect(Collectors.joining("\u0001"));
    }
}
