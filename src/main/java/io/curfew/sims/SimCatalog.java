package io.curfew.sims;

import io.quarkus.runtime.Startup;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The rules of all subscriptions and of the status machine. They are read at start-up, which fails when a file has a
 * mistake.
 */
@Startup
@ApplicationScoped
class SimCatalog {
    private final Map<String, SimPlan> plans = new LinkedHashMap<>();
    private final Map<SimStatus, Set<SimStatus>> ways = new EnumMap<>(SimStatus.class);

    SimCatalog(SimsConfig config) {
        Optional<Path> directory = config.catalogDir();
        CatalogFile.read(directory, "subscriptions.csv").rows().forEach(this::addPlan);
        CatalogFile.read(directory, "transitions.csv").rows().forEach(this::addWays);
        if (ways.size() != SimStatus.values().length) {
            throw new IllegalStateException("transitions.csv has no row for each status");
        }
    }

    private void addPlan(CatalogFile.Row row) {
        EnumSet<SimStatus> statuses = EnumSet.allOf(SimStatus.class);
        if (!row.flag("standby")) {
            statuses.remove(SimStatus.STANDBY);
        }
        if (!row.flag("suspended")) {
            statuses.remove(SimStatus.SUSPENDED);
        }
        SimPlan plan = new SimPlan(
                row.required("name"),
                row.list("coverages").stream().map(code -> coverage(row, code)).collect(Collectors.toUnmodifiableSet()),
                row.flag("virtual"),
                row.constant(SimStatus.class, "first_status"),
                Set.copyOf(statuses),
                row.list("speed_classes"),
                row.required("default_speed_class"),
                row.flag("bundles"),
                row.flag("reactivation_fee"),
                row.flag("return_due"),
                Set.copyOf(row.list("addable_to")));
        if (!plan.statuses().contains(plan.firstStatus())) {
            throw row.wrong("first_status is one that the subscription does not know");
        }
        if (!plan.speedClasses().contains(plan.defaultSpeedClass())) {
            throw row.wrong("default_speed_class is not one of speed_classes");
        }
        if (plans.put(plan.name(), plan) != null) {
            throw row.wrong("there is another row for " + plan.name());
        }
    }

    private static Coverage coverage(CatalogFile.Row row, String code) {
        try {
            return Coverage.of(code);
        } catch (IllegalArgumentException e) {
            throw row.wrong("no such coverage: " + code);
        }
    }

    private void addWays(CatalogFile.Row row) {
        SimStatus from = row.constant(SimStatus.class, "from");
        Set<SimStatus> reached = Arrays.stream(SimStatus.values())
                .filter(to -> leads(row, from, to))
                .collect(Collectors.toUnmodifiableSet());
        if (ways.put(from, reached) != null) {
            throw row.wrong("there is another row for " + from);
        }
    }

    private static boolean leads(CatalogFile.Row row, SimStatus from, SimStatus to) {
        String cell = row.text(to.name());
        if (from == SimStatus.TERMINATED && cell.equals("yes")) {
            throw row.wrong("nothing leads out of TERMINATED");
        }
        return switch (cell) {
            case "yes" -> true;
            case "same", "no" -> false;
            default -> throw row.wrong("column " + to + " is none of yes, no and same");
        };
    }

    /** The subscription; null when there is none of that name. */
    @Nullable
    SimPlan find(String subscription) {
        return plans.get(subscription);
    }

    /** The subscription of a SIM that exists. */
    SimPlan of(String subscription) {
        return plans.getOrDefault(subscription, SimPlan.withdrawn(subscription));
    }

    Set<String> names() {
        return Set.copyOf(plans.keySet());
    }

    /** Whether the status machine has this transition, whatever the subscription. */
    boolean leads(SimStatus from, SimStatus to) {
        return ways.getOrDefault(from, Set.of()).contains(to);
    }
}
