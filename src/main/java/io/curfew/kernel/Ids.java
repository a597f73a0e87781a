package io.curfew.kernel;

import java.util.HexFormat;

/**
 * Makes and recognises ids. The id of an account, a number or a key is a two-letter prefix and 128 random bits in hex
 * ({@code AC…}, {@code PN…}, {@code SK…}), the same through every door; numeric ids are random too, so that nobody can
 * count another tenant's objects.
 */
public final class Ids {
    /** Prefix of accounts. */
    public static final String ACCOUNT = "AC";

    /** Prefix of phone numbers. */
    public static final String PHONE_NUMBER = "PN";

    /** Prefix of API keys. */
    public static final String API_KEY = "SK";

    private static final int HEX_DIGITS = 32;
    private static final String DIGITS = "0123456789";
    private static final String NOT_ZERO = "123456789";
    private static final String ALPHANUMERIC = "0123456789ABCDEFGHJKLMNPQRSTUVWXYZ";
    private static final String BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

    private Ids() {}

    /** A new id: {@code prefix} and 32 lower-case hex digits. */
    public static String next(String prefix) {
        return prefix + hex(HEX_DIGITS / 2);
    }

    /** Whether {@code text} is {@code prefix} and 32 hex digits, in either case. */
    public static boolean is(String prefix, String text) {
        if (text.length() != prefix.length() + HEX_DIGITS || !text.startsWith(prefix)) {
            return false;
        }
        for (int i = prefix.length(); i < text.length(); i++) {
            if (!HexFormat.isHexDigit(text.charAt(i))) {
                return false;
            }
        }
        return true;
    }

    /** {@code bytes} random bytes in lower-case hex. */
    public static String hex(int bytes) {
        return HexFormat.of().formatHex(Randomness.bytes(bytes));
    }

    /** A random decimal number of exactly {@code digits} digits, the first of them not zero. */
    public static String digits(int digits) {
        return Randomness.text(NOT_ZERO, 1) + Randomness.text(DIGITS, digits - 1);
    }

    /** A random text of capital letters and digits, without those people mix up (I, O). */
    public static String alphanumeric(int length) {
        return Randomness.text(ALPHANUMERIC, length);
    }

    /** A random text of base62 characters, of which API key secrets are made. */
    public static String base62(int length) {
        return Randomness.text(BASE62, length);
    }
}
