package io.curfew.sims;

import io.curfew.events.DomainEvent;
import io.curfew.lifecycle.WorkItem;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.util.ArrayList;
import java.util.List;

/** Everything that has to be written along with changes of SIMs: rows by column name, and events. */
final class SimLog {
    private final JsonArray profiles = new JsonArray();
    private final JsonArray subscribers = new JsonArray();
    private final JsonArray history = new JsonArray();
    private final JsonArray sessionEvents = new JsonArray();
    private final JsonArray usage = new JsonArray();
    private final List<WorkItem> work = new ArrayList<>();
    private final List<String> dropped = new ArrayList<>();
    private final List<DomainEvent> events = new ArrayList<>();

    boolean isEmpty() {
        return events.isEmpty() && sessionEvents.isEmpty();
    }

    List<DomainEvent> events() {
        return events;
    }

    void event(DomainEvent event) {
        events.add(event);
    }

    void profile(JsonObject row) {
        profiles.add(row);
    }

    void subscriber(JsonObject row) {
        subscribers.add(row);
    }

    void history(JsonObject row) {
        history.add(row);
    }

    void sessionEvent(JsonObject row) {
        sessionEvents.add(row);
    }

    void usage(JsonObject row) {
        usage.add(row);
    }

    void work(WorkItem item) {
        work.add(item);
    }

    /** Drops an item of the kind {@code sim-expiry} that has nothing left to do. */
    void drop(String target) {
        dropped.add(target);
    }

    void addAll(SimLog other) {
        profiles.addAll(other.profiles);
        subscribers.addAll(other.subscribers);
        history.addAll(other.history);
        sessionEvents.addAll(other.sessionEvents);
        usage.addAll(other.usage);
        work.addAll(other.work);
        dropped.addAll(other.dropped);
        events.addAll(other.events);
    }

    JsonArray profiles() {
        return profiles;
    }

    JsonArray subscribers() {
        return subscribers;
    }

    JsonArray history() {
        return history;
    }

    JsonArray sessionEvents() {
        return sessionEvents;
    }

    JsonArray usage() {
        return usage;
    }

    /** The work items that have to be scheduled. */
    List<WorkItem> work() {
        return work;
    }

    /** Targets of items of the kind {@code sim-expiry} that have nothing left to do. */
    List<String> dropped() {
        return dropped;
    }
}
