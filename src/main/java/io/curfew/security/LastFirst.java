package io.curfew.security;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/**
 * The elements of a list header, the last one first; empty ones are passed over. The nearest proxy has written the last one.
 * They are looked for from the end, for what stands before is a stranger's: a quotation mark that opens there and never
 * closes must not take in what the proxy has added.
 */
final class LastFirst implements Iterator<String> {
    private final String text;
    private int end;
    private String next = "";

    /** @param lines the header's values, as they came */
    LastFirst(List<String> lines) {
        this.text = String.join(",", lines);
        this.end = text.length();
        find();
    }

    @Override
    public boolean hasNext() {
        return !next.isEmpty();
    }

    @Override
    public String next() {
        if (next.isEmpty()) {
            throw new NoSuchElementException();
        }
        String given = next;
        find();
        return given;
    }

    private void find() {
        next = "";
        while (next.isEmpty() && end >= 0) {
            int comma = comma();
            next = text.substring(comma + 1, end).strip();
            end = comma;
        }
    }

    /** The comma before {@link #end} that is not in quotation marks, -1 when there is none. */
    private int comma() {
        boolean quoted = false;
        for (int i = end - 1; i >= 0; i--) {
            char character = text.charAt(i);
            if (character == '"') {
                quoted = !quoted;
            } else if (character == ',' && !quoted) {
                return i;
            }
        }
        return -1;
    }
}
