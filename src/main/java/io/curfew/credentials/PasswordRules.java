package io.curfew.credentials;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;

/** What passwords may be, whoever has them. */
public final class PasswordRules {
    private static final int SHORTEST = 8;
    private static final int LONGEST = 128;

    private PasswordRules() {}

    /** Refuses with {@link ErrorCode#PASSWORD_INVALID} a new password that is too short or too long. */
    public static void require(String password) {
        int length = password.codePointCount(0, password.length());
        if (length < SHORTEST || length > LONGEST) {
            throw new DomainException(ErrorCode.PASSWORD_INVALID, "A password has 8 to 128 characters.");
        }
    }
}
