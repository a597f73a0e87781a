package io.curfew.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The architecture's table of rooms has a row for every room, and no room twice. */
class RoomsTableTest {
    private static final Path ROOT = Path.of("src/main/java/io/curfew");
    private static final Pattern ROOM = Pattern.compile("`([a-z.]+)`");

    @Test
    void tableHasEachRoomOnce() throws IOException {
        // Given
        List<String> rooms = new ArrayList<>(names(ROOT));
        rooms.remove("dialects");
        names(ROOT.resolve("dialects")).forEach(door -> rooms.add("dialects." + door));
        // When
        String document = Files.readString(Path.of("docs/architecture.md"));
        List<String> written = document.substring(
                        document.indexOf("| Room |"), document.indexOf("## The life of one request"))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .flatMap(line -> ROOM.matcher(line.split("\\|", -1)[1]).results())
                .map(found -> found.group(1))
                .toList();
        // Then
        assertThat(written).containsExactlyInAnyOrderElementsOf(rooms);
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.filter(Files::isDirectory)
                    .map(child -> child.getFileName().toString())
                    .toList();
        }
    }
}
