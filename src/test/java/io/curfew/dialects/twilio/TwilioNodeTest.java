package io.curfew.dialects.twilio;

import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.lifecycle.WorkRunner;
import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.NodePrograms;
import io.curfew.testing.SettableClock;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Runs {@code src/test/node}: Twilio's client for Node, unchanged. */
@CurfewTest
class TwilioNodeTest {
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
        NodePrograms programs = NodePrograms.of("node");
        Credentials main = accounts.main();
        String base = url.toString().replaceAll("/$", "");
        Map<String, String> environment =
                Map.of("CURFEW_URL", base, "CURFEW_SID", main.sid(), "CURFEW_TOKEN", main.token());
        // When
        NodePrograms.Result flow = programs.test(environment, "twilio.test.js");
        // Then
        assertThat(flow.status()).as(flow.output()).isZero();
        Matcher sub = Pattern.compile("CURFEW_SUB=(AC[0-9a-f]{32})").matcher(flow.output());
        assertThat(sub.find()).as(flow.output()).isTrue();
        // When thirty days have passed
        clock.advance(Duration.ofDays(30));
        await(runner::runDue);
        Map<String, String> later = new java.util.HashMap<>(environment);
        later.put("CURFEW_STAGE", "purged");
        later.put("CURFEW_SUB", sub.group(1));
        NodePrograms.Result purged = programs.test(later, "twilio.test.js");
        // Then
        assertThat(purged.status()).as(purged.output()).isZero();
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
        NodePrograms programs = NodePrograms.of("node");
        Credentials main = accounts.main();
        // When
        NodePrograms.Result flow = programs.test(
                Map.of(
                        "CURFEW_URL",
                        url.toString().replaceAll("/$", ""),
                        "CURFEW_SID",
                        main.sid(),
                        "CURFEW_TOKEN",
                        main.token(),
                        "CURFEW_FAMILIES",
                        families),
                "families.test.js");
        // Then
        assertThat(flow.status()).as(flow.output()).isZero();
        assertThat(flow.output()).contains("# pass " + families.split(",").length);
    }
}
