package io.curfew.advertising;

import java.util.List;

/**
 * One condition of a search.
 *
 * @param field what it is about
 * @param operator how it compares
 * @param values what it compares with: one, or several with {@link Operator#IN}
 */
public record AccountPredicate(Field field, Operator operator, List<String> values) {
    public AccountPredicate {
        values = List.copyOf(values);
    }

    /** What can be searched by. */
    public enum Field {
        ID,
        STATUS,
        NAME,
        NUMBER,
        CUSTOMER,
        USER
    }

    /** How a field is compared; letters' case makes no difference. */
    public enum Operator {
        EQUALS,
        IN,
        CONTAINS
    }

    /** The one value; the first of several. */
    String value() {
        return values.get(0);
    }
}
