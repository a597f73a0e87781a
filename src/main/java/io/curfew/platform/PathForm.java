package io.curfew.platform;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one form in which a door's paths are judged and served. A path has this form when it consists of nothing but its
 * segments: no empty segment, so no slash at the end either, no {@code .} and {@code ..}, no matrix parameter, and no
 * escape for a delimiter except in free text. The router overlooks some of these, while a check of the path's text does
 * not.
 */
final class PathForm {
    private static final Pattern ESCAPE = Pattern.compile("%([0-9A-Fa-f]{2})");
    /** A slash, a backslash, a semicolon, and the beginning of an escape. */
    private static final Pattern DELIMITER = Pattern.compile("%(?:2F|5C|3B|25)");

    private static final Pattern MATRIX = Pattern.compile(";[^/]*");
    private static final Pattern SLASHES = Pattern.compile("/{2,}");
    private static final String UNRESERVED = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";

    private PathForm() {}

    /** Whether {@code path}, as sent, is text in UTF-8 with whole escapes and without control characters. */
    static boolean isText(String path) {
        return path.indexOf('%') < 0 ? isPrintable(path) : isEscapedText(path);
    }

    private static boolean isPrintable(String path) {
        for (int i = 0; i < path.length(); i++) {
            char character = path.charAt(i);
            if (character < 0x20 || character > 0x7e) {
                return false;
            }
        }
        return true;
    }

    private static boolean isEscapedText(String path) {
        ByteBuffer bytes = ByteBuffer.allocate(path.length());
        for (int i = 0; i < path.length(); i++) {
            int code = path.charAt(i);
            if (code == '%') {
                code = i + 2 < path.length()
                        ? Character.digit(path.charAt(i + 1), 16) << 4 | Character.digit(path.charAt(i + 2), 16)
                        : -1;
                i += 2;
            } else if (code > 0x7e) {
                return false;
            }
            if (code < 0x20 || code == 0x7f) {
                return false;
            }
            bytes.put((byte) code);
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(bytes.flip());
            return true;
        } catch (CharacterCodingException e) {
            return false;
        }
    }

    /**
     * {@code path} with each escape in its normal form (RFC 3986, 6.2.2): characters that need none stand for themselves,
     * the digits of the others are capital. Nothing is unescaped twice.
     */
    static String unescaped(String path) {
        return path.indexOf('%') < 0
                ? path
                : ESCAPE.matcher(path).replaceAll(escape -> {
                    char character = (char) Integer.parseInt(escape.group(1), 16);
                    return UNRESERVED.indexOf(character) >= 0
                            ? String.valueOf(character)
                            : escape.group().toUpperCase(Locale.ROOT);
                });
    }

    /**
     * Whether {@code path}, which {@link #unescaped} has made, consists of nothing but its segments.
     *
     * @param freeTextStart the place from which on an escape may stand for a delimiter
     */
    static boolean isPlain(String path, int freeTextStart) {
        return path.indexOf(';') < 0
                && !path.contains("//")
                && !path.endsWith("/")
                && !hasDotSegment(path)
                && !hidesDelimiter(path, freeTextStart);
    }

    /** Whether a segment is {@code .} or {@code ..}. */
    private static boolean hasDotSegment(String path) {
        for (int slash = path.indexOf("/."); slash >= 0; slash = path.indexOf("/.", slash + 1)) {
            int end = path.indexOf('/', slash + 1);
            int length = (end < 0 ? path.length() : end) - slash - 1;
            if (length == 1 || (length == 2 && path.charAt(slash + 2) == '.')) {
                return true;
            }
        }
        return false;
    }

    private static boolean hidesDelimiter(String path, int end) {
        if (path.indexOf('%') < 0) {
            return false;
        }
        Matcher delimiter = DELIMITER.matcher(path);
        return delimiter.find() && delimiter.start() < end;
    }

    /**
     * The path that the most lenient reader would take {@code path} for. It tells which door a misspelled path is meant
     * for; nothing is served by it.
     */
    static String meant(String path) {
        String read = ESCAPE.matcher(path)
                .replaceAll(escape ->
                        Matcher.quoteReplacement(String.valueOf((char) Integer.parseInt(escape.group(1), 16))));
        read = MATRIX.matcher(read.replace('\\', '/')).replaceAll("");
        read = SLASHES.matcher(read).replaceAll("/");
        StringBuilder plain = new StringBuilder();
        for (String segment : read.split("/", -1)) {
            if (segment.equals("..")) {
                plain.setLength(Math.max(0, plain.lastIndexOf("/")));
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                plain.append('/').append(segment);
            }
        }
        return plain.toString();
    }
}
