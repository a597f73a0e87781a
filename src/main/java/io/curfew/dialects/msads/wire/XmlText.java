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
 * The characters of a document, told by its first bytes, else by the media type that it was sent with, else by its
 * declaration, else UTF-8 (RFC 7303, section 3).
 */
final class XmlText {
    private static final char BYTE_ORDER_MARK = '\ufeff';

    /** How the mark begins in UTF-8; no document begins so in another encoding. */
    private static final int UTF_8_MARK = 0xefbb;

    /** No declaration is longer. */
    private static final int DECLARATION = 200;

    private static final Pattern ENCODING = Pattern.compile(
            "<\\?xml\\s[^>]*?\\sencoding\\s*=\\s*[\"']([A-Za-z][A-Za-z0-9._-]*)[\"'][^>]*\\?>.*", Pattern.DOTALL);

    private static final Pattern PARAMETER =
            Pattern.compile(";\\s*charset\\s*=\\s*(?:\"([^\"]*)\"|([^\\s;\"]*))", Pattern.CASE_INSENSITIVE);

    /** Encodings that may be named; all have ASCII in common, which the declaration itself is read as. */
    private static final Map<String, Charset> CHARSETS = Map.of(
            "utf-8", StandardCharsets.UTF_8,
            "utf8", StandardCharsets.UTF_8,
            "us-ascii", StandardCharsets.US_ASCII,
            "iso-8859-1", StandardCharsets.ISO_8859_1);

    private XmlText() {}

    /**
     * Refuses with {@link ErrorCode#BAD_REQUEST} bytes that are not in their encoding, and encodings unknown here.
     *
     * @param mediaType what it was sent as; null where that was not said
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
