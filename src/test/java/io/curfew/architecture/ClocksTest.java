package io.curfew.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.lifecycle.LifecycleClock;
import java.io.IOException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Nobody asks for the time in another way than by the clocks, and for a tree's time not without the tree. */
class ClocksTest {
    private static final Pattern DATABASE_TIME = Pattern.compile("(?i)\\b(?:(?:now|timeofday)\\s*\\(\\s*\\)"
            + "|(?:(?:clock|statement|transaction)_timestamp|current_(?:timestamp|date|time)|localtime(?:stamp)?)\\b)");

    @Test
    void onlyTheClockAndTheMonthsOfRecordingReadTheDatabasesTime() throws IOException {
        // Given
        Set<String> reading = new TreeSet<>();
        // When
        Sources.all().forEach((file, code) -> {
            if (Sources.literals(code).anyMatch(text -> readsTime(text))) {
                reading.add(Sources.CODE.relativize(file).toString());
            }
        });
        // Then
        assertThat(reading)
                .containsExactlyInAnyOrder(
                        "events/MonthPartitions.java",
                        "events/OutboxMetrics.java",
                        "events/Recording.java",
                        "platform/DatabaseClock.java");
    }

    @Test
    void findsWhateverReadsTime() {
        assertThat(Arrays.asList(
                        "select NOW ()",
                        "due_at <= current_timestamp",
                        "clock_timestamp()",
                        "date < current_date",
                        "localtimestamp"))
                .allMatch(ClocksTest::readsTime);
        assertThat(Arrays.asList("known", "is it now?", "updated_at = :now", "now_utc"))
                .noneMatch(ClocksTest::readsTime);
    }

    @Test
    void aTreesTimeIsAskedForWithTheTree() {
        assertThat(LifecycleClock.class.getMethods())
                .extracting(Method::toGenericString)
                .containsExactly("public abstract java.time.Instant"
                        + " io.curfew.lifecycle.LifecycleClock.now(java.lang.String)");
    }

    private static boolean readsTime(String text) {
        return DATABASE_TIME.matcher(text).find();
    }
}
