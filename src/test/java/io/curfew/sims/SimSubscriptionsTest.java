package io.curfew.sims;

import static io.curfew.sims.SimDesk.ACTOR;
import static io.curfew.sims.SimDesk.on;
import static io.curfew.sims.SimDesk.refusal;
import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.Slice;
import io.curfew.testing.Accounts;
import io.curfew.testing.CurfewTest;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The subscriptions of a SIM, and the history of its statuses. */
@CurfewTest
class SimSubscriptionsTest {
    @Inject
    SimDesk desk;

    @Inject
    SimService sims;

    @Inject
    SimQueryService queries;

    @Inject
    Accounts accounts;

    @Test
    void virtualSubscriptionIsAddedAndEndedOnItsOwn() {
        // Given
        SimView sim = desk.aSim(accounts.main());
        String iccid = sim.activeProfileId();
        ChangeSim arc = new ChangeSim.AddSubscription(on(sim), iccid, "planArc01");
        // When
        SimView added = await(() -> sims.change(arc));
        SimView.Subscriber secondary = added.profiles().get(0).subscribers().get(1);
        // Then
        assertThat(secondary.status()).isEqualTo(SubscriberStatus.ACTIVE);
        assertThat(secondary.primary()).isFalse();
        assertThat(desk.get(sim)).isEqualTo(added);
        assertThat(refusal(() -> await(() -> sims.change(arc)))).contains(ErrorCode.SUBSCRIPTION_NOT_ADDABLE);
        OnSim bySecondary = new OnSim(sim.tenantId(), Coverage.GLOBAL, SimRef.imsi(secondary.imsi()), ACTOR);
        assertThat(await(() -> queries.get(sim.tenantId(), null, SimRef.imsi(secondary.imsi()))))
                .isEqualTo(added);
        assertThat(refusal(() -> await(() -> sims.change(new ChangeSim.ToStatus(bySecondary, SimStatus.TERMINATED)))))
                .contains(ErrorCode.SUBSCRIPTION_SECONDARY);
        assertThat(refusal(() ->
                        await(() -> sims.change(new ChangeSim.EndSubscription(on(sim), iccid, sim.primaryImsi())))))
                .contains(ErrorCode.SUBSCRIPTION_NOT_TERMINABLE);
        assertThat(refusal(
                        () -> await(() -> sims.change(new ChangeSim.EndSubscription(on(sim), "1", secondary.imsi())))))
                .contains(ErrorCode.NOT_FOUND);
        ChangeSim end = new ChangeSim.EndSubscription(on(sim), iccid, secondary.imsi());
        assertThat(refusal(() -> await(() -> sims.change(end)))).contains(ErrorCode.SIM_PROTECTED);
        assertThat(desk.get(sim)).isEqualTo(added);
        desk.unprotected(sim);
        SimView ended = await(() -> sims.change(end));
        assertThat(ended.subscriber(secondary.imsi()).status()).isEqualTo(SubscriberStatus.TERMINATED);
        assertThat(ended.status()).isEqualTo(SimStatus.READY);
        assertThat(desk.history(sim)).extracting(StatusRecord::isPrimary).containsExactly(true, false, false);
        assertThat(refusal(() ->
                        await(() -> sims.change(new ChangeSim.EndSubscription(on(sim), iccid, secondary.imsi())))))
                .contains(ErrorCode.SUBSCRIPTION_NOT_TERMINABLE);
    }

    @Test
    void terminationEndsSecondarySubscriptionsToo() {
        // Given
        SimView sim = desk.anUnprotectedSim(accounts.main());
        await(() -> sims.change(new ChangeSim.AddSubscription(on(sim), sim.activeProfileId(), "planArc01")));
        SimView shipped =
                await(() -> sims.change(new ChangeSim.AddSubscription(on(sim), sim.activeProfileId(), "planX3")));
        assertThat(shipped.profiles().get(0).subscribers())
                .extracting(SimView.Subscriber::status)
                .containsExactly(SubscriberStatus.READY, SubscriberStatus.ACTIVE, SubscriberStatus.SHIPPED);
        // When
        SimView terminated = await(() -> sims.change(new ChangeSim.ToStatus(on(sim), SimStatus.TERMINATED)));
        // Then
        assertThat(terminated.profiles().get(0).subscribers())
                .extracting(SimView.Subscriber::status)
                .containsOnly(SubscriberStatus.TERMINATED);
        assertThat(desk.get(sim)).isEqualTo(terminated);
        assertThat(desk.history(sim))
                .filteredOn(one -> one.status() == SubscriberStatus.TERMINATED)
                .hasSize(3);
    }

