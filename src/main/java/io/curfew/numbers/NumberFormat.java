package io.curfew.numbers;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import com.google.i18n.phonenumbers.PhoneNumberUtil.ValidationResult;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads and writes phone numbers the way people write them. */
final class NumberFormat {
    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();
    private static final int LONGEST_INPUT = 40;
    private static final int FEWEST_DIGITS = 4;
    private static final Pattern NORTH_AMERICAN = Pattern.compile("\\+1[2-9][0-9]{9}");
    private static final Pattern BARE_NUMBER = Pattern.compile("[1-9][0-9]{7,14}");

    private NumberFormat() {}

    /**
     * Converts {@code text} to E.164. With a plus in front it is read as E.164. Without one it is read as a number of
     * the United States or Canada in national form ({@code (415) 555-0103}), or else as E.164 that has lost its plus.
     * The result is empty when the length is impossible for a number of its country, or when the text has an extension
     * or another parameter.
     */
    static Optional<String> tryParse(String text) {
        String trimmed = text.strip();
        if (isOverlong(trimmed)) {
            return Optional.empty();
        }
        if (trimmed.startsWith("+")) {
            return read(trimmed, null);
        }
        return northAmerican(trimmed).or(() -> withPlus(trimmed));
    }

    /** Whether {@code text} may be a number in the national form of some country, which never has a plus in front. */
    static boolean mayBeNational(String text) {
        String trimmed = text.strip();
        return !isOverlong(trimmed)
                && !trimmed.startsWith("+")
                && trimmed.chars().filter(Character::isDigit).count() >= FEWEST_DIGITS;
    }

    /**
     * All numbers that {@code text} can stand for, without duplicates: those that {@link #tryParse} tries, and the
     * national readings in {@code countries}. The list is empty when the text is not {@link #mayBeNational}.
     */
    static List<String> readings(String text, Collection<String> countries) {
        if (!mayBeNational(text)) {
            return List.of();
        }
        String trimmed = text.strip();
        return Stream.concat(
                        Stream.of(northAmerican(trimmed), withPlus(trimmed)),
                        countries.stream().map(country -> read(trimmed, country)))
                .flatMap(Optional::stream)
                .distinct()
                .toList();
    }

    private static Optional<String> northAmerican(String text) {
        return read(text, "US").filter(number -> NORTH_AMERICAN.matcher(number).matches());
    }

    /** Reads {@code text} as E.164 that has lost its plus. */
    private static Optional<String> withPlus(String text) {
        return BARE_NUMBER.matcher(text).matches() ? read("+" + text, null) : Optional.empty();
    }

    private static boolean isOverlong(String text) {
        return text.length() > LONGEST_INPUT || text.indexOf(';') >= 0;
    }

    private static Optional<String> read(String text, @Nullable String region) {
        try {
            var number = NUMBERS.parse(text, region);
            return NUMBERS.isPossibleNumberWithReason(number) == ValidationResult.IS_POSSIBLE && !number.hasExtension()
                    ? Optional.of(NUMBERS.format(number, PhoneNumberFormat.E164))
                    : Optional.empty();
        } catch (NumberParseException e) {
            return Optional.empty();
        }
    }

    /** The number as it is written in its own country, such as {@code (415) 555-0103}. */
    static String national(String e164) {
        try {
            return NUMBERS.format(NUMBERS.parse(e164, null), PhoneNumberFormat.NATIONAL);
        } catch (NumberParseException e) {
            return e164;
        }
    }
}
