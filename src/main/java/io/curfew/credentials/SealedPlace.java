package io.curfew.credentials;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Where a ciphertext is kept: a column and a row. What is bound to one place is not read at another.
 *
 * @param row what tells the row apart, the tree first where the table has trees
 */
public record SealedPlace(SealedColumn column, List<String> row) {
    /** Further parts of a row's key are not told: clients choose idempotency keys. */
    private static final int TOLD = 2;

    /** Checks that the row is named as the column's table wants it. */
    public SealedPlace {
        if (row.size() != column.keys().size()) {
            throw new IllegalArgumentException("a row of " + column.table() + " is named by " + column.keys());
        }
    }

    /** The place in bytes that no other place has. */
    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        append(bytes, column.table());
        append(bytes, column.column());
        row.forEach(part -> append(bytes, part));
        return bytes.toByteArray();
    }

    private static void append(ByteArrayOutputStream bytes, String part) {
        byte[] text = part.getBytes(StandardCharsets.UTF_8);
        bytes.writeBytes(ByteBuffer.allocate(Integer.BYTES).putInt(text.length).array());
        bytes.writeBytes(text);
    }

    /** For the log: the table, the column and the beginning of the row's key. */
    @Override
    public String toString() {
        return column.table() + "." + column.column()
                + row.stream().limit(TOLD).collect(Collectors.joining(", ", " of (", ")"));
    }
}
