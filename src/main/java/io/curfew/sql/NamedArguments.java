package io.curfew.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A statement whose named arguments were given places.
 *
 * @param values the values of the places, in their order; one for each name, however often it occurs
 */
record NamedArguments(String statement, List<@Nullable Object> values) {
    /** Literals and casts are passed over: a colon in them begins no name. */
    private static final Pattern NAME = Pattern.compile("'[^']*'|::|:([A-Za-z][A-Za-z0-9_]*)");

    static NamedArguments place(String statement, Map<String, ? extends @Nullable Object> arguments) {
        List<String> names = new ArrayList<>();
        StringBuilder placed = new StringBuilder();
        Matcher matcher = NAME.matcher(statement);
        while (matcher.find()) {
            String name = matcher.group(1);
            if (name == null) {
                matcher.appendReplacement(placed, Matcher.quoteReplacement(matcher.group()));
                continue;
            }
            if (!arguments.containsKey(name)) {
                throw new IllegalArgumentException("no value for the argument " + name);
            }
            if (!names.contains(name)) {
                names.add(name);
            }
            matcher.appendReplacement(placed, Matcher.quoteReplacement("$" + (names.indexOf(name) + 1)));
        }
        matcher.appendTail(placed);
        List<@Nullable Object> values = new ArrayList<>();
        names.forEach(name -> values.add(arguments.get(name)));
        return new NamedArguments(placed.toString(), values);
    }
}
