package io.curfew.accounts;

import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.events.Actor;
import io.curfew.lifecycle.LifecycleStatus;
import io.curfew.lifecycle.WorkRunner;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.SettableClock;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

@CurfewTest
class AccountServiceTest {
    private static final Actor PLATFORM = new Actor(Actor.Kind.PLATFORM, "test", "native");

    @Inject
    AccountService accounts;

    @Inject
    WorkRunner runner;

    @Inject
    SettableClock clock;

    @Test
    void closedSubaccountIsPurgedAfterThirtyDays() {
        // Given
        AccountView main = await(() ->
                accounts.open(new OpenAccount.Main("Main", AccountType.FULL, OpenAccount.ChosenIds.NONE, PLATFORM)));
        AccountView sub = await(() -> accounts.open(new OpenAccount.Sub("Sub", main.id(), main.id(), PLATFORM)));
        await(() -> accounts.change(ChangeAccount.to(LifecycleStatus.CLOSED, main.id(), sub.id(), PLATFORM)));
        clock.advance(Duration.ofDays(30));
        // When
        long done = await(() -> runner.runDue());
        // Then
        assertThat(done).isPositive();
    }
}
