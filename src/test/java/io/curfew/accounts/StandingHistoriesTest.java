package io.curfew.accounts;

import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.events.Actor;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.PageRequest;
import io.curfew.lifecycle.LifecycleStatus;
import io.curfew.lifecycle.Standing;
import io.curfew.lifecycle.StandingSql;
import io.curfew.lifecycle.WorkRunner;
import io.curfew.sql.Row;
import io.curfew.sql.Sql;
import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.SettableClock;
import io.quarkus.hibernate.reactive.panache.Panache;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Java and SQL say the same of what holds for an account, whatever has happened to its tree. */
@CurfewTest
class StandingHistoriesTest {
    private static final Actor CUSTOMER = new Actor(Actor.Kind.CUSTOMER, "test", "native");
    private static final StandingSql SQL = StandingSql.of("a", "m");
    private static final int STEPS = 20;

    @Inject
    Accounts accounts;

    @Inject
    AccountService service;

    @Inject
    PolicyService policies;

    @Inject
    AccountRepository repository;

    @Inject
    WorkRunner runner;

    @Inject
    SettableClock clock;

    private final long seed = Long.getLong("standing.seed", System.nanoTime());
    private final Random random = new Random(seed);

    @Test
    void javaAndSqlAgree() {
        agree(6);
    }

    @Test
    @Tag("slow")
    void javaAndSqlAgreeForLong() {
        agree(60);
    }

    private void agree(int histories) {
        System.out.println("standing.seed=" + seed);
        for (int history = 0; history < histories; history++) {
            Credentials main = accounts.main();
            List<Credentials> tree = new ArrayList<>(List.of(main, accounts.sub(main), accounts.sub(main)));
            StringBuilder told = new StringBuilder("standing.seed=" + seed + ", history " + history + ":");
            for (int step = 0; step < STEPS; step++) {
                told.append(' ').append(step(main, tree));
                compare(main, tree, told.toString());
            }
        }
    }

    private String step(Credentials main, List<Credentials> tree) {
        // The main account ends seldom, or the histories would be short.
        int which = random.nextInt(4) == 0 ? 0 : random.nextInt(tree.size());
        Credentials account = tree.get(which);
        Actor actor = random.nextBoolean() ? CUSTOMER : Accounts.PLATFORM;
        return switch (random.nextInt(9)) {
            case 0, 1 -> move(main, account, LifecycleStatus.SUSPENDED, actor, which);
            case 2, 3 -> move(main, account, LifecycleStatus.ACTIVE, actor, which);
            case 4 ->
                move(
                        main,
                        account,
                        which == 0 && random.nextInt(3) > 0 ? LifecycleStatus.ACTIVE : LifecycleStatus.CLOSED,
                        actor,
                        which);
            case 5 -> tried("create", () -> tree.add(accounts.sub(main)));
            case 6 -> {
                boolean on = random.nextBoolean();
                Duration warning = Duration.ofDays(random.nextInt(8));
                yield tried(
                        "auto-deletion=" + on,
                        () -> await(
                                () -> policies.set(new SetPolicy(main.sid(), on, warning, null, Accounts.PLATFORM))));
            }
            case 7 -> tried("advance", () -> clock.advance(Duration.ofHours(random.nextInt(24 * 16))));
            default -> tried("run", () -> await(runner::runDue));
        };
    }

    private String move(Credentials main, Credentials account, LifecycleStatus status, Actor actor, int which) {
        return tried(
                status + "(" + which + ")",
                () -> await(() -> service.change(ChangeAccount.to(status, main.sid(), account.sid(), actor))));
    }

    private static String tried(String what, Runnable action) {
        try {
            action.run();
            return what;
        } catch (DomainException refusal) {
            return what + "=" + refusal.code();
        }
    }

    private void compare(Credentials main, List<Credentials> tree, String told) {
        List<Read> rows = rows(main);
        TreeSet<Instant> instants = new TreeSet<>(List.of(clock.now()));
        rows.stream().map(Read::goneAt).forEach(goneAt -> {
            if (goneAt != null) {
                instants.addAll(List.of(goneAt.minusNanos(1000), goneAt, goneAt.plusNanos(1000)));
            }
        });
        for (Read row : rows) {
            Standing standing = await(() -> Panache.withSession(() -> repository.findInTree(main.sid(), row.id())))
                    .standing();
            assertThat(row.said()).as(told).isEqualTo(standing);
            assertThat(row.read()).as(told).isEqualTo(standing);
            assertThat(row.open()).as(told).isEqualTo(standing.isOpen());
        }
        for (Instant at : instants) {
            List<String> there = rows.stream()
                    .filter(row -> row.said().isThere(at))
                    .map(Read::id)
                    .toList();
            assertThat(idsThere(main, at)).as(told + " at " + at).containsExactlyInAnyOrderElementsOf(there);
            assertThat(idsListed(main, at)).as(told + " at " + at).containsExactlyInAnyOrderElementsOf(there);
        }
    }

    /**
     * An account as SQL sees it.
     *
     * @param said what {@link StandingSql} says
     * @param read what the columns say to Java
     */
    private record Read(String id, Standing said, Standing read, boolean open) {
        @Nullable
        Instant goneAt() {
            return said.goneAt();
        }
    }

    private List<Read> rows(Credentials main) {
        String sql = "select " + AccountRows.columns("a") + ", " + AccountRows.standingColumns("m") + ", "
                + SQL.status() + " as s_status, " + SQL.cause() + " as s_status_cause, " + SQL.closedAt()
                + " as s_closed_at, " + SQL.goneAt() + " as s_purge_at, " + SQL.isOpen() + " as s_open"
                + " from account a join account m on m.tenant_id = a.tenant_id and m.id = a.tenant_id"
                + " where a.tenant_id = $1";
        return await(() -> Panache.withSession(() -> Sql.of(sql, main.sid()).list(StandingHistoriesTest::read)));
    }

    private static Read read(Row row) {
        AccountView view = AccountRows.read(row, "a", "m");
        return new Read(view.id(), AccountRows.standing(row, "s"), view.standing(), row.bool("s_open"));
    }

    private List<String> idsThere(Credentials main, Instant at) {
        String sql = "select a.id from account a join account m on m.tenant_id = a.tenant_id and m.id = a.tenant_id"
                + " where a.tenant_id = $1 and " + SQL.isThere("$2");
        return await(() -> Panache.withSession(() -> Sql.of(sql, main.sid(), at).list(row -> row.string(0))));
    }

    private List<String> idsListed(Credentials main, Instant at) {
        AccountFilter all = new AccountFilter(main.sid(), null, null, null);
        return await(() -> Panache.withSession(() -> repository.page(all, PageRequest.first(100), at))).items().stream()
                .map(AccountView::id)
                .toList();
    }
}
