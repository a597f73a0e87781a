package io.curfew.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.CurfewTest;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

@CurfewTest
class CallContextTest {
    @Test
    void stepsOfACallAreNotWrappedToCarryContextsOfThreads() {
        Function<String, String> step = text -> text;
        assertThat(Infrastructure.decorate(step)).isSameAs(step);
    }
}
