package io.curfew.sims;

import static io.curfew.sims.SimDesk.ACTOR;
import static io.curfew.sims.SimDesk.on;
import static io.curfew.sims.SimDesk.refusal;
import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.kernel.Cursor;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.PageRequest;
import io.curfew.kernel.Slice;
import io.curfew.sims.SimSearch.Connection;
import io.curfew.sims.SimSearch.Field;
import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@CurfewTest
class SimSearchTest {
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

    private Credentials main;
    private SimView one;
    private SimView two;
    private SimView three;
    private GroupView group;

    @BeforeEach
    void setUp() {
        main = accounts.main();
        group = await(() -> groups.create(main.sid(), Coverage.GLOBAL, Map.of("name", "Fleet 100%"), ACTOR));
        SimView first = desk.aSim(main, "plan01s");
        await(() -> sims.change(new ChangeSim.SetGroup(on(first), group.groupId())));
        one = await(() -> sims.change(new ChangeSim.PutTags(on(first), Map.of("name", "Meter_A", "site", "Kyoto"))));
        SimView second = desk.aSim(main, "plan-US");
        await(() -> sessions.start(on(second), new StartSession(null, null, null)));
        await(() -> sims.change(new ChangeSim.SetBundles(on(second), List.of("D-300MB"))));
        two = await(() -> sims.change(new ChangeSim.PutTags(on(second), Map.of("name", "meterXB"))));
        SimView third = desk.unprotected(desk.aSim(main, "planArc01"));
        three = await(() -> sims.change(new ChangeSim.ToStatus(on(third), SimStatus.TERMINATED)));
    }

    private List<SimView> find(Map<Field, List<String>> terms) {
        return find(terms, Set.of(), Connection.ANY, false);
    }

    private List<SimView> find(
            Map<Field, List<String>> terms, Set<String> subscriptions, Connection connection, boolean matchAny) {
        SimSearch search = new SimSearch(main.sid(), null, Coverage.GLOBAL, terms, subscriptions, connection, matchAny);
        return await(() -> queries.search(search, PageRequest.first(10))).items();
    }

    @Test
    void everyFieldIsFoundByAPartInEitherCase() {
        assertThat(find(Map.of(Field.NAME, List.of("METER")))).containsExactly(two, one);
        assertThat(find(Map.of(Field.GROUP, List.of("fleet")))).containsExactly(one);
        assertThat(find(Map.of(Field.GROUP_ID, List.of(group.groupId().substring(3, 12)))))
                .containsExactly(one);
        assertThat(find(Map.of(Field.SIM_ID, List.of(two.simId())))).containsExactly(two);
        assertThat(find(Map.of(Field.IMSI, List.of(two.primaryImsi().substring(2)))))
                .containsExactly(two);
        assertThat(find(Map.of(Field.MSISDN, List.of(two.primary().msisdn())))).containsExactly(two);
        assertThat(find(Map.of(Field.ICCID, List.of(one.activeProfileId())))).containsExactly(one);
        assertThat(find(Map.of(Field.SERIAL_NUMBER, List.of(one.serialNumber().toLowerCase(Locale.ROOT)))))
                .containsExactly(one);
        assertThat(find(Map.of(Field.TAG, List.of("kyo")))).containsExactly(one);
        assertThat(find(Map.of(Field.BUNDLES, List.of("300mb")))).containsExactly(two);
        assertThat(find(Map.of(Field.STATUS, List.of("terminated")))).containsExactly(three);
        assertThat(find(Map.of(Field.MODULE_TYPE, List.of("virtual")))).containsExactly(three);
    }

    @Test
    void signsOfPatternsStandForThemselves() {
        assertThat(find(Map.of(Field.NAME, List.of("r_A")))).containsExactly(one);
        assertThat(find(Map.of(Field.NAME, List.of("r%A")))).isEmpty();
        assertThat(find(Map.of(Field.GROUP, List.of("00%")))).containsExactly(one);
        assertThat(find(Map.of(Field.NAME, List.of("'; drop table sim; --")))).isEmpty();
        assertThat(find(Map.of(Field.NAME, List.of("\\\\")))).isEmpty();
        assertThat(find(Map.of(Field.NAME, List.of("\0\0")))).isEmpty();
    }

