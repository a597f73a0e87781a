package io.curfew.sims;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file of rules: its first line names the version, the next one the columns, and the rows follow. Fields are
 * separated by semicolons; empty lines and lines that begin with {@code #} are skipped. Errors name the file and the
 * line.
 */
final class CatalogFile {
    private static final String VERSION = "version;1";

    /** A row, by column name. */
    final class Row {
        private final int line;
        private final String[] fields;

        private Row(int line, String[] fields) {
            this.line = line;
            this.fields = fields;
        }

        String text(String column) {
            int index = columns.indexOf(column);
            if (index < 0) {
                throw wrong("there is no column " + column);
            }
            return fields[index];
        }

        String required(String column) {
            String text = text(column);
            if (text.isEmpty()) {
                throw wrong("column " + column + " is empty");
            }
            return text;
        }

        boolean flag(String column) {
            return switch (text(column)) {
                case "yes" -> true;
                case "no" -> false;
                default -> throw wrong("column " + column + " is neither yes nor no");
            };
        }

        List<String> list(String column) {
            String text = text(column);
            return text.isEmpty() ? List.of() : List.of(text.split(",", -1));
        }

        <E extends Enum<E>> E constant(Class<E> type, String column) {
            try {
                return Enum.valueOf(type, text(column));
            } catch (IllegalArgumentException e) {
                throw wrong("column " + column + " says " + text(column));
            }
        }

        IllegalStateException wrong(String what) {
            return CatalogFile.this.wrong(line, what);
        }
    }

    private final String name;
    private final List<String> columns;
    private final List<Row> rows = new ArrayList<>();

    private CatalogFile(String name, List<String> lines) {
        this.name = name;
        if (lines.size() < 2 || !lines.get(0).strip().equals(VERSION)) {
            throw wrong(1, "the first line is to be " + VERSION);
        }
        this.columns = List.of(lines.get(1).strip().split(";", -1));
        for (int i = 2; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] fields = line.split(";", -1);
            if (fields.length != columns.size()) {
                throw wrong(i + 1, "there are " + fields.length + " fields and " + columns.size() + " columns");
            }
            rows.add(new Row(i + 1, Arrays.stream(fields).map(String::strip).toArray(String[]::new)));
        }
    }

    /** Reads the file {@code name} from the directory if it is there, otherwise the built-in one. */
    static CatalogFile read(Optional<Path> directory, String name) {
        Path own = directory.map(path -> path.resolve(name)).orElse(null);
        try {
            return own != null && Files.exists(own)
                    ? new CatalogFile(own.toString(), Files.readAllLines(own, StandardCharsets.UTF_8))
                    : new CatalogFile("sims/" + name, builtIn("/sims/" + name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> builtIn(String resource) throws IOException {
        try (@Nullable InputStream file = CatalogFile.class.getResourceAsStream(resource)) {
            if (file == null) {
                throw new IllegalStateException("the file of rules is missing: " + resource);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
        }
    }

    List<Row> rows() {
        return rows;
    }

    private IllegalStateException wrong(int line, String what) {
        return new IllegalStateException(name + ", line " + line + ": " + what);
    }
}
