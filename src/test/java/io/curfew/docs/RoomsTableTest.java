package io.curfew.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The architecture's table of rooms has a row for every room, and no room twice; it names the rooms that each uses. */
class RoomsTableTest {
    private static final Path ROOT = Path.of("src/main/java/io/curfew");
    private static final Pattern ROOM = Pattern.compile("`([a-z.]+)`");
    private static final Pattern USE =
            Pattern.compile("^import (?:static )?io\\.curfew\\.(dialects\\.[a-z]+|[a-z]+)\\.", Pattern.MULTILINE);

    /** The rooms that every other one may use. */
    private static final Set<String> EVERYBODYS = Set.of("kernel", "settings", "resilience", "sql");

    @Test
    void tableHasEachRoomWithWhatItUses() throws IOException {
        // Given
        List<String> rooms = new ArrayList<>(names(ROOT));
        rooms.remove("dialects");
        names(ROOT.resolve("dialects")).forEach(door -> rooms.add("dialects." + door));
        Map<String, Set<String>> used = new TreeMap<>();
        for (String room : rooms) {
            used.put(room, uses(room));
        }
        // When
        String document = Files.readString(Path.of("docs/architecture.md"));
        List<String[]> rows = document.substring(
                        document.indexOf("| Room |"), document.indexOf("## The life of one request"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> line.split("\\|", -1))
                .toList();
        // Then
        assertThat(rows.stream().flatMap(row -> named(row[1]))).containsExactlyInAnyOrderElementsOf(rooms);
        assertThat(rows)
                .allSatisfy(row -> assertThat(named(row[3]))
                        .as(row[1])
                        .containsExactlyInAnyOrderElementsOf(
                                used.get(named(row[1]).findFirst().orElseThrow())));
    }

    private static Stream<String> named(String cell) {
        return ROOM.matcher(cell).results().map(found -> found.group(1));
    }

    private static Set<String> uses(String room) throws IOException {
        Set<String> used = new TreeSet<>();
        try (Stream<Path> files = Files.walk(ROOT.resolve(room.replace('.', '/')))) {
            for (Path file :
                    files.filter(path -> path.toString().endsWith(".java")).toList()) {
                USE.matcher(Files.readString(file)).results().forEach(found -> used.add(found.group(1)));
            }
        }
        used.remove(room);
        used.removeAll(EVERYBODYS);
        return used;
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(Files::isDirectory)
                    .map(child -> child.getFileName().toString())
                    .toList();
        }
    }
}
