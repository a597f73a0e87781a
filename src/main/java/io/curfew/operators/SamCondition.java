package io.curfew.operators;

import io.curfew.settings.Network;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A condition on a statement, such as {@code pathVariable('sim_id') == '89…' and ipAddress('10.0.0.0/24')}.
 *
 * <pre>
 *   condition  = conjunction { or conjunction }
 *   conjunction = negation { and negation }
 *   negation   = [ not ] ( "(" condition ")" | ipAddress('cidr') | value operator value )
 *   operator   = == | != | &lt; | &lt;= | &gt; | &gt;=          (all but the first two for dates only)
 *   value      = 'text' | pathVariable('name') | samUserName | currentDate | date(year, month, day)
 * </pre>
 *
 * The current date is that of UTC. A part of the path that the call does not have equals nothing; whether it differs from
 * something cannot be told.
 */
final class SamCondition {
    private static final Pattern TOKEN = Pattern.compile(
            "\\s*(?:'([^']*)'|\"([^\"]*)\"|([A-Za-z]+)|([0-9]{1,9})|(==|!=|<=|>=|<|>|&&|\\|\\||!|[(),]))");
    private static final Set<String> COMPARISONS = Set.of("==", "!=", "<", "<=", ">", ">=");
    private static final int MAX_DEPTH = 50;

    /** True, false, or null where it cannot be told. */
    private interface Test {
        @Nullable
        Boolean of(SamCircumstances circumstances);
    }

    private record Value(boolean date, Function<SamCircumstances, @Nullable Comparable<?>> read) {}

    private final Test test;

    private SamCondition(Test test) {
        this.test = test;
    }

    /** Whether it holds; null when that cannot be told. */
    @Nullable
    Boolean holds(SamCircumstances circumstances) {
        return test.of(circumstances);
    }

    /** Reads a condition; refuses a malformed one as {@link SamPolicy#parse} does. */
    static SamCondition parse(String text) {
        Parser parser = new Parser(tokens(text));
        Test test = parser.condition(0);
        if (!parser.atEnd()) {
            throw malformed();
        }
        return new SamCondition(test);
    }

    private record Token(Kind kind, String text) {
        enum Kind {
            TEXT,
            WORD,
            NUMBER,
            SIGN
        }
    }

    private static List<Token> tokens(String text) {
        String rest = text.stripTrailing();
        Matcher matcher = TOKEN.matcher(rest);
        List<Token> tokens = new ArrayList<>();
        int at = 0;
        while (at < rest.length()) {
            if (!matcher.region(at, rest.length()).lookingAt()) {
                throw malformed();
            }
            tokens.add(token(matcher));
            at = matcher.end();
        }
        return tokens;
    }

    private static Token token(Matcher matcher) {
        if (matcher.group(1) != null) {
            return new Token(Token.Kind.TEXT, matcher.group(1));
        }
        if (matcher.group(2) != null) {
            return new Token(Token.Kind.TEXT, matcher.group(2));
        }
        if (matcher.group(3) != null) {
            return new Token(Token.Kind.WORD, matcher.group(3));
        }
        return matcher.group(4) != null
                ? new Token(Token.Kind.NUMBER, matcher.group(4))
                : new Token(Token.Kind.SIGN, matcher.group(5));
    }

    private static RuntimeException malformed() {
        return SamPolicy.invalid("A condition is malformed.");
    }

    /** Recursive descent. */
    private static final class Parser {
        private final List<Token> tokens;
        private int at;

        Parser(List<Token> tokens) {
            this.tokens = tokens;
        }

        boolean atEnd() {
            return at == tokens.size();
        }

        Test condition(int depth) {
            List<Test> alternatives = new ArrayList<>(List.of(conjunction(depth)));
            while (accept("or") || accept("||")) {
                alternatives.add(conjunction(depth));
            }
            return joined(alternatives, true);
        }

        private Test conjunction(int depth) {
            List<Test> parts = new ArrayList<>(List.of(negation(depth)));
            while (accept("and") || accept("&&")) {
                parts.add(negation(depth));
            }
            return joined(parts, false);
        }

