package io.curfew.numbers;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import java.util.Optional;

/** Reads and writes phone numbers as people do. */
final class NumberFormat {
    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();
    private static final int LONGEST_INPUT = 40;

    private NumberFormat() {}

    /** {@code text} in E.164. Refuses with {@link ErrorCode#NUMBER_INVALID} what {@link #tryParse} does not read. */
    static String parse(String text) {
        return tryParse(text)
                .orElseThrow(() -> new DomainException(ErrorCode.NUMBER_INVALID, "Not a phone number in E.164."));
    }

    /** {@code text} in E.164; empty when it has no plus in front or no length that a number of its country can have. */
    static Optional<String> tryParse(String text) {
        String trimmed = text.strip();
        if (!trimmed.startsWith("+") || trimmed.length() > LONGEST_INPUT) {
            return Optional.empty();
        }
        try {
            var number = NUMBERS.parse(trimmed, null);
            return NUMBERS.isPossibleNumber(number)
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
