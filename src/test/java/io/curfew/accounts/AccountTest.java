package io.curfew.accounts;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.lifecycle.LifecycleState;
import io.curfew.lifecycle.LifecycleStatus;
import io.curfew.lifecycle.SuspensionCause;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who moves an account from which state to which. */
class AccountTest {
    private static final Instant T0 = Instant.parse("2027-03-01T10:00:00Z");
    private static final Instant T1 = T0.plusSeconds(60);

    private static Account aMain() {
        return Account.main("AC1", "main", AccountType.FULL, "OP1", "1", T0);
    }

    /** ACTIVE, CUSTOMER or PLATFORM (suspended by), CLOSED. */
    private static Account in(String state) {
        Account account = aMain();
        switch (state) {
            case "CUSTOMER", "PLATFORM" -> account.suspend(SuspensionCause.valueOf(state), "why", T0);
            case "CLOSED" -> account.close(SuspensionCause.CUSTOMER, "why", T0);
            default -> assertThat(state).isEqualTo("ACTIVE");
        }
        return account;
    }

    private static String stateOf(Account account) {
        LifecycleState state = account.state();
        return state instanceof LifecycleState.Suspended suspended
                ? suspended.cause().name()
                : state.status().name();
    }

    private static Optional<ErrorCode> refusal(Runnable change) {
        try {
            change.run();
            return Optional.empty();
        } catch (DomainException e) {
            return Optional.of(e.code());
        }
    }

    @ParameterizedTest(name = "{0}: {1} by {2}")
    @CsvSource({
        "ACTIVE, suspend, CUSTOMER, CUSTOMER, ''",
        "ACTIVE, suspend, PLATFORM, PLATFORM, ''",
        "CUSTOMER, suspend, CUSTOMER, CUSTOMER, ''",
        "CUSTOMER, suspend, PLATFORM, PLATFORM, ''",
        "PLATFORM, suspend, CUSTOMER, PLATFORM, ''",
        "PLATFORM, suspend, PLATFORM, PLATFORM, ''",
        "CLOSED, suspend, CUSTOMER, CLOSED, ACCOUNT_CLOSED",
        "CLOSED, suspend, PLATFORM, CLOSED, ACCOUNT_CLOSED",
        "ACTIVE, resume, CUSTOMER, ACTIVE, ''",
        "ACTIVE, resume, PLATFORM, ACTIVE, ''",
        "CUSTOMER, resume, CUSTOMER, ACTIVE, ''",
        "CUSTOMER, resume, PLATFORM, ACTIVE, ''",
        "PLATFORM, resume, CUSTOMER, PLATFORM, SUSPENDED_BY_PLATFORM",
        "PLATFORM, resume, PLATFORM, ACTIVE, ''",
        "CLOSED, resume, CUSTOMER, CLOSED, ACCOUNT_CLOSED",
        "CLOSED, resume, PLATFORM, CLOSED, ACCOUNT_CLOSED",
        "ACTIVE, close, CUSTOMER, CLOSED, ''",
        "ACTIVE, close, PLATFORM, CLOSED, ''",
        "CUSTOMER, close, CUSTOMER, CLOSED, ''",
        "CUSTOMER, close, PLATFORM, CLOSED, ''",
        "PLATFORM, close, CUSTOMER, PLATFORM, SUSPENDED_BY_PLATFORM",
        "PLATFORM, close, PLATFORM, CLOSED, ''",
        "CLOSED, close, CUSTOMER, CLOSED, ''",
        "CLOSED, close, PLATFORM, CLOSED, ''"
    })
    void eachMoveLeadsWhereTheTableSaysOrIsRefused(
            String from, String move, SuspensionCause by, String to, String refused) {
        // Given
        Account account = in(from);
        Instant closedBefore = account.closedAt();
        // When
        Optional<ErrorCode> refusal = refusal(() -> {
            switch (move) {
                case "suspend" -> account.suspend(by, "reason", T1);
                case "resume" -> account.resume(by, "reason", T1);
                default -> account.close(by, "reason", T1);
            }
        });
        // Then
        assertThat(refusal.map(ErrorCode::name).orElse("")).isEqualTo(refused);
        assertThat(stateOf(account)).isEqualTo(to);
        assertThat(account.closedAt()).isEqualTo(from.equals("CLOSED") || !to.equals("CLOSED") ? closedBefore : T1);
        assertThat(account.isSuspendedBy(SuspensionCause.PLATFORM)).isEqualTo(to.equals("PLATFORM"));
        assertThat(account.isSuspendedBy(SuspensionCause.CUSTOMER)).isEqualTo(to.equals("CUSTOMER"));
    }

    @Test
    void subaccountIsOfItsMainAccountsTreeAndType() {
        Account sub = Account.sub(new NewSubaccount("AC1", "AC2", "sub", "5", "X0000001", T1), AccountType.TRIAL);
        assertThat(sub)
                .returns("AC1", Account::tenantId)
                .returns(false, Account::isMain)
                .returns(AccountType.TRIAL, Account::type)
                .returns(LifecycleStatus.ACTIVE, Account::status)
                .returns(null, Account::closedAt)
                .returns(null, Account::purgeAt);
    }

    @Test
    void targetOfWorkOnWhatIsOwnedIsReadAsItWasWritten() {
        for (OwnedTarget target :
                new OwnedTarget[] {new OwnedTarget("AC1", "sims", null), new OwnedTarget("AC1", "sims", "89@42")}) {
            assertThat(OwnedTarget.parse(target.text())).isEqualTo(target);
        }
    }
}
