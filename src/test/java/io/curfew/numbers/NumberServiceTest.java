package io.curfew.numbers;

import static io.curfew.numbers.NumberDesk.ACTOR;
import static io.curfew.numbers.NumberDesk.refusal;
import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.kernel.ErrorCode;
import io.curfew.lifecycle.LifecycleStatus;
import io.curfew.numbers.NumberDesk.Stock;
import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.SettableClock;
import jakarta.inject.Inject;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Settings, transfers, and whose numbers are found. */
@CurfewTest
class NumberServiceTest {
    @Inject
    NumberDesk desk;

    @Inject
    NumberService numbers;

    @Inject
    Accounts accounts;

    @Inject
    Database database;

    @Inject
    SettableClock clock;

    @Test
    void settingsChangeAndTheRestStays() {
        // Given
        Credentials main = accounts.main();
        NumberView number = desk.buyAny(main, main);
        SettingsChange settings = SettingsChange.NONE
                .with(Setting.FRIENDLY_NAME, "Hotline")
                .with(Setting.VOICE_URL, "https://example.com/voice")
                .with(Setting.VOICE_METHOD, "get")
                .with(Setting.VOICE_FALLBACK_URL, "https://example.com/fallback");
        // When
        NumberView changed = desk.change(ChangeNumber.settings(number, settings, ACTOR));
        // Then
        assertThat(changed.settings().friendlyName()).isEqualTo("Hotline");
        assertThat(changed.settings().voiceMethod()).isEqualTo(WebhookMethod.GET);
        assertThat(changed.settings().voiceFallbackUrl()).isEqualTo("https://example.com/fallback");
        assertThat(changed.updatedAt()).isAfter(number.updatedAt());
        assertThat(changed.version()).isEqualTo(1);
        assertThat(desk.held(main, main)).containsExactly(changed);
        assertThat(desk.events(number.id())).containsExactly("number.assigned", "number.updated");
        // When asked for what is so already
        NumberView same = desk.change(ChangeNumber.settings(changed, settings, ACTOR));
        // Then nothing is written
        assertThat(same).isEqualTo(changed);
        assertThat(desk.events(number.id())).hasSize(2);
    }

    @Test
    void staleVersionIsRefused() {
        Credentials main = accounts.main();
        NumberView number = desk.buyAny(main, main);
        assertThat(refusal(() -> await(
                        () -> numbers.release(new ReleaseNumber(main.sid(), main.sid(), number.id(), 7L, ACTOR)))))
                .contains(ErrorCode.VERSION_MISMATCH);
        assertThat(desk.stock(number.phoneNumber())).isEqualTo(Stock.assigned(number));
    }

    @Test
    void transferKeepsIdAndSettingsAndMovesTheCharges() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        NumberView bought = desk.buyAny(main, main);
        NumberView number = desk.change(ChangeNumber.settings(
                bought, SettingsChange.NONE.with(Setting.SMS_URL, "https://example.com/sms"), ACTOR));
        // When
        NumberView moved = desk.change(ChangeNumber.transfer(number, sub.sid(), ACTOR));
        // Then
        assertThat(moved)
                .usingRecursiveComparison()
                .ignoringFields("updatedAt", "version", "accountId")
                .isEqualTo(number);
        assertThat(moved.accountId()).isEqualTo(sub.sid());
        assertThat(moved.updatedAt()).isAfter(number.updatedAt());
        assertThat(desk.held(main, main)).isEmpty();
        assertThat(desk.held(main, sub)).containsExactly(moved);
        assertThat(desk.stock(number.phoneNumber())).isEqualTo(Stock.assigned(moved));
        assertThat(database.column("select account_id from lifecycle_work where target_id = $1", number.id()))
                .containsExactly(sub.sid());
        // When a month is over
        clock.advance(Duration.ofDays(31));
        desk.runDue();
        // Then
        assertThat(desk.charged(number.id())).containsExactly(main.sid(), sub.sid());
        assertThat(desk.events(number.id())).containsExactly("number.assigned", "number.updated", "number.transferred");
    }

    @Test
    void transferIsRefusedToWhoMayNotReceive() {
        // Given
        Credentials main = accounts.main();
        Credentials suspended = accounts.sub(main);
        desk.move(main, suspended, LifecycleStatus.SUSPENDED);
        Credentials stranger = accounts.main();
        NumberView number = desk.buyAny(main, main);
        // When, Then
        assertThat(refusal(() -> desk.change(ChangeNumber.transfer(number, "PN1", ACTOR))))
                .contains(ErrorCode.TRANSFER_TARGET_INVALID);
        assertThat(refusal(() -> desk.change(ChangeNumber.transfer(number, "AC" + "0".repeat(32), ACTOR))))
                .contains(ErrorCode.TRANSFER_TARGET_UNKNOWN);
        assertThat(refusal(() -> desk.change(ChangeNumber.transfer(number, stranger.sid(), ACTOR))))
                .contains(ErrorCode.TRANSFER_TARGET_UNRELATED);
        assertThat(refusal(() -> desk.change(ChangeNumber.transfer(number, suspended.sid(), ACTOR))))
                .contains(ErrorCode.TRANSFER_TARGET_NOT_ACTIVE);
        assertThat(desk.held(main, main)).containsExactly(number);
    }

    @Test
    void suspendedAccountUpdatesReleasesAndTransfersOut() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        NumberView first = desk.buyAny(main, sub);
        NumberView second = desk.buyAny(main, sub);
        desk.move(main, sub, LifecycleStatus.SUSPENDED);
        // When, Then
        NumberView named = desk.change(
                ChangeNumber.settings(first, SettingsChange.NONE.with(Setting.FRIENDLY_NAME, "Kept"), ACTOR));
        assertThat(desk.change(ChangeNumber.transfer(named, main.sid(), ACTOR)).accountId())
                .isEqualTo(main.sid());
        desk.release(second);
        assertThat(desk.held(main, sub)).isEmpty();
    }

    @Test
    void foreignNumbersAreNotFound() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        Credentials stranger = accounts.main();
        NumberView number = desk.buyAny(main, main);
        // When, Then
        assertThat(refusal(() -> await(() -> numbers.get(stranger.sid(), stranger.sid(), number.id()))))
                .contains(ErrorCode.NOT_FOUND);
        assertThat(refusal(() -> await(() -> numbers.get(main.sid(), sub.sid(), number.id()))))
                .contains(ErrorCode.NOT_FOUND);
        assertThat(refusal(() -> await(
                        () -> numbers.release(new ReleaseNumber(main.sid(), sub.sid(), number.id(), null, ACTOR)))))
                .contains(ErrorCode.NOT_FOUND);
    }
}
