package io.curfew.numbers;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.PhoneNumberUtil.PhoneNumberFormat;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;

/** Reads and writes phone numbers as people do. */
final class NumberFormat {
    private static final PhoneNumberUtil NUMBERS = PhoneNumberUtil.getInstance();
    private static final int LONGEST_INPUT = 40;

    private NumberFormat() {}

    /** {@code text} in E.164. Refuses with {@link ErrorCode#NUMBER_INVALID} what has no plus or no possible length. */
    static String parse(String text) {
        String trimmed = text.strip();
        if (!trimmed.startsWith("+") || trimmed.length() > LONGEST_INPUT) {
            throw invalid();
        }
        try {
            var number = NUMBERS.parse(trimmed, null);
            if (!NUMBERS.isPossibleNumber(number)) {
                throw invalid();
            }
            return NUMBERS.format(number, PhoneNumberFormat.E164);
        } catch (NumberParseException e) {
            throw invalid();
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

    private static DomainException invalid() {
        return new DomainException(ErrorCode.NUMBER_INVALID, "Not a phone number in E.164.");
    }
}
