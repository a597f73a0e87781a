package io.curfew.sims;

import static io.curfew.sims.SimDesk.ACTOR;
import static io.curfew.sims.SimDesk.refusal;
import static io.curfew.sims.SimDesk.registering;
import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.kernel.ErrorCode;
import io.curfew.lifecycle.LifecycleStatus;
import io.curfew.lifecycle.TransactionScope;
import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.SettableClock;
import io.smallrye.mutiny.TimeoutException;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How SIMs come to a tenant: registered from stock, or virtual. */
@CurfewTest
class SimRegisteringTest {
    @Inject
    SimDesk desk;

    @Inject
    SimService sims;

    @Inject
    SimGroupService groups;

    @Inject
    SimStockService stock;

    @Inject
    Accounts accounts;

    @Inject
    Database database;

    @Inject
    SettableClock clock;

    @Test
    void registeredSimIsReadyProtectedAndToldOf() {
        // Given
        Credentials main = accounts.main();
        StockSim made = desk.inStock(Coverage.GLOBAL, "plan01s");
        GroupView group = await(() -> groups.create(main.sid(), Coverage.GLOBAL, Map.of("name", "fleet"), ACTOR));
        // When
        SimView sim = await(() -> sims.register(
                new RegisterSim(
                        main.sid(),
                        main.sid(),
                        Coverage.GLOBAL,
                        SimRef.imsi(made.imsi()),
                        group.groupId(),
                        Map.of("name", "meter"),
                        ACTOR),
                made.registrationSecret()));
        // Then
        assertThat(desk.get(sim)).isEqualTo(sim);
        assertThat(sim.simId()).isEqualTo(made.simId());
        assertThat(sim.status()).isEqualTo(SimStatus.READY);
        assertThat(sim.terminationEnabled()).isFalse();
        assertThat(sim.speedClass()).isEqualTo("s1.standard");
        assertThat(sim.groupId()).isEqualTo(group.groupId());
        assertThat(sim.name()).isEqualTo("meter");
        assertThat(sim.serialNumber()).isEqualTo(made.serialNumber());
        assertThat(sim.renewalSetAt()).isEqualTo(sim.createdAt()).isEqualTo(sim.registeredAt());
        assertThat(sim.primary())
                .isEqualTo(new SimView.Subscriber(
                        made.imsi(),
                        made.iccid(),
                        made.msisdn(),
                        "plan01s",
                        SubscriberStatus.READY,
                        List.of(),
                        true,
                        true,
                        true));
        assertThat(desk.statuses(sim)).containsExactly(SubscriberStatus.READY);
        assertThat(desk.events(sim)).containsExactly("sim.registered");
        assertThat(desk.audit(sim)).containsExactly("sim.registered");
        assertThat(workOf(main)).isEmpty();
        assertThat(await(() -> stock.find(SimRef.id(made.simId()))).state()).isEqualTo(StockView.State.REGISTERED);
        assertThat(database.column(
                        "select kind from directory where tenant_id = $1 and target_id = $2 order by 1",
                        main.sid(),
                        sim.simId()))
                .containsExactly("IMSI", "SIM");
    }

    @Test
    void registrationIsRefusedWithoutTheSecretInAnotherCoverageAndTwice() {
        // Given
        Credentials main = accounts.main();
        StockSim made = desk.inStock(Coverage.GLOBAL, "plan01s");
        String secret = made.registrationSecret();
        RegisterSim right = registering(main, main, made);
        RegisterSim otherCoverage =
                new RegisterSim(main.sid(), main.sid(), Coverage.JAPAN, right.sim(), null, Map.of(), ACTOR);
        RegisterSim unknown =
                new RegisterSim(main.sid(), main.sid(), made.coverage(), SimRef.id("890000"), null, Map.of(), ACTOR);
        RegisterSim noGroup =
                new RegisterSim(main.sid(), main.sid(), made.coverage(), right.sim(), "none", Map.of(), ACTOR);
        // When, Then
        assertThat(refusal(() -> await(() -> sims.register(right, "00000000"))))
                .contains(ErrorCode.REGISTRATION_REFUSED);
        assertThat(refusal(() -> await(() -> sims.register(otherCoverage, secret))))
                .contains(ErrorCode.REGISTRATION_REFUSED);
        assertThat(refusal(() -> await(() -> sims.register(unknown, "1")))).contains(ErrorCode.NOT_FOUND);
        assertThat(refusal(() -> await(() -> sims.register(noGroup, secret)))).contains(ErrorCode.GROUP_UNKNOWN);
        assertThat(await(() -> stock.find(right.sim())).state()).isEqualTo(StockView.State.IN_STOCK);
        assertThat(workOf(main)).isEmpty();
        await(() -> sims.register(right, secret));
        assertThat(refusal(() -> await(() -> sims.register(right, secret)))).contains(ErrorCode.REGISTRATION_REFUSED);
    }

