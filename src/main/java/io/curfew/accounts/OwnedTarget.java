package io.curfew.accounts;

import org.jspecify.annotations.Nullable;

/**
 * The target of work on what an account holds, {@code account@name} or {@code account@name@after}: the next page has
 * another target than the one that is being done.
 *
 * @param accountId the account
 * @param name the participant that holds it
 * @param after where the page before ended, null for the first page
 */
record OwnedTarget(String accountId, String name, @Nullable String after) {
    private static final String SEPARATOR = "@";

    static OwnedTarget parse(String text) {
        String[] parts = text.split(SEPARATOR, 3);
        return new OwnedTarget(parts[0], parts[1], parts.length == 3 ? parts[2] : null);
    }

    String text() {
        return accountId + SEPARATOR + name + (after == null ? "" : SEPARATOR + after);
    }
}
