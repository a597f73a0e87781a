package io.curfew.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.curfew.testing.CurfewProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The README's tour, as a reader copies it: what the first start prints, then block by block. What the README shows below a
 * block is what the block prints; an ellipsis stands for anything.
 */
class ReadmeTourIT {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(bash)?\\n(.*?)^```$");
    private static final Pattern PRINTED = Pattern.compile("(?m)^ *CURFEW_BOOTSTRAP_[A-Z_]+=.*$");
    private static final String END = "\u0004end of block\u0004";

    @TempDir
    Path temporary;

    private static final class Step {
        private final String commands;
        private String shown = "";

        Step(String commands) {
            this.commands = commands;
        }
    }

    @Test
    void tourPrintsWhatItShows() throws Exception {
        assumeTrue(Files.isExecutable(Path.of("/bin/bash")) && hasCurl(), "needs bash and curl");
        // Given
        String readme = Files.readString(Path.of("README.md"));
        String tour = readme.substring(readme.indexOf("## A first tour"), readme.indexOf("## Doors"));
        List<Step> steps = new ArrayList<>();
        steps.add(new Step(""));
        Matcher block = BLOCK.matcher(tour);
        while (block.find()) {
            if (block.group(1) == null) {
                steps.get(steps.size() - 1).shown = block.group(2);
            } else {
                steps.add(new Step(block.group(2)));
            }
        }
        assertThat(steps).hasSizeGreaterThan(5);
        try (CurfewProcess curfew =
                CurfewProcess.start(temporary.resolve("data"), Map.of()).awaitReady()) {
            String start = curfew.output();
            assertThat(start.substring(start.indexOf("First start"))).matches(pattern(steps.get(0).shown + "…"));
            // When
            String script =
                    PRINTED.matcher(start).results().map(found -> found.group()).collect(Collectors.joining("\n"))
                            + "\nset -euo pipefail\n"
                            + steps.stream()
                                    .skip(1)
                                    .map(step -> step.commands + "printf '%s' '" + END + "'\n")
                                    .collect(Collectors.joining());
            List<String> answers = List.of(run(script, curfew.baseUrl()).split(END, -1));
            // Then
            assertThat(answers).hasSize(steps.size());
            for (int i = 1; i < steps.size(); i++) {
                assertThat(answers.get(i - 1).strip())
                        .as(steps.get(i).commands)
                        .matches(pattern(steps.get(i).shown.strip()));
            }
        }
    }

    private static Pattern pattern(String shown) {
        return Pattern.compile(
                List.of(shown.split("…", -1)).stream().map(Pattern::quote).collect(Collectors.joining(".*?")),
                Pattern.DOTALL);
    }

    private static boolean hasCurl() {
        return List.of(System.getenv("PATH").split(":")).stream()
                .anyMatch(at -> Files.isExecutable(Path.of(at, "curl")));
    }

    private String run(String script, String url) throws IOException, InterruptedException {
        Path file = Files.writeString(temporary.resolve("tour.sh"), script);
        Path output = temporary.resolve("output.txt");
        ProcessBuilder bash = new ProcessBuilder("/bin/bash", file.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        bash.environment().keySet().removeIf(name -> name.startsWith("CURFEW_"));
        bash.environment().put("CURFEW_URL", url);
        Process process = bash.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String printed = Files.readString(output);
        assertThat(process.exitValue()).as(printed).isZero();
        return printed;
    }
}
