package io.curfew.advertising;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;

/**
 * Identifies one write of one object. It consists of opaque bytes, which a caller gets with an object and sends back
 * with a change of it.
 *
 * @param hex the bytes, in lower case
 */
public record TimeStamp(String hex) {
    /** A stamp of these bytes, however many there are. A stamp of a different length than ours matches no object. */
    public static TimeStamp of(byte[] bytes) {
        return new TimeStamp(HexFormat.of().formatHex(bytes));
    }

    /** The bytes that are shown to callers. */
    public byte[] bytes() {
        return HexFormat.of().parseHex(hex);
    }

    /** Whether both stamps are the same. The time this takes does not reveal how much of them is equal. */
    boolean matches(TimeStamp other) {
        return MessageDigest.isEqual(
                hex.getBytes(StandardCharsets.US_ASCII), other.hex.getBytes(StandardCharsets.US_ASCII));
    }
}
