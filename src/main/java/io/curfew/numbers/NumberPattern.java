package io.curfew.numbers;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Turns the patterns that people search numbers with into {@code like} patterns for digits without the plus. */
final class NumberPattern {
    private static final Pattern CONTAINS = Pattern.compile("\\+?[0-9A-Za-z*%]+\\$?");
    private static final int SHORTEST = 2;
    private static final int LONGEST = 16;
    private static final String KEYPAD = "22233344455566677778889999";

    private NumberPattern() {}

    /**
     * Translates the pattern of a search among the numbers for sale: digits, letters for the digit on their key,
     * {@code *} for any one digit, {@code %} for any digits, a leading {@code +} for the number's start and a trailing
     * {@code $} for its end.
     *
     * <p>Refuses anything else, and a pattern that does not have 2 to 16 characters, with
     * {@link ErrorCode#BAD_REQUEST}.
     */
    static String contains(String pattern) {
        if (pattern.length() < SHORTEST
                || pattern.length() > LONGEST
                || !CONTAINS.matcher(pattern).matches()) {
            throw new DomainException(
                    ErrorCode.BAD_REQUEST,
                    "Contains takes 2 to 16 digits, letters, * and %, with + in front and $ at the end.");
        }
        boolean fromStart = pattern.startsWith("+");
        boolean toEnd = pattern.endsWith("$");
        String middle = pattern.substring(fromStart ? 1 : 0, pattern.length() - (toEnd ? 1 : 0));
        return (fromStart ? "" : "%") + translated(middle) + (toEnd ? "" : "%");
    }

    /**
     * Translates a part of a number by which a list of held numbers is filtered: {@code *} stands for any one digit
     * and a leading {@code +} for the number's start, and what people write between digits is skipped.
     *
     * @return null when no number can match
     */
    static @Nullable String part(String text) {
        String bare = text.replaceAll("[\\s().-]", "");
        boolean fromStart = bare.startsWith("+");
        String middle = fromStart ? bare.substring(1) : bare;
        if (!middle.chars().allMatch(c -> c == '*' || (c >= '0' && c <= '9'))) {
            return null;
        }
        return (fromStart ? "" : "%") + translated(middle) + "%";
    }

    private static String translated(String pattern) {
        StringBuilder like = new StringBuilder(pattern.length());
        for (char c : pattern.toUpperCase(Locale.ROOT).toCharArray()) {
            if (c == '*') {
                like.append('_');
            } else if (c >= 'A' && c <= 'Z') {
                like.append(KEYPAD.charAt(c - 'A'));
            } else {
                like.append(c);
            }
        }
        return like.toString();
    }
}
