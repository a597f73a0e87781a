package io.curfew.platform.start;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.CurfewProcess;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The classes that are loaded ahead of a start are about those that it needs. {@code -Dclasses.write=true} writes the list
 * anew, which an upgrade of a library may need.
 */
class EarlyClassesIT {
    private static final Path LIST = Path.of("src/main/resources").resolve(EarlyClasses.RESOURCE);
    private static final String TOKEN = "curfew_early-classes";
    private static final Pattern LOADED =
            Pattern.compile("\\] (\\S+)\\.([^.\\s/]+) source: file:\\S*/lib/(main|boot)/\\S+");

    @TempDir
    Path temporary;

    @Test
    void listIsAboutWhatAStartLoads() throws Exception {
        // Given a start that loads what it needs when it needs it, as it does on a single processor
        Path data = temporary.resolve("data");
        CurfewProcess.start(data, Map.of("CURFEW_BOOTSTRAP_API_TOKEN", TOKEN))
                .awaitReady()
                .close();
        Path log = temporary.resolve("classes.log");
        String options = "-XX:ActiveProcessorCount=1 -Xlog:class+load:file=" + log + "::filecount=0";
        // When
        try (CurfewProcess curfew =
                CurfewProcess.start(data, Map.of("JAVA_TOOL_OPTIONS", options)).awaitReady()) {
            assertThat(statusOfFirstCall(curfew)).isEqualTo(200);
        }
        List<String> lines = lines(Files.readAllLines(log));
        if (Boolean.getBoolean("classes.write")) {
            Files.createDirectories(LIST.resolveSibling(""));
            Files.write(LIST, lines);
        }
        // Then
        Set<String> needed = names(lines);
        Set<String> listed = names(Files.readAllLines(LIST));
        Set<String> common = new LinkedHashSet<>(needed);
        common.retainAll(listed);
        assertThat(needed).hasSizeGreaterThan(1000);
        assertThat(common.size()).as("listed of those needed").isGreaterThan(needed.size() * 9 / 10);
        assertThat(common.size()).as("needed of those listed").isGreaterThan(listed.size() * 9 / 10);
    }

    private static int statusOfFirstCall(CurfewProcess curfew) throws IOException, InterruptedException {
        HttpRequest call = HttpRequest.newBuilder(URI.create(curfew.baseUrl() + "/api/v1/accounts"))
                .header("Authorization", "Bearer " + TOKEN)
                .build();
        return HttpClient.newHttpClient()
                .send(call, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    /** Classes of libraries in the order in which they were loaded, those of a package that follow each other in a line. */
    private static List<String> lines(List<String> log) {
        List<String> lines = new ArrayList<>();
        String last = "";
        for (String entry : log) {
            Matcher loaded = LOADED.matcher(entry);
            if (!loaded.find()
                    || loaded.group(2).contains("$$")
                    || loaded.group(2).contains("$Proxy")) {
                continue;
            }
            if (loaded.group(1).equals(last)) {
                lines.set(lines.size() - 1, lines.get(lines.size() - 1) + " " + loaded.group(2));
            } else {
                last = loaded.group(1);
                lines.add(last + " " + loaded.group(2));
            }
        }
        return lines;
    }

    private static Set<String> names(List<String> lines) throws IOException {
        Set<String> names = new LinkedHashSet<>();
        for (String line : lines) {
            String[] words = line.split(" ");
            for (int i = 1; i < words.length; i++) {
                names.add(words[0] + "." + words[i]);
            }
        }
        return names;
    }
}
