package io.curfew.sims;

import static io.curfew.sims.SimDesk.ACTOR;
import static io.curfew.sims.SimDesk.on;
import static io.curfew.sims.SimDesk.refusal;
import static io.curfew.sims.SimDesk.registering;
import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.PageRequest;
import io.curfew.kernel.Slice;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@CurfewTest
class SimServiceTest {
    private static final String IMEI = "356938035643809";

    @Inject
    SimDesk desk;

    @Inject
    SimService sims;

    @Inject
    SimQueryService queries;

    @Inject
    SimSessionService sessions;

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

    // ---- registration and creation ----

    @Test
    void registeredSimIsReadyProtectedAndToldOf() {
        // Given
        Credentials main = accounts.main();
        StockSim made = desk.inStock(Coverage.GLOBAL, "plan01s");
        GroupView group = await(() -> groups.create(main.sid(), Coverage.GLOBAL, Map.of("name", "fleet"), ACTOR));
        // When
        SimView sim = await(() -> sims.register(new RegisterSim(
                main.sid(),
                main.sid(),
                Coverage.GLOBAL,
                SimRef.imsi(made.imsi()),
                made.registrationSecret(),
                group.groupId(),
                Map.of("name", "meter"),
                ACTOR)));
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
        RegisterSim right = registering(main, main, made);
        RegisterSim wrongSecret = new RegisterSim(
                main.sid(), main.sid(), made.coverage(), right.sim(), "00000000", null, Map.of(), ACTOR);
        RegisterSim otherCoverage = new RegisterSim(
                main.sid(), main.sid(), Coverage.JAPAN, right.sim(), right.secret(), null, Map.of(), ACTOR);
        RegisterSim unknown = new RegisterSim(
                main.sid(), main.sid(), made.coverage(), SimRef.id("890000"), "1", null, Map.of(), ACTOR);
        RegisterSim noGroup = new RegisterSim(
                main.sid(), main.sid(), made.coverage(), right.sim(), right.secret(), "none", Map.of(), ACTOR);
        // When, Then
        assertThat(refusal(() -> await(() -> sims.register(wrongSecret)))).contains(ErrorCode.REGISTRATION_REFUSED);
        assertThat(refusal(() -> await(() -> sims.register(otherCoverage)))).contains(ErrorCode.REGISTRATION_REFUSED);
        assertThat(refusal(() -> await(() -> sims.register(unknown)))).contains(ErrorCode.NOT_FOUND);
        assertThat(refusal(() -> await(() -> sims.register(noGroup)))).contains(ErrorCode.GROUP_UNKNOWN);
        assertThat(await(() -> stock.find(right.sim())).state()).isEqualTo(StockView.State.IN_STOCK);
        assertThat(workOf(main)).isEmpty();
        await(() -> sims.register(right));
        assertThat(refusal(() -> await(() -> sims.register(right)))).contains(ErrorCode.REGISTRATION_REFUSED);
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
            await(() -> sims.register(registering(main, main, made), dead)
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

    // ---- tenancy ----

    @Test
    void simOfAnotherTreeCoverageOrAccountIsNotThere() {
        // Given
        Credentials main = accounts.main();
        Credentials sub = accounts.sub(main);
        Credentials stranger = accounts.main();
        SimView sim = desk.aSim(main, sub, Coverage.GLOBAL, "plan01s");
        List<OnSim> others = List.of(
                new OnSim(stranger.sid(), Coverage.GLOBAL, SimRef.id(sim.simId()), ACTOR),
                new OnSim(stranger.sid(), Coverage.GLOBAL, SimRef.imsi(sim.primaryImsi()), ACTOR),
                new OnSim(main.sid(), Coverage.JAPAN, SimRef.id(sim.simId()), ACTOR),
                new OnSim(main.sid(), main.sid(), Coverage.GLOBAL, SimRef.id(sim.simId()), null, ACTOR));
        // When, Then
        for (OnSim other : others) {
            assertThat(calls(other))
                    .allSatisfy(call -> assertThat(refusal(() -> await(call))).contains(ErrorCode.NOT_FOUND));
        }
        assertThat(refusal(() -> await(() -> queries.get(stranger.sid(), null, SimRef.id(sim.simId())))))
                .contains(ErrorCode.NOT_FOUND);
        assertThat(refusal(() -> await(() -> queries.get(main.sid(), Coverage.JAPAN, SimRef.id(sim.simId())))))
                .contains(ErrorCode.NOT_FOUND);
        assertThat(desk.list(SimFilter.all(stranger.sid(), Coverage.GLOBAL))).isEmpty();
        assertThat(desk.list(SimFilter.all(main.sid(), Coverage.JAPAN))).isEmpty();
        assertThat(await(() -> queries.countsByStatus(stranger.sid(), null)).values())
                .containsOnly(0L);
        assertThat(desk.get(sim)).isEqualTo(sim);
        assertThat(desk.events(sim)).hasSize(1);
    }

    private List<Supplier<Uni<SimView>>> calls(OnSim on) {
        return List.of(
                () -> sims.change(new ChangeSim.ToStatus(on, SimStatus.ACTIVE)),
                () -> sims.change(new ChangeSim.ToStatus(on, SimStatus.INACTIVE)),
                () -> sims.change(new ChangeSim.ToStatus(on, SimStatus.STANDBY)),
                () -> sims.change(new ChangeSim.ToStatus(on, SimStatus.SUSPENDED)),
                () -> sims.change(new ChangeSim.ToStatus(on, SimStatus.TERMINATED)),
                () -> sims.change(new ChangeSim.SetProtection(on, true)),
                () -> sims.change(new ChangeSim.SetProtection(on, false)),
                () -> sims.change(new ChangeSim.SetExpiry(on, clock.now(), null)),
                () -> sims.change(new ChangeSim.UnsetExpiry(on)),
                () -> sims.change(new ChangeSim.SetGroup(on, "any")),
                () -> sims.change(new ChangeSim.UnsetGroup(on)),
                () -> sims.change(new ChangeSim.PutTags(on, Map.of("a", "b"))),
                () -> sims.change(new ChangeSim.DeleteTag(on, "a")),
                () -> sims.change(new ChangeSim.SetSpeedClass(on, "s1.fast")),
                () -> sims.change(new ChangeSim.SetImeiLock(on, IMEI)),
                () -> sims.change(new ChangeSim.UnsetImeiLock(on)),
                () -> sims.change(new ChangeSim.EndSession(on)),
                () -> sims.change(new ChangeSim.AddSubscription(on, "1", "planArc01")),
                () -> sims.change(new ChangeSim.EndSubscription(on, "1", "2")),
                () -> sims.change(new ChangeSim.SetBundles(on, List.of())),
                () -> sims.change(new ChangeSim.MarkReturned(on)),
                () -> sessions.start(on, new StartSession(null, null, null)),
                () -> sessions.update(on, null),
                () -> sessions.stop(on));
    }

    @Test
    void versionThatWasSeenIsAskedFor() {
        // Given
        SimView sim = desk.aSim(accounts.main());
        OnSim stale = new OnSim(sim.tenantId(), null, null, SimRef.id(sim.simId()), sim.version() + 1, ACTOR);
        OnSim fresh = new OnSim(sim.tenantId(), null, null, SimRef.id(sim.simId()), sim.version(), ACTOR);
        // When, Then
        assertThat(refusal(() -> await(() -> sims.change(new ChangeSim.ToStatus(stale, SimStatus.ACTIVE)))))
                .contains(ErrorCode.VERSION_MISMATCH);
        assertThat(await(() -> sims.change(new ChangeSim.ToStatus(fresh, SimStatus.ACTIVE)))
                        .version())
                .isEqualTo(sim.version() + 1);
    }

    // ---- tags, groups, speed class, device ----

    @Test
    void tagsAreMergedAndRemovedOneByOne() {
        // Given
        SimView sim = desk.aSim(accounts.main());
        // When
        SimView one = await(() -> sims.change(new ChangeSim.PutTags(on(sim), Map.of("name", "計器 1", "a/b c", "x"))));
        SimView two = await(() -> sims.change(new ChangeSim.PutTags(on(sim), Map.of("name", "計器 2"))));
        SimView same = await(() -> sims.change(new ChangeSim.PutTags(on(sim), Map.of("name", "計器 2"))));
        SimView three = await(() -> sims.change(new ChangeSim.DeleteTag(on(sim), "a/b c")));
        // Then
        assertThat(one.name()).isEqualTo("計器 1");
        assertThat(two.tags()).isEqualTo(Map.of("name", "計器 2", "a/b c", "x"));
        assertThat(same).isEqualTo(two);
        assertThat(three.tags()).isEqualTo(Map.of("name", "計器 2"));
        assertThat(refusal(() -> await(() -> sims.change(new ChangeSim.DeleteTag(on(sim), "a/b c")))))
                .contains(ErrorCode.NOT_FOUND);
        assertThat(desk.events(sim)).containsExactly("sim.registered", "sim.updated", "sim.updated", "sim.updated");
        assertThat(desk.get(sim)).isEqualTo(three);
    }

    @Test
    void tagsHaveNamesAndLimits() {
        SimView sim = desk.aSim(accounts.main());
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i <= SimService.MAX_TAGS; i++) {
            many.put("tag" + i, "");
        }
        Stream.of(
                        Map.of("", "x"),
                        Map.of("x".repeat(SimService.MAX_TAG_NAME + 1), "x"),
                        Map.of("x", "x".repeat(SimService.MAX_TAG_VALUE + 1)),
                        Map.of("x", "\0"),
                        many)
                .forEach(tags -> assertThat(refusal(
                                () -> await(() -> sims.change(new ChangeSim.PutTags(on(sim), tags)))))
                        .contains(ErrorCode.TAG_INVALID));
        assertThat(desk.get(sim)).isEqualTo(sim);
    }

    @Test
    void groupsAreOfOneTreeAndCoverage() {
        // Given
        Credentials main = accounts.main();
        SimView sim = desk.aSim(main);
        GroupView group = await(() -> groups.create(main.sid(), Coverage.GLOBAL, Map.of("name", "one"), ACTOR));
        GroupView japanese = await(() -> groups.create(main.sid(), Coverage.JAPAN, Map.of(), ACTOR));
        Credentials stranger = accounts.main();
        GroupView strange = await(() -> groups.create(stranger.sid(), Coverage.GLOBAL, Map.of(), ACTOR));
        // When, Then
        for (String unknown : List.of(japanese.groupId(), strange.groupId(), "none")) {
            assertThat(refusal(() -> await(() -> sims.change(new ChangeSim.SetGroup(on(sim), unknown)))))
                    .contains(ErrorCode.GROUP_UNKNOWN);
        }
        SimView in = await(() -> sims.change(new ChangeSim.SetGroup(on(sim), group.groupId())));
        assertThat(in.groupId()).isEqualTo(group.groupId());
        assertThat(await(() -> sims.change(new ChangeSim.SetGroup(on(sim), group.groupId()))))
                .isEqualTo(in);
        assertThat(await(() -> sims.change(new ChangeSim.UnsetGroup(on(sim)))).groupId())
                .isNull();
        assertThat(await(() -> groups.list(main.sid(), Coverage.GLOBAL, PageRequest.first(10)))
                        .items())
                .containsExactly(group);
        assertThat(await(() -> groups.get(main.sid(), Coverage.GLOBAL, group.groupId())))
                .isEqualTo(group);
    }

    @Test
    void deletedGroupLetsItsSimsGo() {
        // Given
        Credentials main = accounts.main();
        SimView sim = desk.aSim(main);
        GroupView group = await(() -> groups.create(main.sid(), Coverage.GLOBAL, Map.of(), ACTOR));
        await(() -> sims.change(new ChangeSim.SetGroup(on(sim), group.groupId())));
        // When
        await(() -> groups.delete(main.sid(), Coverage.GLOBAL, group.groupId(), ACTOR));
        // Then
        assertThat(desk.get(sim).groupId()).isNull();
        assertThat(refusal(() -> await(() -> groups.get(main.sid(), Coverage.GLOBAL, group.groupId()))))
                .contains(ErrorCode.NOT_FOUND);
        assertThat(refusal(() -> await(() -> groups.delete(main.sid(), Coverage.GLOBAL, group.groupId(), ACTOR))))
                .contains(ErrorCode.NOT_FOUND);
    }

    @Test
    void deviceLockTakesTheImeiGivenOrThePresentOne() {
        // Given
        SimView sim = desk.aSim(accounts.main());
        // When, Then
        assertThat(refusal(() -> await(() -> sims.change(new ChangeSim.SetImeiLock(on(sim), null)))))
                .contains(ErrorCode.IMEI_MISSING);
        for (String wrong : List.of("", "12", IMEI + "1", IMEI + "|", IMEI + "|anonymous", "|ANONYMOUS")) {
            assertThat(refusal(() -> await(() -> sims.change(new ChangeSim.SetImeiLock(on(sim), wrong)))))
                    .contains(ErrorCode.IMEI_INVALID);
        }
        await(() -> sessions.start(on(sim), new StartSession(null, IMEI, null)));
        assertThat(await(() -> sims.change(new ChangeSim.SetImeiLock(on(sim), null)))
                        .imeiLock())
                .isEqualTo(IMEI);
        assertThat(connect(sim, "490154203237518")).contains("imei-lock");
        assertThat(connect(sim, null)).contains("imei-lock");
        assertThat(connect(sim, IMEI)).isEmpty();
        await(() -> sims.change(new ChangeSim.SetImeiLock(on(sim), IMEI + "|ANONYMOUS")));
        assertThat(connect(sim, null)).isEmpty();
        assertThat(connect(sim, "490154203237518")).contains("imei-lock");
        assertThat(await(() -> sims.change(new ChangeSim.UnsetImeiLock(on(sim))))
                        .imeiLock())
                .isNull();
        assertThat(connect(sim, "490154203237518")).isEmpty();
    }

    /** Empty when it connects, else the reason of the refusal. */
    private Optional<Object> connect(SimView sim, String imei) {
        try {
            await(() -> sessions.start(on(sim), new StartSession(null, imei, null)));
            return Optional.empty();
        } catch (DomainException e) {
            assertThat(e.code()).isEqualTo(ErrorCode.SESSION_REFUSED);
            return Optional.of(e.error().details().get("reason"));
        }
    }

    // ---- sessions ----

    @Test
    void sessionLeavesARecordOfItself() {
        // Given
        SimView sim = desk.aSim(accounts.main());
        // When
        SimView online = await(() -> sessions.start(on(sim), new StartSession(null, IMEI, "10.0.0.1")));
        SimView moved = await(() -> sessions.update(on(sim), "10.0.0.2"));
        SimView offline = await(() -> sims.change(new ChangeSim.EndSession(on(sim))));
        // Then
        assertThat(online.session().imsi()).isEqualTo(sim.primaryImsi());
        assertThat(online.session().ueIpAddress()).isEqualTo("10.0.0.1");
        assertThat(online.previousSession()).isNull();
        assertThat(moved.session().ueIpAddress()).isEqualTo("10.0.0.2");
        assertThat(moved.updatedAt()).isEqualTo(online.updatedAt());
        assertThat(offline.isOnline()).isFalse();
        assertThat(offline.previousSession()).isEqualTo(offline.session());
        assertThat(offline.session().endedAt()).isEqualTo(offline.updatedAt());
        assertThat(refusal(() -> await(() -> sims.change(new ChangeSim.EndSession(on(sim))))))
                .contains(ErrorCode.SIM_OFFLINE);
        assertThat(refusal(() -> await(() -> sessions.update(on(sim), null)))).contains(ErrorCode.SIM_OFFLINE);
        assertThat(records(sim, HistoryRange.newest(10)))
                .containsExactly(
                        SessionRecord.Event.DELETED, SessionRecord.Event.MODIFIED, SessionRecord.Event.CREATED);
        assertThat(records(sim, HistoryRange.newest(1))).containsExactly(SessionRecord.Event.DELETED);
        clock.advance(Duration.ofDays(33));
        assertThat(records(sim, HistoryRange.newest(10))).isEmpty();
    }

    private List<SessionRecord.Event> records(SimView sim, HistoryRange range) {
        return await(() -> queries.sessionHistory(sim.tenantId(), null, SimRef.id(sim.simId()), range)).items().stream()
                .map(SessionRecord::event)
                .toList();
    }

    // ---- subscriptions ----

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
        SimView ended = await(() -> sims.change(new ChangeSim.EndSubscription(on(sim), iccid, secondary.imsi())));
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
        "plan-US, planX3, SUBSCRIPTION_NOT_ADDABLE"
    })
    void notEverySubscriptionCanBeAdded(String primary, String added, ErrorCode expected) {
        SimView sim = desk.aSim(accounts.main(), primary);
        ChangeSim command = new ChangeSim.AddSubscription(on(sim), sim.activeProfileId(), added);
        assertThat(refusal(() -> await(() -> sims.change(command)))).contains(expected);
        assertThat(refusal(() -> await(() -> sims.change(new ChangeSim.AddSubscription(on(sim), "1", "planX3")))))
                .contains(ErrorCode.NOT_FOUND);
    }

    // ---- the rest ----

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
