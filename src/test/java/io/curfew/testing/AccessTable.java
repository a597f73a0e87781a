package io.curfew.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.curfew.kernel.Action;
import jakarta.ws.rs.HttpMethod;
import jakarta.ws.rs.Path;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Function;

/**
 * A table of {@code docs/access.md}: below its heading, a row for each act and route, and a column for each caller. A test
 * asks what each cell says. Where a cell of a new row says {@code ?}, {@code -Daccess.write=true} has the sample ask it and
 * writes the answer into the file, to be reviewed.
 */
public final class AccessTable {
    private static final java.nio.file.Path FILE = java.nio.file.Path.of("docs/access.md");
    private static final long SEED = 20_261_128;

    /** What a cell says where there is no such caller. */
    private static final String NOBODY = "–";

    /** What a cell says that is to be filled. */
    private static final String OPEN = "?";

    private final String heading;
    private final List<String> callers;
    private final List<Cell> cells;

    private AccessTable(String heading, List<String> callers, List<Cell> cells) {
        this.heading = heading;
        this.callers = callers;
        this.cells = cells;
    }

    /**
     * What one caller gets.
     *
     * @param act the act's name
     * @param route method and address with placeholders, and what else the call says
     * @param caller the column
     * @param expected the answer
     */
    public record Cell(String act, String route, String caller, String expected) {
        /** The call's method. */
        public String method() {
            return route.substring(0, route.indexOf(' '));
        }

        /** The address, with placeholders. */
        public String path() {
            return route.split(" ", -1)[1];
        }

        /** What the call says beside its address: names and values. */
        public Map<String, String> words() {
            Map<String, String> words = new TreeMap<>();
            for (String word : Arrays.asList(route.split(" ", -1)).subList(2, route.split(" ", -1).length)) {
                words.put(word.substring(0, word.indexOf('=')), word.substring(word.indexOf('=') + 1));
            }
            return words;
        }
    }

    /** The table under that heading. */
    public static AccessTable under(String heading) {
        List<String> lines = lines();
        List<String> callers = List.of();
        List<Cell> cells = new ArrayList<>();
        for (int i = begin(lines, heading); i < lines.size() && !lines.get(i).startsWith("#"); i++) {
            List<String> columns = columns(lines.get(i));
            if (columns.isEmpty() || columns.get(0).startsWith("---")) {
                continue;
            }
            if (callers.isEmpty()) {
                callers = columns.subList(2, columns.size());
                continue;
            }
            for (int j = 0; j < callers.size(); j++) {
                cells.add(
                        new Cell(columns.get(0), columns.get(1).replace("`", ""), callers.get(j), columns.get(j + 2)));
            }
        }
        assertThat(cells).as(heading).isNotEmpty();
        return new AccessTable(heading, callers, cells);
    }

    private static int begin(List<String> lines, String heading) {
        int at = lines.indexOf("### " + heading);
        assertThat(at).as(heading).isNotNegative();
        return at + 1;
    }

    private static List<String> columns(String line) {
        return line.startsWith("| ") || line.startsWith("|-")
                ? Arrays.stream(line.substring(1, line.length() - 1).split("\\|", -1))
                        .map(String::strip)
                        .toList()
                : List.of();
    }

