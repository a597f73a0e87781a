package io.curfew.advertising;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * What tells one write of one object from every other: opaque bytes, which a caller gets with an object and sends back
 * with a change of it.
 *
 * @param hex the bytes, in lower case
 */
public record TimeStamp(String hex) {
    /** A stamp of these bytes, however many there are; one of another length than ours fits no object. */
    public static TimeStamp of(byte[] bytes) {
        return new TimeStamp(HexFormat.of().formatHex(bytes));
    }

    /** The bytes as they are shown. */
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    /** Whether it is the same one, in a time that does not tell how much of it is. */
    boolean matches(TimeStamp other) {
        return MessageDigest.isEqual(
                hex.getBytes(StandardCharsets.US_ASCII), other.hex.getBytes(StandardCharsets.US_ASCII));
    }
}