    @ParameterizedTest
    @CsvSource({
        "plan01s, planNone, SUBSCRIPTION_INVALID",
        "plan01s, plan-D, SUBSCRIPTION_NOT_ADDABLE",
        "plan01s-low_data_volume, planX3, SUBSCRIPTION_NOT_ADDABLE"
    })
    void notEverySubscriptionCanBeAdded(String primary, String added, ErrorCode expected) {
        SimView sim = desk.aSim(accounts.main(), primary);
        ChangeSim command = new ChangeSim.AddSubscription(on(sim), sim.activeProfileId(), added);
        assertThat(refusal(() -> await(() -> sims.change(command)))).contains(expected);
        assertThat(refusal(() -> await(() -> sims.change(new ChangeSim.AddSubscription(on(sim), "1", "planX3")))))
                .contains(ErrorCode.NOT_FOUND);
    }

    @Test
    void japaneseCardIsToBeReturnedAndOthersAreNot() {
        for (String subscription : List.of("plan-D", "plan01s", "planArc01")) {
            // Given
            SimView sim = desk.unprotected(desk.aSim(accounts.main(), subscription));
            assertThat(refusal(() -> await(() -> sims.change(new ChangeSim.MarkReturned(on(sim))))))
                    .contains(ErrorCode.SIM_TRANSITION_INVALID);
            // When
            SimView terminated = await(() -> sims.change(new ChangeSim.ToStatus(on(sim), SimStatus.TERMINATED)));
            // Then
            assertThat(terminated.returnDue()).isEqualTo(subscription.equals("plan-D"));
            SimView returned = await(() -> sims.change(new ChangeSim.MarkReturned(on(sim))));
            assertThat(returned.returnedAt()).isEqualTo(returned.updatedAt());
            assertThat(await(() -> sims.change(new ChangeSim.MarkReturned(on(sim)))))
                    .isEqualTo(returned);
        }
    }

    @Test
    void historyIsPagedInBothDirections() {
        // Given
        SimView sim = desk.aSim(accounts.main());
        await(() -> sims.change(new ChangeSim.ToStatus(on(sim), SimStatus.ACTIVE)));
        SimView inactive = await(() -> sims.change(new ChangeSim.ToStatus(on(sim), SimStatus.INACTIVE)));
        await(() -> sims.change(new ChangeSim.ToStatus(on(sim), SimStatus.SUSPENDED)));
        // When
        var newest = history(sim, new HistoryRange(null, null, false, 3, null));
        var older = history(
                sim,
                new HistoryRange(null, null, false, 3, newest.items().get(2).position()));
        var oldest = history(sim, new HistoryRange(null, null, true, 2, null));
        var then = history(sim, new HistoryRange(inactive.updatedAt(), inactive.updatedAt(), true, 9, null));
        // Then
        assertThat(newest.items())
                .extracting(StatusRecord::status)
                .containsExactly(SubscriberStatus.SUSPENDED, SubscriberStatus.INACTIVE, SubscriberStatus.ACTIVE);
        assertThat(newest.hasOlder()).isTrue();
        assertThat(older.items()).extracting(StatusRecord::status).containsExactly(SubscriberStatus.READY);
        assertThat(older.hasOlder()).isFalse();
        assertThat(oldest.items())
                .extracting(StatusRecord::status)
                .containsExactly(SubscriberStatus.READY, SubscriberStatus.ACTIVE);
        assertThat(then.items()).extracting(StatusRecord::status).containsExactly(SubscriberStatus.INACTIVE);
    }

    private Slice<StatusRecord> history(SimView sim, HistoryRange range) {
        return await(() -> queries.statusHistory(sim.tenantId(), null, SimRef.id(sim.simId()), range));
    }
}