        private Test negation(int depth) {
            if (depth > MAX_DEPTH) {
                throw malformed();
            }
            if (accept("not") || accept("!")) {
                Test negated = negation(depth + 1);
                return circumstances -> not(negated.of(circumstances));
            }
            if (accept("(")) {
                Test inner = condition(depth + 1);
                expect(")");
                return inner;
            }
            if (accept("ipAddress")) {
                Network network = network(argument());
                return circumstances -> network.contains(circumstances.address());
            }
            return comparison();
        }

        private static Network network(String text) {
            Network network = Network.parse(text);
            if (network == null) {
                throw malformed();
            }
            return network;
        }

        private Test comparison() {
            Value left = value();
            String operator = next(Token.Kind.SIGN);
            Value right = value();
            boolean equality = operator.equals("==") || operator.equals("!=");
            if (!COMPARISONS.contains(operator) || left.date != right.date || (!left.date && !equality)) {
                throw malformed();
            }
            return circumstances -> compare(left.read.apply(circumstances), operator, right.read.apply(circumstances));
        }

        private Value value() {
            if (at < tokens.size() && tokens.get(at).kind == Token.Kind.TEXT) {
                String text = tokens.get(at++).text;
                return new Value(false, circumstances -> text);
            }
            String word = next(Token.Kind.WORD);
            return switch (word) {
                case "pathVariable" -> {
                    String name = argument();
                    yield new Value(
                            false,
                            circumstances -> circumstances.pathVariables().get(name));
                }
                case "samUserName" -> new Value(false, SamCircumstances::samUserName);
                case "currentDate" ->
                    new Value(true, circumstances -> LocalDate.ofInstant(circumstances.now(), ZoneOffset.UTC));
                case "date" -> {
                    LocalDate date = date();
                    yield new Value(true, circumstances -> date);
                }
                default -> throw malformed();
            };
        }

        private String argument() {
            expect("(");
            String argument = next(Token.Kind.TEXT);
            expect(")");
            return argument;
        }

        private LocalDate date() {
            expect("(");
            int year = Integer.parseInt(next(Token.Kind.NUMBER));
            expect(",");
            int month = Integer.parseInt(next(Token.Kind.NUMBER));
            expect(",");
            int day = Integer.parseInt(next(Token.Kind.NUMBER));
            expect(")");
            try {
                return LocalDate.of(year, month, day);
            } catch (DateTimeException e) {
                throw malformed();
            }
        }

        private String next(Token.Kind kind) {
            if (at == tokens.size() || tokens.get(at).kind != kind) {
                throw malformed();
            }
            return tokens.get(at++).text;
        }

        private boolean accept(String text) {
            if (at == tokens.size()
                    || tokens.get(at).kind == Token.Kind.TEXT
                    || !tokens.get(at).text.equals(text)) {
                return false;
            }
            at++;
            return true;
        }

        private void expect(String text) {
            if (!accept(text)) {
                throw malformed();
            }
        }
    }

    /**
     * Tests joined by {@code or} or {@code and}, in one list rather than nested, since a document can hold thousands
     * of them.
     *
     * @param deciding what any of them decides for all: true for {@code or}, false for {@code and}
     */
    private static Test joined(List<Test> tests, boolean deciding) {
        if (tests.size() == 1) {
            return tests.get(0);
        }
        List<Test> all = List.copyOf(tests);
        return circumstances -> {
            Boolean together = !deciding;
            for (Test test : all) {
                Boolean holds = test.of(circumstances);
                if (holds == null) {
                    together = null;
                } else if (holds == deciding) {
                    return deciding;
                }
            }
            return together;
        };
    }

    private static @Nullable Boolean not(@Nullable Boolean value) {
        return value == null ? null : Boolean.valueOf(!value);
    }

    private static @Nullable Boolean compare(
            @Nullable Comparable<?> left, String operator, @Nullable Comparable<?> right) {
        if (left == null || right == null) {
            return operator.equals("==") ? Boolean.FALSE : null;
        }
        if (left instanceof LocalDate one && right instanceof LocalDate other) {
            return holds(one.compareTo(other), operator);
        }
        return left.equals(right) == operator.equals("==");
    }

    private static boolean holds(int order, String operator) {
        return switch (operator) {
            case "==" -> order == 0;
            case "!=" -> order != 0;
            case "<" -> order < 0;
            case "<=" -> order <= 0;
            case ">" -> order > 0;
            default -> order >= 0;
        };
    }
}
