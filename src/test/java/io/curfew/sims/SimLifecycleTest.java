package io.curfew.sims;

import static io.curfew.sims.PlainSims.ACTOR;
import static io.curfew.sims.PlainSims.RETENTION;
import static io.curfew.sims.PlainSims.T0;
import static io.curfew.sims.PlainSims.aSim;
import static io.curfew.sims.PlainSims.events;
import static io.curfew.sims.PlainSims.in;
import static io.curfew.sims.PlainSims.online;
import static io.curfew.sims.PlainSims.refusal;
import static io.curfew.sims.PlainSims.reread;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.curfew.events.EventType;
import io.curfew.kernel.ErrorCode;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The status machine of a SIM, and what protects it from its end. */
class SimLifecycleTest {
    private static final Instant T1 = T0.plusSeconds(60);

    /** Every cell for every subscription, as the two files of rules have them. */
    static Stream<Arguments> cells() {
        List<CatalogFile.Row> ways =
                CatalogFile.read(Optional.empty(), "transitions.csv").rows();
        return CatalogFile.read(Optional.empty(), "subscriptions.csv").rows().stream()
                .flatMap(plan -> ways.stream()
                        .flatMap(way -> targets()
                                .filter(to -> known(plan, SimStatus.valueOf(way.text("from"))))
                                .map(to -> arguments(
                                        plan.text("name"),
                                        SimStatus.valueOf(way.text("from")),
                                        to,
                                        expected(plan, way, to)))));
    }

    private static Stream<SimStatus> targets() {
        return Arrays.stream(SimStatus.values()).filter(to -> to != SimStatus.READY);
    }

    private static boolean known(CatalogFile.Row plan, SimStatus status) {
        return (status != SimStatus.STANDBY || plan.flag("standby"))
                && (status != SimStatus.SUSPENDED || plan.flag("suspended"));
    }

    /** yes, same, or what it is refused with. */
    private static String expected(CatalogFile.Row plan, CatalogFile.Row way, SimStatus to) {
        if (way.text("from").equals("TERMINATED") && to != SimStatus.TERMINATED) {
            return "SIM_TERMINATED";
        }
        if (!known(plan, to)) {
            return "SIM_STATUS_UNSUPPORTED";
        }
        String cell = way.text(to.name());
        return cell.equals("no") ? "SIM_TRANSITION_INVALID" : cell;
    }

    @ParameterizedTest(name = "{0}: {1} to {2}")
    @MethodSource("cells")
    void everyWayIsTakenRefusedOrNone(String subscription, SimStatus from, SimStatus to, String expected) {
        // Given
        Sim sim = in(from, subscription);
        SimView before = sim.view();
        // When
        Optional<ErrorCode> refusal = refusal(() -> sim.lifecycle().change(to, ACTOR, T1));
        // Then
        SimView after = sim.view();
        if (!expected.equals("yes")) {
            assertThat(refusal.map(ErrorCode::name).orElse("same")).isEqualTo(expected);
            assertThat(after).isEqualTo(before);
            assertThat(sim.log().isEmpty()).isTrue();
            return;
        }
        boolean reactivated = (from == SimStatus.STANDBY || from == SimStatus.SUSPENDED)
                && (to == SimStatus.ACTIVE || to == SimStatus.INACTIVE);
        boolean paused = to == SimStatus.STANDBY || to == SimStatus.SUSPENDED;
        boolean ended = to == SimStatus.TERMINATED;
        assertThat(refusal).isEmpty();
        assertThat(after.status()).isEqualTo(to);
        assertThat(after.version()).isEqualTo(before.version() + 1);
        assertThat(after.updatedAt()).isEqualTo(T1);
        assertThat(after.renewalSetAt()).isEqualTo(paused ? T1 : before.renewalSetAt());
        assertThat(after.terminatedAt()).isEqualTo(ended ? T1 : null);
        assertThat(after.purgeAt()).isEqualTo(ended ? T1.plus(RETENTION) : null);
        assertThat(sim.log().usage()).hasSize(reactivated ? 1 : 0);
        assertThat(sim.log().work()).hasSize(ended ? 1 : 0);
        assertThat(sim.log().history()).hasSize(1);
        assertThat(sim.log().history().getJsonObject(0).getMap())
                .containsEntry("status", to.name())
                .containsEntry("imsi", before.primaryImsi())
                .containsEntry("at", T1.toString())
                .containsEntry("no", 1L);
        assertThat(sim.log().events()).singleElement().satisfies(event -> {
            assertThat(event.at()).isEqualTo(T1);
            assertThat(event.data()).containsEntry("from", from.name()).containsEntry("cause", "request");
        });
        assertThat(reread(sim).view()).isEqualTo(after);
    }

    @Test
    void protectedSimIsNotTerminatedAndStaysAsItIs() {
        Sim sim = aSim();
        SimView before = sim.view();
        assertThat(refusal(() -> sim.lifecycle().change(SimStatus.TERMINATED, ACTOR, T1)))
                .contains(ErrorCode.SIM_PROTECTED);
        assertThat(sim.view()).isEqualTo(before);
    }

    @Test
    void protectionIsSwitchedOnceAndToldOnce() {
        // Given
        Sim sim = aSim();
        // When
        sim.lifecycle().setTerminationEnabled(false, ACTOR, T1);
        sim.lifecycle().setTerminationEnabled(true, ACTOR, T1);
        sim.lifecycle().setTerminationEnabled(true, ACTOR, T1.plusSeconds(1));
        // Then
        assertThat(sim.view())
                .returns(true, SimView::terminationEnabled)
                .returns(1L, SimView::version)
                .returns(T1, SimView::updatedAt);
        assertThat(events(sim)).containsExactly(EventType.SIM_TERMINATION_ENABLED);
    }

