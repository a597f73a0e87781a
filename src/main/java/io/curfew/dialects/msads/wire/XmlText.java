package io.curfew.dialects.msads.wire;

import io.curfew.kernel.ErrorCode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Decodes a document. Its encoding is told by its first bytes, or else by the media type that it was sent with, or else
 * by its declaration, or else it is UTF-8 (RFC 7303, section 3).
 */
final class XmlText {
    private static final char BYTE_ORDER_MARK = '\ufeff';

    /** The first two bytes of the byte-order mark in UTF-8; in no other encoding does a document begin with them. */
    private static final int UTF_8_MARK = 0xefbb;

    /** The most bytes that are searched for a declaration; no declaration is longer. */
    private static final int DECLARATION = 200;

    private static final Pattern ENCODING = Pattern.compile(
            "<\\?xml\\s[^>]*?\\sencoding\\s*=\\s*[\"']([A-Za-z][A-Za-z0-9._-]*)[\"'][^>]*\\?>.*", Pattern.DOTALL);

    private static final Pattern PARAMETER =
            Pattern.compile(";\\s*charset\\s*=\\s*(?:\"([^\"]*)\"|([^\\s;\"]*))", Pattern.CASE_INSENSITIVE);

    /** The encodings that may be named. All are supersets of ASCII, which is how the declaration itself is read. */
    private static final Map<String, Charset> CHARSETS = Map.of(
            "utf-8", StandardCharsets.UTF_8,
            "utf8", StandardCharsets.UTF_8,
            "us-ascii", StandardCharsets.US_ASCII,
            "iso-8859-1", StandardCharsets.ISO_8859_1);

    private XmlText() {}

    /**
     * The document's text. Refuses with {@link ErrorCode#BAD_REQUEST} bytes that are invalid in their encoding, and
     * unknown encodings.
     *
     * @param mediaType the media type that it was sent with; null if there was none
     */
    static String of(byte[] document, @Nullable String mediaType) {
        try {
            String text = charset(document, mediaType)
                    .newDecoder()
                    .decode(ByteBuffer.wrap(document))
                    .toString();
            return !text.isEmpty() && text.charAt(0) == BYTE_ORDER_MARK ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw XmlReader.malformed();
        }
    }

    private static Charset charset(byte[] document, @Nullable String mediaType) {
        int first = document.length < 2 ? 0 : (Byte.toUnsignedInt(document[0]) << 8) | Byte.toUnsignedInt(document[1]);
        return switch (first) {
            case UTF_8_MARK -> StandardCharsets.UTF_8;
            case BYTE_ORDER_MARK, '<' -> StandardCharsets.UTF_16BE;
            case 0xfffe, '<' << 8 -> StandardCharsets.UTF_16LE;
            default -> {
                Matcher parameter = PARAMETER.matcher(mediaType == null ? "" : mediaType);
                yield parameter.find()
                        ? named(parameter.group(1) == null ? parameter.group(2) : parameter.group(1))
                        : declared(document);
            }
        };
    }

    private static Charset declared(byte[] document) {
        int length = Math.min(document.length, DECLARATION);
        String start = new String(document, 0, length, StandardCharsets.ISO_8859_1);
        Matcher matcher = ENCODING.matcher(start);
        return matcher.matches() ? named(matcher.group(1)) : StandardCharsets.UTF_8;
    }

    private static Charset named(String name) {
        Charset charset = CHARSETS.get(name.strip().toLowerCase(Locale.ROOT));
        if (charset == null) {
            throw XmlReader.malformed();
        }
        return charset;
    }
}
