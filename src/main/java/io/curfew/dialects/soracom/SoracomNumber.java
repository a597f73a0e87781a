package io.curfew.dialects.soracom;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * Whole numbers as clients write them: {@code 1795877788927}, and from languages without integers
 * {@code 1795877788927.0} or {@code 1.795877788927e+12}.
 */
final class SoracomNumber {
    // The length and the exponent bound what is computed.
    private static final Pattern FORM = Pattern.compile("-?[0-9]{1,40}(\\.[0-9]{1,40})?([eE][+-]?[0-9]{1,2})?");

    private SoracomNumber() {}

    /** The number that a field or parameter says; {@link ErrorCode#BAD_REQUEST} for anything but a whole number. */
    static long whole(String name, String text) {
        if (FORM.matcher(text).matches()) {
            try {
                return new BigDecimal(text).longValueExact();
            } catch (ArithmeticException e) {
                throw notWhole(name);
            }
        }
        throw notWhole(name);
    }

    private static DomainException notWhole(String name) {
        return new DomainException(ErrorCode.BAD_REQUEST, name + " is a whole number.");
    }
}