    @ParameterizedTest
    @EnumSource(names = {"INACTIVE", "STANDBY", "SUSPENDED", "TERMINATED"})
    void everyWayOutOfActiveCutsTheSession(SimStatus next) {
        // Given
        Sim sim = online();
        // When
        sim.lifecycle().change(next, ACTOR, T1);
        // Then
        assertThat(sim.view().isOnline()).isFalse();
        assertThat(sim.view().session().endedAt()).isEqualTo(T1);
        assertThat(sim.view().previousSession()).isEqualTo(sim.view().session());
        assertThat(sim.log().sessionEvents()).hasSize(1);
        assertThat(sim.log().sessionEvents().getJsonObject(0).getString("event"))
                .isEqualTo("DELETED");
        assertThat(events(sim)).hasSize(1);
    }

    @Test
    void closedHoldersSimEndsAsOfTheClosingWhateverProtectsIt() {
        // Given
        Sim sim = reread(aSim(), T1);
        // When
        boolean due = sim.settle(T1.plusSeconds(5));
        // Then
        assertThat(due).isTrue();
        assertThat(sim.view()).returns(SimStatus.TERMINATED, SimView::status).returns(T1, SimView::terminatedAt);
        assertThat(sim.log().events().get(0).data()).containsEntry("cause", "closing");
        assertThat(reread(sim, T1).settle(T1.plusSeconds(6))).isFalse();
    }

    @Test
    void terminatedSimIsGoneFromTheInstantItsTimeIsOver() {
        Sim sim = in(SimStatus.ACTIVE, "plan01s");
        sim.lifecycle().change(SimStatus.TERMINATED, ACTOR, T1);
        assertThat(sim.lifecycle().isGone(T1.plus(RETENTION).minusNanos(1000))).isFalse();
        assertThat(sim.lifecycle().isGone(T1.plus(RETENTION))).isTrue();
        assertThat(aSim().lifecycle().isGone(Instant.MAX)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({"plan-D, true", "plan01s, false", "planArc01, false"})
    void onlyJapaneseCardsAreToBeReturned(String subscription, boolean due) {
        // Given
        Sim sim = in(SimStatus.ACTIVE, subscription);
        assertThat(refusal(() -> sim.lifecycle().markReturned(ACTOR, T0))).contains(ErrorCode.SIM_TRANSITION_INVALID);
        // When
        sim.lifecycle().change(SimStatus.TERMINATED, ACTOR, T0);
        sim.lifecycle().markReturned(ACTOR, T1);
        sim.lifecycle().markReturned(ACTOR, T1.plusSeconds(1));
        // Then
        assertThat(sim.view()).returns(due, SimView::returnDue).returns(T1, SimView::returnedAt);
    }

    @Test
    void terminatedSimTakesNoChangeButTags() {
        // Given
        Sim sim = in(SimStatus.TERMINATED, "plan01s");
        SimPlan added = PlainSims.CATALOG.of("planArc01");
        List<Runnable> changes = List.of(
                () -> sim.lifecycle().change(SimStatus.ACTIVE, ACTOR, T1),
                () -> sim.lifecycle().setTerminationEnabled(true, ACTOR, T1),
                () -> sim.expiry().set(T1, null, ACTOR, T1),
                () -> sim.expiry().unset(ACTOR, T1),
                () -> sim.setSpeedClass("s1.fast", ACTOR, T1),
                () -> sim.moveTo("AC3", ACTOR, T1),
                () -> sim.connection().lockTo(PlainSims.IMEI, ACTOR, T1),
                () -> sim.connection().unlock(ACTOR, T1),
                () -> sim.subscriptions().add("8942000000000000001", added, "1", "2", ACTOR, T1),
                () -> sim.subscriptions().terminate("8942000000000000001", "1", ACTOR, T1),
                () -> sim.subscriptions().setBundles(List.of(), ACTOR, T1));
        // When
        List<Optional<ErrorCode>> refusals = new ArrayList<>();
        changes.forEach(change -> refusals.add(refusal(change)));
        // Then
        assertThat(refusals).containsOnly(Optional.of(ErrorCode.SIM_TERMINATED));
        assertThat(sim.log().isEmpty()).isTrue();
        sim.putTags(Map.of("name", "gone"), ACTOR, T1);
        sim.setGroup("any", ACTOR, T1);
        assertThat(sim.view()).returns("gone", SimView::name).returns("any", SimView::groupId);
    }

    @Test
    void versionIsAskedForOrNot() {
        Sim sim = aSim();
        sim.requireVersion(null);
        sim.requireVersion(0L);
        assertThat(refusal(() -> sim.requireVersion(1L))).contains(ErrorCode.VERSION_MISMATCH);
    }

    @Test
    void simOfASubscriptionThatWasTakenOutOfTheRulesLivesOn() {
        // Given
        JsonObject document = PlainSims.document("plan01s");
        document.getJsonObject("sim").put("subscription", "planGone");
        Sim sim = PlainSims.read(document);
        // When
        sim.lifecycle().change(SimStatus.SUSPENDED, ACTOR, T1);
        // Then
        assertThat(sim.view().status()).isEqualTo(SimStatus.SUSPENDED);
        assertThat(PlainSims.CATALOG.find("planGone")).isNull();
    }
}
