package io.curfew.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.curfew.lifecycle.LaneCount;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfig;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WholeNumberTest {

    @Test
    void boundsBelongToTheRange() {
        assertThat(new AtLeastZero().convert("0")).isZero();
        assertThat(new AtLeastOne().convert(" 1 ")).isOne();
        assertThat(new LaneCount().convert("64")).isEqualTo(64);
        assertThat(new AtLeastOne().convert("2147483647")).isEqualTo(Integer.MAX_VALUE);
    }

    @ParameterizedTest
    @CsvSource({
        "0, must be from 1 to 64",
        "65, must be from 1 to 64",
        "-1, must be from 1 to 64",
        "many, must be a whole number",
        "1.5, must be a whole number",
        "2147483648, must be a whole number",
    })
    void whatIsOutOfThemIsRefusedByName(String value, String reason) {
        // Given
        SmallRyeConfig config = new SmallRyeConfigBuilder()
                .withSources(new PropertiesConfigSource(Map.of("curfew.lifecycle.lanes", value), "test", 100))
                .build();
        // When
        assertThatThrownBy(() -> config.getValue("curfew.lifecycle.lanes", new LaneCount()))
                // Then
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("curfew.lifecycle.lanes")
                .hasMessageContaining(reason);
    }
}
