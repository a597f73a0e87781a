package io.curfew.sims;

import static io.curfew.sims.PlainSims.ACTOR;
import static io.curfew.sims.PlainSims.CATALOG;
import static io.curfew.sims.PlainSims.IMEI;
import static io.curfew.sims.PlainSims.T0;
import static io.curfew.sims.PlainSims.aSim;
import static io.curfew.sims.PlainSims.events;
import static io.curfew.sims.PlainSims.in;
import static io.curfew.sims.PlainSims.online;
import static io.curfew.sims.PlainSims.refusal;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.events.EventType;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who connects, what is left of a session, the device lock, and the subscriptions that sessions run on. */
class SimConnectionTest {
    private static final Instant T1 = T0.plusSeconds(60);
    private static final String ICCID = "8942000000000000001";

    /** Empty when it connects, else the reason of the refusal and whether it is for good. */
    private static String connect(Sim sim, @Nullable String imsi, @Nullable String imei) {
        try {
            sim.connection().start("s2", new StartSession(imsi, imei, null), ACTOR, T1);
            return "";
        } catch (DomainException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.SESSION_REFUSED);
            return e.error().details().get("reason") + " " + e.error().details().get("permanent");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "READY, ''",
        "ACTIVE, ''",
        "STANDBY, ''",
        "INACTIVE, inactive false",
        "SUSPENDED, suspended true",
        "TERMINATED, terminated true"
    })
    void statusDecidesWhoConnects(SimStatus status, String reason) {
        // Given
        Sim sim = in(status, "plan01s");
        // When
        String refused = connect(sim, null, IMEI);
        // Then
        assertThat(refused).isEqualTo(reason);
        assertThat(sim.view().isOnline()).isEqualTo(reason.isEmpty());
        assertThat(sim.view().status()).isEqualTo(reason.isEmpty() ? SimStatus.ACTIVE : status);
    }

    @Test
    void sessionLeavesARecordOfItself() {
        // Given
        Sim sim = aSim();
        // When
        sim.connection().start("s1", new StartSession(null, IMEI, "10.0.0.1"), ACTOR, T0);
        sim.connection().update("10.0.0.2", T1);
        sim.connection().end(ACTOR, T1.plusSeconds(1));
        // Then
        SimView.Session over = new SimView.Session(
                false, "s1", "999010000000001", IMEI, "10.0.0.2", T0, T1.plusSeconds(1), T1.plusSeconds(1));
        assertThat(sim.view()).returns(over, SimView::session).returns(over, SimView::previousSession);
        assertThat(sim.log().sessionEvents().stream().map(event -> ((JsonObject) event).getString("event")))
                .containsExactly("CREATED", "MODIFIED", "DELETED");
        assertThat(events(sim))
                .containsExactly(EventType.SIM_ACTIVATED, EventType.SIM_SESSION_CREATED, EventType.SIM_SESSION_DELETED);
        assertThat(refusal(() -> sim.connection().update(null, T1))).contains(ErrorCode.SIM_OFFLINE);
        assertThat(refusal(() -> sim.connection().end(ACTOR, T1))).contains(ErrorCode.SIM_OFFLINE);
    }

    @Test
    void newSessionTakesThePlaceOfTheRunningOne() {
        Sim sim = online();
        assertThat(connect(sim, null, IMEI)).isEmpty();
        assertThat(sim.view().session().sessionId()).isEqualTo("s2");
        assertThat(sim.view().previousSession())
                .returns("s1", SimView.Session::sessionId)
                .returns(T1, SimView.Session::endedAt);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "12", IMEI + "1", IMEI + "|", IMEI + "|anonymous", "|ANONYMOUS"})
    void whatIsNoImeiLocksNothing(String imei) {
        assertThat(refusal(() -> aSim().connection().lockTo(imei, ACTOR, T0))).contains(ErrorCode.IMEI_INVALID);
    }

    @Test
    void deviceLockTakesTheImeiGivenOrThePresentOne() {
        // Given
        Sim sim = online();
        assertThat(refusal(() -> aSim().connection().lockTo(null, ACTOR, T0))).contains(ErrorCode.IMEI_MISSING);
        // When, Then
        sim.connection().lockTo(null, ACTOR, T0);
        assertThat(sim.view().imeiLock()).isEqualTo(IMEI);
        assertThat(connect(sim, null, "490154203237518")).isEqualTo("imei-lock false");
        assertThat(connect(sim, null, null)).isEqualTo("imei-lock false");
        assertThat(connect(sim, null, IMEI)).isEmpty();
        sim.connection().lockTo(IMEI + "|ANONYMOUS", ACTOR, T0);
        assertThat(connect(sim, null, null)).isEmpty();
        assertThat(connect(sim, null, "490154203237518")).isEqualTo("imei-lock false");
        sim.connection().unlock(ACTOR, T0);
        assertThat(connect(sim, null, "490154203237518")).isEmpty();
    }

    @Test
    void secondarySubscriptionArrivesWithItsFirstConnection() {
        // Given
        Sim sim = aSim();
        sim.subscriptions().add(ICCID, CATALOG.of("planX3"), "999019", "882019", ACTOR, T0);
        assertThat(sim.view().subscriber("999019").status()).isEqualTo(SubscriberStatus.SHIPPED);
        // When
        String refused = connect(sim, "999019", IMEI);
        // Then
        assertThat(refused).isEmpty();
        assertThat(sim.view().subscriber("999019").status()).isEqualTo(SubscriberStatus.ACTIVE);
        assertThat(sim.view().session().imsi()).isEqualTo("999019");
        assertThat(refusal(() -> sim.connection().start("s3", new StartSession("999020", IMEI, null), ACTOR, T1)))
                .contains(ErrorCode.NOT_FOUND);
    }

    @Test
    void virtualSubscriptionIsAddedAndEndedOnItsOwn() {
        // Given
        Sim sim = aSim();
        SimPlan arc = CATALOG.of("planArc01");
        // When
        sim.subscriptions().add(ICCID, arc, "999019", "882019", ACTOR, T0);
        // Then
        assertThat(sim.view().subscriber("999019"))
                .isEqualTo(new SimView.Subscriber(
                        "999019",
                        ICCID,
                        "882019",
                        "planArc01",
                        SubscriberStatus.ACTIVE,
                        List.of(),
                        true,
                        false,
                        false));
        assertThat(refusal(() -> sim.subscriptions().requireAddable(ICCID, arc)))
                .contains(ErrorCode.SUBSCRIPTION_NOT_ADDABLE);
        assertThat(refusal(() -> sim.subscriptions().terminate("1", "999019", ACTOR, T1)))
                .contains(ErrorCode.NOT_FOUND);
        assertThat(refusal(() -> sim.subscriptions().terminate(ICCID, "999010000000001", ACTOR, T1)))
                .contains(ErrorCode.SUBSCRIPTION_NOT_TERMINABLE);
        assertThat(connect(sim, "999019", IMEI)).isEmpty();
        assertThat(refusal(() -> sim.subscriptions().terminate(ICCID, "999019", ACTOR, T1)))
                .contains(ErrorCode.SIM_PROTECTED);
        assertThat(sim.view().isOnline()).isTrue();
        sim.lifecycle().setTerminationEnabled(true, ACTOR, T1);
        sim.subscriptions().terminate(ICCID, "999019", ACTOR, T1);
        assertThat(sim.view().isOnline()).isFalse();
        assertThat(sim.view().subscriber("999019").status()).isEqualTo(SubscriberStatus.TERMINATED);
        assertThat(connect(sim, "999019", IMEI)).isEqualTo("terminated true");
        assertThat(refusal(() -> sim.subscriptions().terminate(ICCID, "999019", ACTOR, T1)))
                .contains(ErrorCode.SUBSCRIPTION_NOT_TERMINABLE);
    }

    @ParameterizedTest
    @CsvSource({
        "plan01s, planArc01 planP1 planX1 planX3",
        "plan-US, planArc01 planP1 planX1 planX3",
        "plan01s-low_data_volume, planArc01",
        "planX3, planArc01",
        "plan-D, planArc01"
    })
    void containersAreAddedToTwoSubscriptionsAndVirtualOnesToAll(String primary, String addable) {
        Sim sim = aSim(primary);
        assertThat(CatalogFile.read(Optional.empty(), "subscriptions.csv").rows().stream()
                        .map(row -> CATALOG.of(row.text("name")))
                        .filter(plan -> refusal(() -> sim.subscriptions().requireAddable(ICCID, plan))
                                .isEmpty())
                        .map(SimPlan::name)
                        .sorted()
                        .collect(Collectors.joining(" ")))
                .isEqualTo(addable);
        assertThat(refusal(() -> sim.subscriptions().requireAddable("1", CATALOG.of("planX3"))))
                .contains(ErrorCode.NOT_FOUND);
    }

    @Test
    void endOfTheSimEndsItsSecondarySubscriptions() {
        // Given
        Sim sim = in(SimStatus.ACTIVE, "plan01s");
        sim.subscriptions().add(ICCID, CATALOG.of("planArc01"), "999019", "882019", ACTOR, T0);
        sim.subscriptions().add(ICCID, CATALOG.of("planX3"), "999020", "882020", ACTOR, T0);
        // When
        sim.lifecycle().change(SimStatus.TERMINATED, ACTOR, T1);
        // Then
        assertThat(sim.view().profiles().get(0).subscribers())
                .extracting(SimView.Subscriber::status)
                .containsExactly(SubscriberStatus.TERMINATED, SubscriberStatus.TERMINATED, SubscriberStatus.TERMINATED);
    }

    @ParameterizedTest
    @CsvSource({
        "plan01s, s1.4xfast, true",
        "plan01s, s1.8xfast, false",
        "plan-US, s1.8xfast, true",
        "plan-DU, u1.slow, true",
        "plan-DU, s1.slow, false",
        "plan-KM1, t1.standard, true",
        "planArc01, s1.fast, false",
        "plan01s, '', false"
    })
    void speedClassesAreTheSubscriptions(String subscription, String speedClass, boolean known) {
        Sim sim = aSim(subscription);
        String before = sim.view().speedClass();
        assertThat(refusal(() -> sim.setSpeedClass(speedClass, ACTOR, T0)).isEmpty())
                .isEqualTo(known);
        assertThat(sim.view().speedClass()).isEqualTo(known ? speedClass : before);
    }

    @Test
    void bundlesAreForSomeSubscriptionsOnly() {
        Sim us = aSim("plan-US");
        us.subscriptions().setBundles(List.of("D-300MB"), ACTOR, T0);
        assertThat(us.view().primary().bundles()).containsExactly("D-300MB");
        assertThat(refusal(() -> aSim().subscriptions().setBundles(List.of(), ACTOR, T0)))
                .contains(ErrorCode.BUNDLES_UNSUPPORTED);
    }

    @Test
    void tagsAreMergedAndRemovedOneByOne() {
        Sim sim = aSim();
        sim.putTags(Map.of("name", "one", "a", "x"), ACTOR, T0);
        sim.putTags(Map.of("name", "two"), ACTOR, T0);
        sim.putTags(Map.of("name", "two"), ACTOR, T1);
        assertThat(sim.view().tags()).isEqualTo(Map.of("name", "two", "a", "x"));
        assertThat(sim.view().version()).isEqualTo(2);
        sim.deleteTag("a", ACTOR, T1);
        assertThat(sim.view().tags()).isEqualTo(Map.of("name", "two"));
        assertThat(refusal(() -> sim.deleteTag("a", ACTOR, T1))).contains(ErrorCode.NOT_FOUND);
    }
}
