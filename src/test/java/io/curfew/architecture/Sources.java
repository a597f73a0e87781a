package io.curfew.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The service's code as text, for rules about its SQL. */
final class Sources {
    static final Path CODE = Path.of("src/main/java/io/curfew");

    private static final Pattern TOKEN = Pattern.compile(
            "//[^\\n]*|/\\*(?s:.*?)\\*/|'(?:\\\\.|[^'\\\\])'" + "|\"\"\"(?s:.*?)\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*\"");

    private Sources() {}

    /** All of it by file. */
    static Map<Path, String> all() throws IOException {
        try (Stream<Path> files = Files.walk(CODE)) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .collect(Collectors.toMap(file -> file, Sources::read, (a, b) -> a, TreeMap::new));
        }
    }

    /** The texts that a file's code has as literals, quotes included. */
    static Stream<String> literals(String code) {
        return TOKEN.matcher(code).results().map(MatchResult::group).filter(token -> token.startsWith("\""));
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
