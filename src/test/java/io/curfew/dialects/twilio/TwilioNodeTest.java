package io.curfew.dialects.twilio;

import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.curfew.lifecycle.WorkRunner;
import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.SettableClock;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs {@code src/test/node}: Twilio's client for Node, unchanged. Skipped where npm or its registry is absent. */
@CurfewTest
class TwilioNodeTest {
    private static final Path SOURCES = Path.of("src/test/node");
    private static final Path WORK = Path.of("target/node");

    @Inject
    Accounts accounts;

    @Inject
    WorkRunner runner;

    @Inject
    SettableClock clock;

    @TestHTTPResource
    URI url;

    @Test
    void nodeClientRunsUnchanged() throws Exception {
        // Given
        assumeTrue(isThere("npm") && isThere("node"), "skipped: npm and node are not installed");
        install();
        Credentials main = accounts.main();
        String base = url.toString().replaceAll("/$", "");
        Map<String, String> environment =
                Map.of("CURFEW_URL", base, "CURFEW_SID", main.sid(), "CURFEW_TOKEN", main.token());
        // When
        Result flow = run(environment, "node", "--test", "--test-reporter=tap", "twilio.test.js");
        // Then
        assertThat(flow.status).as(flow.output).isZero();
        Matcher sub = Pattern.compile("CURFEW_SUB=(AC[0-9a-f]{32})").matcher(flow.output);
        assertThat(sub.find()).as(flow.output).isTrue();
        // When thirty days have passed
        clock.advance(Duration.ofDays(30));
        await(runner::runDue);
        Map<String, String> later = new java.util.HashMap<>(environment);
        later.put("CURFEW_STAGE", "purged");
        later.put("CURFEW_SUB", sub.group(1));
        Result purged = run(later, "node", "--test", "--test-reporter=tap", "twilio.test.js");
        // Then
        assertThat(purged.status).as(purged.output).isZero();
    }

    /** Major versions differ in how they send things; the second changes them by {@code PUT}. */
    @Test
    void olderMajorVersionRunsUnchanged() throws Exception {
        runFamilies("twilio2");
    }

    @Tag("slow")
    @Test
    void allOlderMajorVersionsRunUnchanged() throws Exception {
        runFamilies("twilio2,twilio3,twilio4,twilio5");
    }

    private void runFamilies(String families) throws Exception {
        // Given
        assumeTrue(isThere("npm") && isThere("node"), "skipped: npm and node are not installed");
        install();
        Credentials main = accounts.main();
        // When
        Result flow = run(
                Map.of(
                        "CURFEW_URL",
                        url.toString().replaceAll("/$", ""),
                        "CURFEW_SID",
                        main.sid(),
                        "CURFEW_TOKEN",
                        main.token(),
                        "CURFEW_FAMILIES",
                        families),
                "node",
                "--test",
                "--test-reporter=tap",
                "families.test.js");
        // Then
        assertThat(flow.status).as(flow.output).isZero();
        assertThat(flow.output).contains("# pass " + families.split(",").length);
    }

    private static void install() throws IOException, InterruptedException {
        Files.createDirectories(WORK);
        for (String name :
                List.of("package.json", "package-lock.json", ".npmrc", "twilio.test.js", "families.test.js")) {
            Files.copy(SOURCES.resolve(name), WORK.resolve(name), StandardCopyOption.REPLACE_EXISTING);
        }
        if (!Files.exists(WORK.resolve("node_modules/twilio5/package.json"))) {
            Result installed = run(Map.of(), "npm", "ci", "--silent");
            assumeTrue(installed.status == 0, "skipped: npm could not install the client: " + installed.output);
        }
    }

    private static boolean isThere(String program) {
        for (String folder : System.getenv("PATH").split(File.pathSeparator, -1)) {
            if (Files.isExecutable(Path.of(folder, program))) {
                return true;
            }
        }
        return false;
    }

    private record Result(int status, String output) {}

    private static Result run(Map<String, String> environment, String... command)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile(WORK, "run", ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(WORK.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("TWILIO_"));
        builder.environment().putAll(environment);
        Process process = builder.start();
        try {
            if (!process.waitFor(4, TimeUnit.MINUTES)) {
                return new Result(-1, "timed out: " + Files.readString(output));
            }
            return new Result(process.exitValue(), Files.readString(output));
        } finally {
            process.destroyForcibly();
        }
    }
}
