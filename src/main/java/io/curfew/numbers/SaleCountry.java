package io.curfew.numbers;

import java.util.Set;

/**
 * A country whose numbers this installation sells.
 *
 * @param code ISO 3166-1 alpha-2
 * @param beta whether all its numbers are new to the platform
 * @param types the kinds of numbers there are, sold out or not
 */
public record SaleCountry(String code, boolean beta, Set<NumberType> types) {
    public SaleCountry {
        types = Set.copyOf(types);
    }
}
