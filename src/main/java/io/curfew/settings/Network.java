package io.curfew.settings;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A range of IP addresses, or a single one. Addresses are literals: nothing here queries a name server. An IPv4
 * address that is written as IPv6 ({@code ::ffff:10.0.0.1}) is the same address.
 */
public final class Network {
    private static final int MAPPED_BITS = 96;

    private final byte[] address;
    private final int bits;

    private Network(byte[] address, int bits) {
        this.address = address;
        this.bits = bits;
    }

    /**
     * Reads an address or a network, such as {@code 10.0.0.1}, {@code 10.0.0.0/8} or {@code fd00::/8}; null for
     * anything else.
     */
    public static @Nullable Network parse(String text) {
        List<String> parts = List.of(text.strip().split("/", -1));
        byte[] written = literal(parts.get(0));
        if (written == null || parts.size() > 2) {
            return null;
        }
        byte[] address = canonical(written);
        int skipped = address.length == written.length ? 0 : MAPPED_BITS;
        int bits = parts.size() == 1 ? written.length * 8 : number(parts.get(1));
        return bits < skipped || bits > written.length * 8 ? null : new Network(address, bits - skipped);
    }

    /** The one form of an address, such as {@code 10.0.0.1} or {@code 2001:db8::1}; null for any other text. */
    public static @Nullable String canonical(String address) {
        byte[] written = literal(withoutZone(address));
        return written == null ? null : NetUtil.toAddressString(address(written));
    }

    private static int number(String text) {
        boolean digits = !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
        return digits ? Integer.parseInt(text) : -1;
    }

    /**
     * Whether this network contains the address {@code text}; null when the text is not an address, because then the
     * caller's address is unknown.
     */
    public @Nullable Boolean contains(String text) {
        byte[] written = literal(withoutZone(text));
        if (written == null) {
            return null;
        }
        byte[] other = canonical(written);
        int whole = bits / 8;
        int rest = bits % 8;
        int mask = 0xff00 >> rest & 0xff;
        return other.length == address.length
                && Arrays.equals(other, 0, whole, address, 0, whole)
                && (rest == 0 || (other[whole] & mask) == (address[whole] & mask));
    }

    private static byte @Nullable [] literal(String text) {
        return text.indexOf('%') < 0 && text.indexOf('[') < 0 ? NetUtil.createByteArrayFromIpAddressString(text) : null;
    }

    private static String withoutZone(String text) {
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    private static byte[] canonical(byte[] written) {
        return address(written).getAddress();
    }

    private static InetAddress address(byte[] written) {
        try {
            return InetAddress.getByAddress(written);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("an address has 4 or 16 bytes", e);
        }
    }
}
