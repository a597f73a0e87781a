package io.curfew.dialects.soracom;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import java.math.BigDecimal;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * Whole numbers as clients write them: {@code 1795877788927}, and from languages without integers
 * {@code 1795877788927.0} or {@code 1.795877788927e+12}.
 */
final class SoracomNumber {
    // The lengths of the number and of its exponent limit the cost of the computation.
    private static final Pattern FORM = Pattern.compile("-?[0-9]{1,40}(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,2})?");

    private SoracomNumber() {}

    /** The number in a field or parameter; refuses anything but a whole number with {@link ErrorCode#BAD_REQUEST}. */
    static long whole(String name, String text) {
        return whole(text).orElseThrow(() -> new DomainException(ErrorCode.BAD_REQUEST, name + " is a whole number."));
    }

    /** The number that a text represents; empty for anything but a whole number. */
    static OptionalLong whole(String text) {
        if (!FORM.matcher(text).matches()) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(new BigDecimal(text).longValueExact());
        } catch (ArithmeticException e) {
            return OptionalLong.empty();
        }
    }

    /** A numeric query parameter as it was written: the unescaped plus sign of its exponent has become a space. */
    static String ofQuery(String text) {
        return text.replace(' ', '+');
    }
}
