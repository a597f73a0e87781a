package io.curfew.sims;

import static io.curfew.sims.SimDesk.ACTOR;
import static io.curfew.sims.SimDesk.on;
import static io.curfew.sims.SimDesk.refusal;
import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.SettableClock;
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

/** Whose SIMs are found; their tags, groups, device locks and sessions. */
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
    Accounts accounts;

    @Inject
    Database database;

    @Inject
    SettableClock clock;

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
        assertThat(await(() -> groups.list(main.sid(), Coverage.GLOBAL, null, null, 10))
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
    void largeGroupIsEmptiedByPages() {
        // Given more SIMs than a page has, and one of another group
        Credentials main = accounts.main();
        int members = SimGroups.PAGE + 1;
        SimFleet.fill(
                        main.sid(),
                        60_000_000L,
                        members,
                        List.of(ExpiryAction.SUSPEND),
                        clock.now().plus(Duration.ofDays(365)),
                        Duration.ZERO)
                .forEach(database::execute);
        GroupView group = await(() -> groups.create(main.sid(), Coverage.GLOBAL, Map.of(), ACTOR));
        GroupView kept = await(() -> groups.create(main.sid(), Coverage.GLOBAL, Map.of(), ACTOR));
        database.execute("update sim set group_id = $2 where tenant_id = $1", main.sid(), group.groupId());
        SimView other = desk.aSim(main);
        await(() -> sims.change(new ChangeSim.SetGroup(on(other), kept.groupId())));
        SimView one = await(() -> queries.get(main.sid(), null, SimRef.id("890060000007")));
        assertThat(one.groupId()).isEqualTo(group.groupId());
        // When
        await(() -> groups.delete(main.sid(), Coverage.GLOBAL, group.groupId(), ACTOR));
        // Then nobody sees a SIM in it, though the rows come later
        assertThat(desk.get(one).groupId()).isNull();
        assertThat(database.column(
                        "select cast(data ->> 'sims' as integer) from outbox_event"
                                + " where tenant_id = $1 and type = 'sim-group.deleted'",
                        main.sid()))
                .containsExactly(members);
        assertThat(inGroup(group)).isEqualTo(members);
        // When
        desk.runDue();
        // Then
        assertThat(inGroup(group)).isZero();
        assertThat(desk.get(one).version()).isEqualTo(one.version() + 1);
        assertThat(desk.get(other).groupId()).isEqualTo(kept.groupId());
        assertThat(database.count(
                        "select count(*) from lifecycle_work where tenant_id = $1 and kind = 'sim-group'", main.sid()))
                .isZero();
    }

    private long inGroup(GroupView group) {
        return database.count(
                "select count(*) from sim where tenant_id = $1 and group_id = $2", group.tenantId(), group.groupId());
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
}
