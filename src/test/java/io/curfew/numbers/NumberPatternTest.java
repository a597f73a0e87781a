package io.curfew.numbers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curfew.kernel.DomainException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberPatternTest {
    @ParameterizedTest
    @CsvSource({
        "555, %555%",
        "+1415, 1415%",
        "0103$, %0103",
        "415*55, %415_55%",
        "41%01$, %41%01",
        "STORM, %78676%",
        "storm, %78676%",
        "i*, %4_%"
    })
    void searchPatternBecomesALikePattern(String pattern, String expected) {
        assertThat(NumberPattern.contains(pattern)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "5", "12345678901234567", "55_5", "ü555", "5+5", "5$5", "'; drop", "+$", "55 5"})
    void badSearchPatternIsRefused(String pattern) {
        assertThatThrownBy(() -> NumberPattern.contains(pattern)).isInstanceOf(DomainException.class);
    }

    @ParameterizedTest
    @CsvSource({"+1415, 1415%", "415, %415%", "(415) 555-0103, %4155550103%", "+1*15, 1_15%", "'', %%"})
    void listFilterBecomesALikePattern(String text, String expected) {
        assertThat(NumberPattern.part(text)).isEqualTo(expected);
    }

    @Test
    void listFilterThatNoNumberMatchesIsNone() {
        assertThat(NumberPattern.part("415%")).isNull();
        assertThat(NumberPattern.part("' or 1=1")).isNull();
    }
}
