package io.curfew.dialects.msads.wire;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Spoils documents: bytes flipped, removed, doubled, and pieces of others put in. */
public final class Mutations {
    private static final String[] PIECES = {
        "<",
        ">",
        "&",
        "&amp;",
        "&#0;",
        "&#x10ffff;",
        "\"",
        "'",
        "]]>",
        "<![CDATA[",
        "<!--",
        "<?x?>",
        "<!DOCTYPE x>",
        "{",
        "}",
        "[",
        "]",
        ",",
        ":",
        "null",
        "true",
        "-1",
        "1e999",
        "99999999999999999999",
        "\\u0000",
        "\\ud800",
        "i:nil=\"true\"",
        "\u00e9",
        "\ufeff",
        "\u2028",
        "0".repeat(400),
        "<e:Id>1</e:Id>"
    };

    private Mutations() {}

    /** {@code document} with one to four wounds. */
    public static byte[] of(String document, Random random) {
        byte[] bytes = document.getBytes(StandardCharsets.UTF_8);
        int wounds = 1 + random.nextInt(4);
        for (int i = 0; i < wounds && bytes.length > 2; i++) {
            bytes = wounded(bytes, random);
        }
        return bytes;
    }

    private static byte[] wounded(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length);
        int to = Math.min(bytes.length, at + 1 + random.nextInt(30));
        ByteArrayOutputStream wounded = new ByteArrayOutputStream();
        wounded.write(bytes, 0, at);
        switch (random.nextInt(5)) {
            case 0 -> {
                wounded.write(random.nextInt(256));
                wounded.write(bytes, at + 1, bytes.length - at - 1);
            }
            case 1 -> wounded.write(bytes, to, bytes.length - to);
            case 2 -> {
                wounded.write(bytes, at, to - at);
                wounded.write(bytes, at, bytes.length - at);
            }
            case 3 -> wounded.writeBytes(PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8));
            default -> {
                wounded.writeBytes(PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8));
                wounded.write(bytes, at, bytes.length - at);
            }
        }
        return wounded.toByteArray();
    }
}
