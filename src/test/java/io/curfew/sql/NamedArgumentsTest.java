package io.curfew.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NamedArgumentsTest {
    @Test
    void eachNameGetsOnePlaceHoweverOftenItOccurs() {
        NamedArguments placed = NamedArguments.place(
                "select :b, :a where x = :b and y < :after1", Map.of("a", 1, "b", 2, "after1", 3, "unused", 4));
        assertThat(placed.statement()).isEqualTo("select $1, $2 where x = $1 and y < $3");
        assertThat(placed.values()).containsExactly(2, 1, 3);
    }

    @Test
    void literalsAndCastsHoldNoNames() {
        NamedArguments placed =
                NamedArguments.place("select ':a $1 it''s :a', now()::text, :a::bigint", Map.of("a", "$2\\"));
        assertThat(placed.statement()).isEqualTo("select ':a $1 it''s :a', now()::text, $1::bigint");
        assertThat(placed.values()).containsExactly("$2\\");
    }

    @Test
    void nullIsAValueAndAbsenceIsNone() {
        Map<String, Object> arguments = new HashMap<>();
        arguments.put("a", null);
        assertThat(NamedArguments.place("select :a", arguments).values()).isEqualTo(Arrays.asList((Object) null));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NamedArguments.place("select :other", arguments))
                .withMessageContaining("other");
    }
}
