package io.curfew.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The doors' documents list every acceptance row once, and the tests that they name exist. */
class SupportMatrixTest {
    private static final Pattern ROW = Pattern.compile("^\\| ([A-Z]\\d+(?:-\\d+)?) \\| (.+) \\|$", Pattern.MULTILINE);
    private static final Pattern TEST = Pattern.compile("([A-Z][A-Za-z]*(?:Test|IT))\\.([a-z][A-Za-z0-9]*)");

    @Test
    void everyRowOfTwiliosIsProvedOrOpen() throws IOException {
        assertRows(Path.of("docs/dialects/twilio.md"), Map.of("T0-", 30, "T3-", 35));
    }

    @Test
    void everyRowOfSoracomsIsProvedOrOpen() throws IOException {
        assertRows(Path.of("docs/dialects/soracom.md"), Map.of("S1-", 43, "B", 15));
    }

    @Test
    void everyRowOfMicrosoftAdvertisingsIsProvedOrOpen() throws IOException {
        assertRows(Path.of("docs/dialects/microsoft-advertising.md"), Map.of("M4-", 41, "C", 8));
    }

    private static void assertRows(Path document, Map<String, Integer> last) throws IOException {
        // Given
        Map<String, String> sources = testSources();
        Map<String, String> rows = new TreeMap<>();
        List<String> wrong = new ArrayList<>();
        String text = Files.readString(document);
        // When
        Matcher row = ROW.matcher(text);
        while (row.find()) {
            if (rows.put(row.group(1), row.group(2)) != null) {
                wrong.add(row.group(1) + " is there twice");
            }
            wrong.addAll(wrongTests(row.group(1), row.group(2), sources));
        }
        wrong.addAll(wrongTests("the document", text, sources));
        // Then
        assertThat(wrong).isEmpty();
        assertThat(rows.keySet())
                .containsExactlyInAnyOrderElementsOf(last.entrySet().stream()
                        .flatMap(seed ->
                                IntStream.rangeClosed(1, seed.getValue()).mapToObj(number -> seed.getKey() + number))
                        .toList());
    }

    private static List<String> wrongTests(String row, String proof, Map<String, String> sources) {
        List<String> wrong = new ArrayList<>();
        Matcher test = TEST.matcher(proof);
        boolean named = proof.contains("open, ");
        while (test.find()) {
            named = true;
            String source = sources.getOrDefault(test.group(1), "");
            if (!Pattern.compile("\\b(void|List<DynamicTest>) " + test.group(2) + "\\(")
                    .matcher(source)
                    .find()) {
                wrong.add(row + " names " + test.group() + ", which is no test");
            }
        }
        if (!named) {
            wrong.add(row + " is neither proved nor open");
        }
        return wrong;
    }

    private static Map<String, String> testSources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.filter(file -> file.toString().matches(".*(Test|IT)[.]java"))
                    .collect(Collectors.toMap(
                            file -> file.getFileName().toString().replace(".java", ""), SupportMatrixTest::read));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
