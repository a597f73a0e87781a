package io.curfew.advertising;

import java.util.List;

/**
 * Which accounts are wanted, and which page of them.
 *
 * @param predicates all of which hold
 * @param order what they are ordered by
 * @param descending whether from the last to the first
 * @param offset accounts to pass over
 * @param limit accounts at most
 */
public record AccountSearch(
        List<AccountPredicate> predicates, Order order, boolean descending, long offset, int limit) {
    public AccountSearch {
        predicates = List.copyOf(predicates);
    }

    /** What accounts are ordered by; their number as an account tells those of the same name apart. */
    public enum Order {
        ID,
        NAME,
        NUMBER
    }
}
