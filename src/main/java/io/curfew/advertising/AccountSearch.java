package io.curfew.advertising;

import java.util.List;

/**
 * A search for accounts, and the page of the result to return.
 *
 * @param predicates the conditions, all of which must hold
 * @param order the field to order by
 * @param descending whether the order is descending
 * @param offset the number of accounts to skip
 * @param limit the greatest number of accounts
 */
public record AccountSearch(
        List<AccountPredicate> predicates, Order order, boolean descending, long offset, int limit) {
    public AccountSearch {
        predicates = List.copyOf(predicates);
    }

    /** The fields that accounts can be ordered by. Accounts of the same name are ordered by their ids. */
    public enum Order {
        ID,
        NAME,
        NUMBER
    }
}
