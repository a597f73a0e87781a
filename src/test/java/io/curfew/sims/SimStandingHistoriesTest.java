package io.curfew.sims;

import static io.curfew.sims.SimDesk.on;
import static io.curfew.sims.SimDesk.refusal;
import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.kernel.DomainException;
import io.curfew.lifecycle.LifecycleStatus;
import io.curfew.sql.Row;
import io.curfew.sql.Sql;
import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.SettableClock;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Java and SQL say the same of what holds for a SIM, whatever has happened to it and to its holder. */
@CurfewTest
class SimStandingHistoriesTest {
    private static final List<Duration> RETENTIONS =
            List.of(Duration.ofDays(5), Duration.ofDays(30), Duration.ofDays(60));
    private static final int STEPS = 24;

    @Inject
    SimDesk desk;

    @Inject
    SimService sims;

    @Inject
    SimSessionService sessions;

    @Inject
    SimCatalog catalog;

    @Inject
    Accounts accounts;

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
            Credentials sub = accounts.sub(main);
            List<SimView> fleet = List.of(
                    desk.anUnprotectedSim(main),
                    desk.unprotected(desk.aSim(main, sub, Coverage.GLOBAL, "plan01s")),
                    desk.unprotected(desk.aSim(main, sub, Coverage.JAPAN, "plan-D")));
            StringBuilder told = new StringBuilder("standing.seed=" + seed + ", history " + history + ":");
            for (int step = 0; step < STEPS; step++) {
                told.append(' ').append(step(main, sub, fleet));
                compare(main, told.toString());
            }
        }
    }

    private String step(Credentials main, Credentials sub, List<SimView> fleet) {
        int which = random.nextInt(fleet.size());
        OnSim sim = on(fleet.get(which));
        return which
                + switch (random.nextInt(15)) {
                    case 0, 1 -> tried("activate", () -> sims.change(new ChangeSim.ToStatus(sim, SimStatus.ACTIVE)));
                    case 2 -> tried("deactivate", () -> sims.change(new ChangeSim.ToStatus(sim, SimStatus.INACTIVE)));
                    case 3 -> tried("standby", () -> sims.change(new ChangeSim.ToStatus(sim, SimStatus.STANDBY)));
                    case 4 -> tried("suspend", () -> sims.change(new ChangeSim.ToStatus(sim, SimStatus.SUSPENDED)));
                    case 5, 6 -> tried("session", () -> sessions.start(sim, new StartSession(null, null, null)));
                    case 7, 8, 9 -> setExpiry(sim);
                    case 10 -> tried("unset", () -> sims.change(new ChangeSim.UnsetExpiry(sim)));
                    case 11 ->
                        random.nextInt(4) == 0
                                ? tried(
                                        "terminate",
                                        () -> sims.change(new ChangeSim.ToStatus(sim, SimStatus.TERMINATED)))
                                : "";
                    case 12 -> random.nextInt(3) == 0 ? endHolder(main, sub) : "";
                    case 13 -> {
                        clock.advance(Duration.ofHours(random.nextInt(48)));
                        yield "advance";
                    }
                    default -> {
                        desk.runDue();
                        yield "run";
                    }
                };
    }

    private String setExpiry(OnSim sim) {
        Instant when = clock.now().plus(Duration.ofMinutes(random.nextInt(24 * 60) - 60L));
        int action = random.nextInt(ExpiryAction.values().length + 1);
        ExpiryAction chosen = action == ExpiryAction.values().length ? null : ExpiryAction.values()[action];
        return tried("expiry " + when + " " + chosen, () -> sims.change(new ChangeSim.SetExpiry(sim, when, chosen)));
    }

    private String endHolder(Credentials main, Credentials sub) {
        Credentials holder = random.nextInt(3) == 0 ? main : sub;
        LifecycleStatus status = random.nextBoolean() ? LifecycleStatus.CLOSED : LifecycleStatus.SUSPENDED;
        return status + "(" + (holder == main ? "main" : "sub") + ")" + refusal(() -> desk.move(main, holder, status));
    }

    private static String tried(String what, Supplier<Uni<?>> action) {
        try {
            await(() -> action.get().replaceWithVoid());
            return what;
        } catch (DomainException refusal) {
            return what + "=" + refusal.code();
        }
    }

    private void compare(Credentials main, String told) {
        List<JsonObject> documents = query(
                "select " + SimTables.DOCUMENT + SimTables.FROM,
                main,
                clock.now(),
                RETENTIONS.get(0),
                row -> new JsonObject(row.string(0)));
        for (Duration retention : RETENTIONS) {
            for (Instant at : instants(documents, retention)) {
                List<Said> bySql = query(
                        "select s.id, " + SimStandingSql.STATUS + ", " + SimStandingSql.ONLINE + ", "
                                + SimStandingSql.IS_THERE + SimTables.FROM,
                        main,
                        at,
                        retention,
                        Said::read);
                List<Said> byJava = documents.stream()
                        .map(document -> Sim.read(document, catalog, retention))
                        .map(sim -> Said.of(sim, at))
                        .toList();
                assertThat(bySql)
                        .as(told + " at " + at + ", kept for " + retention)
                        .containsExactlyInAnyOrderElementsOf(byJava);
            }
        }
    }

    /** Now, and around every instant at which something changes by itself. */
    private TreeSet<Instant> instants(List<JsonObject> documents, Duration retention) {
        Instant now = clock.now();
        TreeSet<Instant> turns = new TreeSet<>();
        for (JsonObject document : documents) {
            JsonObject row = document.getJsonObject("sim");
            List<Instant> ends = new ArrayList<>();
            ends.add(JsonColumns.instant(row, "expiry_due_at"));
            ends.add(JsonColumns.instant(document, "closed_at"));
            ends.stream()
                    .filter(Objects::nonNull)
                    .map(end -> end.plus(retention))
                    .forEach(turns::add);
            ends.add(JsonColumns.instant(document, "gone_at"));
            ends.add(JsonColumns.instant(row, "purge_at"));
            ends.stream().filter(Objects::nonNull).forEach(turns::add);
        }
        TreeSet<Instant> instants = new TreeSet<>(List.of(now));
        turns.forEach(turn -> instants.addAll(List.of(turn.minusNanos(1000), turn, turn.plusNanos(1000))));
        // What is due is settled in the order of time: nobody asks for an instant in the past.
        return new TreeSet<>(instants.tailSet(now));
    }

    /** What is said of a SIM at an instant. */
    private record Said(String id, SimStatus status, boolean online, boolean there) {
        static Said read(Row row) {
            return new Said(row.string(0), SimStatus.valueOf(row.string(1)), row.bool(2), row.bool(3));
        }

        static Said of(Sim sim, Instant at) {
            sim.settle(at);
            return new Said(sim.id(), sim.view().status(), sim.connection().isOnline(), sim.isThere(at));
        }
    }

    private static <T> List<T> query(
            String sql, Credentials main, Instant now, Duration retention, Function<Row, T> reading) {
        Map<String, Object> parameters = Map.of("tenant", main.sid(), "now", now, "goneSince", now.minus(retention));
        return await(() -> Panache.withSession(() -> Sql.named(sql, parameters).list(reading)));
    }
}