    @Test
    void termsOfAFieldAreAlternativesAndFieldsAreNot() {
        assertThat(find(Map.of(Field.NAME, List.of("er_a", "erxb")))).containsExactly(two, one);
        assertThat(find(Map.of(Field.NAME, List.of("er_a,erxb")))).containsExactly(two, one);
        assertThat(find(Map.of(Field.NAME, List.of("meter"), Field.TAG, List.of("kyoto"))))
                .containsExactly(one);
        assertThat(find(
                        Map.of(Field.NAME, List.of("erxb"), Field.TAG, List.of("kyoto")),
                        Set.of("planArc01"),
                        Connection.ANY,
                        true))
                .containsExactly(three, two, one);
        assertThat(find(Map.of(), Set.of("plan-US", "plan01s"), Connection.ANY, false))
                .containsExactly(two, one);
        assertThat(find(Map.of(), Set.of("plan-U"), Connection.ANY, false)).isEmpty();
    }

    @Test
    void connectionRestrictsAlways() {
        assertThat(find(Map.of(), Set.of(), Connection.ONLINE, false)).containsExactly(two);
        assertThat(find(Map.of(), Set.of(), Connection.OFFLINE, false)).containsExactly(three, one);
        assertThat(find(Map.of(Field.NAME, List.of("meter")), Set.of("planArc01"), Connection.ONLINE, true))
                .containsExactly(two);
    }

    @Test
    void shortTermsAreRefused() {
        for (String term : List.of("", "a", "ab,c", "ab,", ",ab")) {
            assertThat(refusal(() -> find(Map.of(Field.NAME, List.of(term)))))
                    .contains(ErrorCode.SEARCH_TERM_TOO_SHORT);
        }
        assertThat(find(Map.of(Field.NAME, List.of("計器")))).isEmpty();
    }

    @Test
    void listIsFiltered() {
        assertThat(listed(Set.of(SimStatus.READY, SimStatus.TERMINATED), Set.of(), Set.of(), null))
                .containsExactly(three, one);
        assertThat(listed(Set.of(), Set.of("s1.standard"), Set.of(), null)).containsExactly(two, one);
        assertThat(listed(Set.of(), Set.of(), Set.of(one.serialNumber().substring(0, 9), "nothing"), null))
                .containsExactly(one);
        assertThat(listed(Set.of(), Set.of(), Set.of(), new SimFilter.TagFilter("site", "Kyoto", false)))
                .containsExactly(one);
        assertThat(listed(Set.of(), Set.of(), Set.of(), new SimFilter.TagFilter("site", "Kyo", false)))
                .isEmpty();
        assertThat(listed(Set.of(), Set.of(), Set.of(), new SimFilter.TagFilter("site", "Kyo", true)))
                .containsExactly(one);
        assertThat(await(() -> queries.countsByStatus(main.sid(), Coverage.GLOBAL)))
                .isEqualTo(Map.of(
                        SimStatus.READY, 1L,
                        SimStatus.ACTIVE, 1L,
                        SimStatus.INACTIVE, 0L,
                        SimStatus.STANDBY, 0L,
                        SimStatus.SUSPENDED, 0L,
                        SimStatus.TERMINATED, 1L));
    }

    private List<SimView> listed(
            Set<SimStatus> statuses, Set<String> speedClasses, Set<String> serials, SimFilter.TagFilter tag) {
        return desk.list(new SimFilter(main.sid(), null, Coverage.GLOBAL, statuses, speedClasses, serials, null, tag));
    }

    @Test
    void pagesGoOnWhereTheLastEndedThoughNewOnesComeInFront() {
        // Given
        List<SimView> seen = new ArrayList<>();
        PageRequest next = PageRequest.first(2);
        // When
        Slice<SimView> first = page(next);
        seen.addAll(first.items());
        desk.aSim(main);
        Cursor cursor = await(() -> queries.cursorAfter(main.sid(), Coverage.GLOBAL, SimRef.imsi(two.primaryImsi())));
        Slice<SimView> second = page(new PageRequest(2, cursor, 0));
        seen.addAll(second.items());
        // Then
        assertThat(first.hasOlder()).isTrue();
        assertThat(second.hasOlder()).isFalse();
        assertThat(seen).containsExactly(three, two, one);
    }

    private Slice<SimView> page(PageRequest page) {
        return await(() -> queries.list(SimFilter.all(main.sid(), Coverage.GLOBAL), page));
    }
}