    @Test
    void simMeantForOneTenantIsRegisteredByNoOther() {
        // Given
        Credentials main = accounts.main();
        Credentials other = accounts.main();
        StockSim made = await(() -> stock.make(Coverage.JAPAN, "plan-D", main.sid(), Accounts.PLATFORM));
        // When, Then
        assertThat(refusal(() -> desk.register(other, other, made))).contains(ErrorCode.REGISTRATION_REFUSED);
        assertThat(desk.register(main, main, made).coverage()).isEqualTo(Coverage.JAPAN);
    }

    /** As if the service were killed between the claim and the registration. */
    @Test
    void claimOfARegistrationThatWasCutOffIsGivenBackWhenItsLeaseIsOver() {
        // Given
        Credentials main = accounts.main();
        StockSim made = desk.inStock(Coverage.GLOBAL, "plan01s");
        TransactionScope dead = new TransactionScope() {
            @Override
            public <T> Uni<T> run(Supplier<Uni<T>> work) {
                return Uni.createFrom().nothing();
            }
        };
        try {
            await(() -> sims.register(registering(main, main, made), made.registrationSecret(), dead)
                    .ifNoItem()
                    .after(Duration.ofSeconds(1))
                    .fail());
        } catch (TimeoutException expected) {
            // It never comes back.
        }
        assertThat(refusal(() -> desk.register(main, main, made))).contains(ErrorCode.REGISTRATION_REFUSED);
        // When
        clock.advance(Duration.ofMinutes(1));
        // Then: open from that instant, whether or not the work has run
        assertThat(await(() -> stock.find(SimRef.id(made.simId()))).state()).isEqualTo(StockView.State.IN_STOCK);
        desk.runDue();
        assertThat(workOf(main)).isEmpty();
        assertThat(desk.register(main, main, made).simId()).isEqualTo(made.simId());
    }

    private List<Object> workOf(Credentials main) {
        return database.column("select kind from lifecycle_work where tenant_id = $1", main.sid());
    }

    @Test
    void suspendedAccountGetsNoSim() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        StockSim made = desk.inStock(Coverage.GLOBAL, "plan01s");
        desk.move(main, sub, LifecycleStatus.SUSPENDED);
        // When, Then
        assertThat(refusal(() -> desk.register(main, sub, made))).contains(ErrorCode.ACCOUNT_NOT_ACTIVE);
        assertThat(refusal(() -> desk.aSim(main, sub, Coverage.GLOBAL, "planArc01")))
                .contains(ErrorCode.ACCOUNT_NOT_ACTIVE);
    }

    @Test
    void virtualSimIsActiveAndShowsItsPrivateKeyOnce() {
        // Given
        Credentials main = accounts.main();
        // When
        SimView sim = desk.aSim(main, main, Coverage.JAPAN, "planArc01");
        // Then
        SimView.Profile profile = sim.profiles().get(0);
        assertThat(sim.status()).isEqualTo(SimStatus.ACTIVE);
        assertThat(sim.type()).isEqualTo(SimType.VIRTUAL);
        assertThat(sim.serialNumber()).isNull();
        assertThat(sim.registeredAt()).isNull();
        assertThat(sim.speedClass()).isEqualTo("arc.standard");
        assertThat(profile.arcPublicKey()).hasSize(44);
        assertThat(profile.arcPrivateKey()).hasSize(44);
        assertThat(sim.toString()).doesNotContain(profile.arcPrivateKey());
        assertThat(desk.get(sim).profiles().get(0).arcPrivateKey()).isNull();
        assertThat(desk.get(sim).profiles().get(0).arcPublicKey()).isEqualTo(profile.arcPublicKey());
        assertThat(desk.events(sim)).containsExactly("sim.created");
    }

    @ParameterizedTest
    @ValueSource(strings = {"plan01s", "planNone", ""})
    void onlyVirtualSubscriptionsMakeVirtualSims(String subscription) {
        Credentials main = accounts.main();
        CreateVirtualSim command = new CreateVirtualSim(main.sid(), main.sid(), Coverage.GLOBAL, subscription, ACTOR);
        assertThat(refusal(() -> await(() -> sims.createVirtual(command)))).contains(ErrorCode.SUBSCRIPTION_INVALID);
    }

    @Test
    void stockTakesNoSimTwiceAndNoneOfAnotherCoverage() {
        StockSim made = desk.inStock(Coverage.GLOBAL, "plan01s");
        assertThat(refusal(() -> await(() -> stock.add(List.of(made), Accounts.PLATFORM))))
                .contains(ErrorCode.STOCK_DUPLICATE);
        assertThat(refusal(() -> desk.inStock(Coverage.JAPAN, "plan01s"))).contains(ErrorCode.SUBSCRIPTION_INVALID);
        assertThat(refusal(() -> desk.inStock(Coverage.GLOBAL, "planArc01"))).contains(ErrorCode.SUBSCRIPTION_INVALID);
    }
}
