package io.curfew.sims;

import io.curfew.events.Actor;
import io.curfew.events.DomainEvent;
import io.curfew.events.EventType;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.vertx.core.json.JsonObject;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** SIMs by themselves, without a database: read from what would be a row, changed, and read again. */
final class PlainSims {
    static final Instant T0 = Instant.parse("2027-03-01T10:00:00Z");
    static final Duration RETENTION = Duration.ofDays(30);
    static final Actor ACTOR = new Actor(Actor.Kind.CUSTOMER, "test", "soracom");
    static final String IMEI = "356938035643809";

    /** The rules that come with the service. */
    static final SimCatalog CATALOG = new SimCatalog(new SimsConfig() {
        @Override
        public Duration retention() {
            return RETENTION;
        }

        @Override
        public Duration claimLease() {
            return Duration.ofMinutes(1);
        }

        @Override
        public Duration sessionHistory() {
            return Duration.ofDays(32);
        }

        @Override
        public Optional<Path> catalogDir() {
            return Optional.empty();
        }
    });

    private PlainSims() {}

    /** A SIM that was registered or made at {@link #T0}, with protection on and nothing to write. */
    static Sim aSim(String subscription) {
        return read(document(subscription));
    }

    /** A SIM of {@code plan01s}; see {@link #aSim(String)}. */
    static Sim aSim() {
        return aSim("plan01s");
    }

    /** What would be read of a SIM that has just begun. */
    static JsonObject document(String subscription) {
        SimPlan plan = CATALOG.of(subscription);
        return new NewSim(
                        "AC1",
                        "AC2",
                        "8942000000000000001",
                        plan.coverages().iterator().next(),
                        plan.virtual() ? SimType.VIRTUAL : SimType.UICC,
                        ModuleType.NANO,
                        plan,
                        "8942000000000000001",
                        "999010000000001",
                        "882000000000001",
                        plan.virtual() ? null : "AX1",
                        plan.virtual() ? "key" : null,
                        null,
                        Map.of(),
                        T0)
                .document();
    }

    static Sim read(JsonObject document) {
        return Sim.read(document, CATALOG, RETENTION);
    }

    /** The same SIM as it would be read after it was written, its subscriptions and profiles left as they began. */
    static Sim reread(Sim sim) {
        return reread(sim, null);
    }

    /** Like {@link #reread(Sim)}, of a holder who was closed at that instant. */
    static Sim reread(Sim sim, @Nullable Instant holderClosedAt) {
        JsonObject document = document(sim.view().subscription());
        document.getJsonObject("sim").mergeIn(sim.row());
        document.put("closed_at", holderClosedAt == null ? null : holderClosedAt.toString());
        return read(document);
    }

    /** A SIM in that status with protection off. */
    static Sim in(SimStatus status, String subscription) {
        JsonObject document = document(subscription);
        document.getJsonObject("sim").put("status", status.name()).put("termination_enabled", true);
        return read(document);
    }

    /** An active SIM of {@code plan01s} with protection off and a session that has run since {@link #T0}. */
    static Sim online() {
        Sim sim = in(SimStatus.ACTIVE, "plan01s");
        sim.connection().start("s1", new StartSession(null, IMEI, "10.0.0.1"), ACTOR, T0);
        return reread(sim);
    }

    /** What the SIM's log tells. */
    static List<EventType> events(Sim sim) {
        return sim.log().events().stream().map(DomainEvent::type).toList();
    }

    /** Why it was refused; empty when it was not. */
    static Optional<ErrorCode> refusal(Runnable change) {
        try {
            change.run();
            return Optional.empty();
        } catch (DomainException e) {
            return Optional.of(e.code());
        }
    }
}