    private static List<String> lines() {
        try {
            return Files.readAllLines(FILE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Every row once, as its first cell. */
    public List<Cell> rows() {
        return cells.stream().filter(cell -> cell.caller.equals(callers.get(0))).toList();
    }

    /** Asks every cell; fails with those whose answer is another. */
    public void everyCell(Function<Cell, String> ask) {
        compare(asked(askable(), ask));
    }

    /** Asks a few cells, the same at each run. */
    public void sample(int size, Function<Cell, String> ask) {
        if (Boolean.getBoolean("access.write")) {
            write(asked(
                    cells.stream().filter(cell -> cell.expected.equals(OPEN)).toList(), ask));
            return;
        }
        List<Cell> shuffled = new ArrayList<>(askable());
        Collections.shuffle(shuffled, new Random(SEED));
        compare(asked(shuffled.subList(0, Math.min(size, shuffled.size())), ask));
    }

    private List<Cell> askable() {
        return cells.stream().filter(cell -> !cell.expected.equals(NOBODY)).toList();
    }

    private static Map<Cell, String> asked(List<Cell> cells, Function<Cell, String> ask) {
        Map<Cell, String> answers = new LinkedHashMap<>();
        cells.forEach(cell -> answers.put(cell, ask.apply(cell)));
        return answers;
    }

    private void compare(Map<Cell, String> answers) {
        List<String> different = answers.entrySet().stream()
                .filter(answer -> !answer.getKey().expected.equals(answer.getValue()))
                .map(answer -> answer.getKey() + " was " + answer.getValue())
                .toList();
        assertThat(different).as(heading).isEmpty();
    }

    private void write(Map<Cell, String> answers) {
        List<String> lines = lines();
        for (int i = begin(lines, heading); i < lines.size() && !lines.get(i).startsWith("#"); i++) {
            List<String> columns = new ArrayList<>(columns(lines.get(i)));
            if (columns.size() > 2 && columns.get(1).startsWith("`")) {
                for (int j = 0; j < callers.size(); j++) {
                    Cell cell = new Cell(
                            columns.get(0), columns.get(1).replace("`", ""), callers.get(j), columns.get(j + 2));
                    columns.set(j + 2, answers.getOrDefault(cell, cell.expected));
                }
                lines.set(i, "| " + String.join(" | ", columns) + " |");
            }
        }
        try {
            Files.write(FILE, lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Fails for a route of the door that no row calls for the act that it names, and for a cell that is not filled. */
    public static void assertEveryRouteHasARow(String door, List<AccessTable> tables) {
        List<Cell> rows =
                tables.stream().flatMap(table -> table.rows().stream()).toList();
        List<String> missing = new ArrayList<>();
        offered(door).forEach((route, act) -> {
            String pattern = pattern(route);
            if (rows.stream()
                    .noneMatch(row -> row.act.equals(act) && (row.method() + " " + row.path()).matches(pattern))) {
                missing.add(act + " " + route);
            }
        });
        assertThat(missing).as("routes without a row").isEmpty();
        assertThat(tables.stream().flatMap(table -> table.cells.stream()))
                .as("cells to be filled, with -Daccess.write=true")
                .filteredOn(cell -> cell.expected.equals(OPEN) && !Boolean.getBoolean("access.write"))
                .isEmpty();
        assertThat(rows)
                .allSatisfy(row -> assertThat(Action.of(row.act)).as(row.act).isPresent());
    }

    private static String pattern(String route) {
        String alternatives =
                route.replaceAll("\\{\\w+: *([\\w|]+)}", "ONE<$1>").replaceAll("\\{\\w+}", "ANY");
        return alternatives
                        .replace(".", "\\.")
                        .replaceAll("ONE<([\\w|]+)>", "($1)")
                        .replace("ANY", "[^/.]+") + "(\\?.*)?";
    }

    /** Act by method and path of every route of the door. */
    public static Map<String, String> offered(String door) {
        Map<String, String> offered = new TreeMap<>();
        new ClassFileImporter()
                .withImportOption(new DoNotIncludeTests()).importPackages(door).stream()
                        .filter(type -> type.isAnnotatedWith(Path.class))
                        .forEach(type -> type.getMethods().forEach(method -> {
                            for (Annotation annotation : method.reflect().getAnnotations()) {
                                HttpMethod verb = annotation.annotationType().getAnnotation(HttpMethod.class);
                                if (verb != null) {
                                    String own = method.isAnnotatedWith(Path.class)
                                            ? method.getAnnotationOfType(Path.class)
                                                    .value()
                                            : "";
                                    offered.put(
                                            verb.value() + " "
                                                    + type.getAnnotationOfType(Path.class)
                                                            .value()
                                                    + own,
                                            act(method.reflect()));
                                }
                            }
                        }));
        assertThat(offered).isNotEmpty();
        return offered;
    }

    private static String act(Method route) {
        for (Annotation annotation : route.getAnnotations()) {
            for (Method element : annotation.annotationType().getDeclaredMethods()) {
                if (element.getReturnType() == Action.class) {
                    try {
                        element.setAccessible(true);
                        return ((Action) element.invoke(annotation)).label();
                    } catch (ReflectiveOperationException e) {
                        throw new IllegalStateException(e);
                    }
                }
            }
        }
        throw new IllegalStateException(route + " names no act");
    }
}
