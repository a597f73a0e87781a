package io.curfew.dialects.soracom;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Decodes text from bytes and percent escapes. Refuses invalid text with {@link ErrorCode#BAD_REQUEST}. */
final class SoracomText {
    private SoracomText() {}

    /** Decodes UTF-8 strictly. */
    static String ofUtf8(ByteBuffer bytes) {
        try {
            String text = StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
            return checked(text);
        } catch (CharacterCodingException e) {
            throw new DomainException(ErrorCode.BAD_REQUEST, "The request holds text that is not UTF-8.");
        }
    }

    /** The text; refuses the null character, which the database cannot store. */
    static String checked(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new DomainException(ErrorCode.BAD_REQUEST, "The request holds a null character.");
        }
        return text;
    }

    /** Decodes a name or value of a query string. */
    static String ofQuery(String encoded) {
        byte[] raw = encoded.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(raw.length);
        for (int i = 0; i < raw.length; i++) {
            if (raw[i] == '+') {
                bytes.put((byte) ' ');
            } else if (raw[i] == '%') {
                if (i + 2 >= raw.length) {
                    throw badEscape();
                }
                bytes.put((byte) (hex(raw[i + 1]) << 4 | hex(raw[i + 2])));
                i += 2;
            } else {
                bytes.put(raw[i]);
            }
        }
        return ofUtf8(bytes.flip());
    }

    /** {@code text} as part of a query string. */
    static String escaped(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private static int hex(byte digit) {
        int value = Character.digit((char) (digit & 0xff), 16);
        if (value < 0) {
            throw badEscape();
        }
        return value;
    }

    private static DomainException badEscape() {
        return new DomainException(ErrorCode.BAD_REQUEST, "The request holds a bad percent escape.");
    }
}
