package io.curfew.operators;

import java.util.List;

/**
 * A text in which {@code *} stands for any part, even an empty one. Matching never backtracks, so no pattern makes it
 * slow, and a pattern that has more characters of its own than the text is not even tried.
 *
 * @param parts what stands between the {@code *}; a single one is a text without any
 * @param length how many characters the parts have together
 */
record SamWildcard(List<String> parts, int length) {
    SamWildcard {
        parts = List.copyOf(parts);
    }

    static SamWildcard parse(String text) {
        List<String> parts = List.of(text.split("\\*+", -1));
        return new SamWildcard(parts, parts.stream().mapToInt(String::length).sum());
    }

    boolean matches(String text) {
        String head = parts.get(0);
        if (parts.size() == 1) {
            return head.equals(text);
        }
        String tail = parts.get(parts.size() - 1);
        if (length > text.length() || !text.startsWith(head) || !text.endsWith(tail)) {
            return false;
        }
        int at = head.length();
        int end = text.length() - tail.length();
        for (String part : parts.subList(1, parts.size() - 1)) {
            int found = text.indexOf(part, at);
            if (found < 0 || found + part.length() > end) {
                return false;
            }
            at = found + part.length();
        }
        return true;
    }
}
