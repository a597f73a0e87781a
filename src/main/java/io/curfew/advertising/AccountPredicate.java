package io.curfew.advertising;

import java.util.List;

/**
 * One condition of a search.
 *
 * @param field the field that is compared
 * @param operator how the field is compared
 * @param values the value to compare with, or several values for {@link Operator#IN}
 */
public record AccountPredicate(Field field, Operator operator, List<String> values) {
    public AccountPredicate {
        values = List.copyOf(values);
    }

    /** The fields that can be searched. */
    public enum Field {
        ID,
        STATUS,
        NAME,
        NUMBER,
        CUSTOMER,
        USER
    }

    /** How a field is compared. Case makes no difference. */
    public enum Operator {
        EQUALS,
        IN,
        CONTAINS
    }

    /** The only value, or the first of several. */
    String value() {
        return values.get(0);
    }
}
