package io.curfew.architecture;

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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every table has one owner, the room that docs/architecture.md names, and nobody else writes it. */
class TableOwnersTest {
    private static final Path MIGRATIONS = Path.of("src/main/resources/db/migration");

    private static final Pattern CREATED = Pattern.compile("(?m)^create table (\\w+)\\b(?! partition of)");
    private static final Pattern OWNER = Pattern.compile("(?m)^\\| `(\\w+)` \\| ((?:`\\w+` ?)+)\\|$");
    private static final Pattern CELL = Pattern.compile("`(\\w+)`");

    private static final Pattern ENTITY = Pattern.compile("@Table\\(name = \"(\\w+)\"[\\s\\S]*?\\bclass (\\w+)");

    /** An update sets something, so that a sentence with the word is none. */
    private static final Pattern WRITE =
            Pattern.compile("(?i)\\b(?:insert\\s+into|delete\\s+from|merge\\s+into|truncate"
                    + "|update(?=\\s+\\w+(?:\\s+(?:as\\s+)?\\w+)?\\s+set\\s+\\w+\\s*=))(?:\\s+(\\w+))?");

    /** A statement in a class. */
    private record Write(String room, String file, String table) {
        static Write of(Path file, String table) {
            return new Write(
                    Sources.CODE.relativize(file).getName(0).toString(),
                    file.getFileName().toString(),
                    table);
        }
    }

    @Test
    void everyTableHasAnOwner() throws IOException {
        assertThat(owners().keySet()).isEqualTo(tables());
    }

    @Test
    void onlyItsOwnerWritesATable() throws IOException {
        // Given
        Map<String, String> owners = owners();
        // When
        List<Write> writes = writes(Sources.all());
        // Then
        assertThat(writes)
                .hasSizeGreaterThan(60)
                .allSatisfy(write -> assertThat(write.room()).isEqualTo(owners.get(write.table())));
        assertThat(writes.stream().map(Write::table).collect(Collectors.toSet()))
                .as("a table that nothing writes")
                .isEqualTo(owners.keySet());
    }

    @Test
    void findsWhateverWrites() {
        // Given
        Map<Path, String> code = new TreeMap<>(Map.of(Sources.CODE.resolve("rooms/Room.java"), """
                        // delete from comment
                        @Entity
                        @Table(name = "room")
                        class Room {
                            String a = "with gone as (delete from x returning id)" + " insert  into y (id) values ($1)";
                            String b = \"""
                                    update z as t set a = 1 where it = 'so';
                                    UPDATE only_u SET a = 2\""";
                            String c = "delete from " + table;
                            String d = "on conflict (id) do update set a = 1 for update skip locked";
                            String e = "the update was set aside", f = "delete from Room where id = ?1";
                        }
                        """));
        // When
        List<Write> writes = writes(code);
        // Then
        assertThat(writes.stream().map(Write::table)).containsExactly("room", "x", "y", "z", "only_u", "", "room");
    }

    private static Map<String, String> owners() throws IOException {
        String list = Files.readString(Path.of("docs/architecture.md")).split("### Who owns which table", 2)[1];
        Map<String, String> owners = new TreeMap<>();
        OWNER.matcher(list)
                .results()
                .forEach(row -> CELL.matcher(row.group(2))
                        .results()
                        .forEach(table -> assertThat(owners.put(table.group(1), row.group(1)))
                                .as("another owner of " + table.group(1))
                                .isNull()));
        return owners;
    }

    private static Set<String> tables() throws IOException {
        try (Stream<Path> files = Files.list(MIGRATIONS)) {
            return files.map(Sources::read)
                    .flatMap(sql -> CREATED.matcher(sql).results())
                    .map(found -> found.group(1))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    /** What the code writes, entities included; without a name where the table's is put together while it runs. */
    private static List<Write> writes(Map<Path, String> code) {
        Map<String, String> entities = new TreeMap<>();
        List<Write> writes = new ArrayList<>();
        code.forEach((file, text) -> ENTITY.matcher(text).results().forEach(entity -> {
            entities.put(entity.group(2), entity.group(1));
            writes.add(Write.of(file, entity.group(1)));
        }));
        code.forEach((file, text) -> Sources.literals(text)
                .flatMap(literal -> WRITE.matcher(literal).results())
                .map(write -> write.group(1) == null ? "" : write.group(1))
                .flatMap(name -> months(name).stream())
                .forEach(name -> writes.add(Write.of(file, entities.getOrDefault(name, name)))));
        return writes;
    }

    /** The months of the append-only tables have names that are made of dates; what writes them writes all three. */
    private static List<String> months(String name) {
        return name.equals("NAME") || name.equals("PARENT_default")
                ? List.of("audit_entry", "outbox_event", "usage_event")
                : List.of(name);
    }
}
