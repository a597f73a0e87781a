package io.curfew.sims;

import io.curfew.events.Actor;
import io.curfew.events.EventType;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.vertx.core.json.JsonObject;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The profiles of a {@link Sim} and the subscriptions on them. The primary subscription has the status of the SIM;
 * secondary ones have statuses of their own.
 */
final class SimSubscriptions {
    private final Sim sim;
    private final SimCatalog catalog;
    private final List<SimView.Profile> profiles;
    private final Map<String, SimView.Subscriber> subscribers = new LinkedHashMap<>();

    SimSubscriptions(Sim sim, SimCatalog catalog, JsonObject document) {
        this.sim = sim;
        this.catalog = catalog;
        this.profiles = JsonColumns.objects(document.getJsonArray("profiles")).stream()
                .map(SimRows::profile)
                .toList();
        JsonColumns.objects(document.getJsonArray("subscribers"))
                .forEach(child -> subscribers.put(child.getString("imsi"), SimRows.subscriber(child)));
    }

    /** Notes the subscriptions that the SIM begins with. */
    void begin(Instant at) {
        profiles.forEach(profile -> sim.log().profile(SimRows.profile(sim, profile)));
        SimView.Subscriber primary = primary();
        set(primary, primary.status(), primary.bundles(), at);
    }

    private SimView.Subscriber primary() {
        return of(sim.identity().primaryImsi());
    }

    /** The subscription with that IMSI, which must exist. */
    SimView.Subscriber of(String imsi) {
        return Objects.requireNonNull(subscribers.get(imsi));
    }

    /** The subscription that a device wants to connect with. Refuses with {@link ErrorCode#NOT_FOUND}. */
    SimView.Subscriber require(String imsi) {
        SimView.Subscriber subscriber = subscribers.get(imsi);
        if (subscriber == null) {
            throw new DomainException(ErrorCode.NOT_FOUND, "The SIM has no such subscription.");
        }
        return subscriber;
    }

    /**
     * Refuses with {@link ErrorCode#SIM_TERMINATED}, {@link ErrorCode#NOT_FOUND} and
     * {@link ErrorCode#SUBSCRIPTION_NOT_ADDABLE}.
     */
    void requireAddable(String iccid, SimPlan added) {
        sim.lifecycle().requireAlive();
        if (profiles.stream().noneMatch(profile -> profile.iccid().equals(iccid))) {
            throw new DomainException(ErrorCode.NOT_FOUND, "The SIM has no such profile.");
        }
        boolean there = subscribers.values().stream()
                .anyMatch(
                        one -> one.subscription().equals(added.name()) && one.status() != SubscriberStatus.TERMINATED);
        if (there
                || !added.isAddableTo(sim.identity().subscription())
                || !added.coverages().contains(sim.identity().coverage())) {
            throw new DomainException(
                    ErrorCode.SUBSCRIPTION_NOT_ADDABLE, "The subscription cannot be added to this SIM.");
        }
    }

    /** Adds a secondary subscription. Refuses as {@link #requireAddable} does. */
    void add(String iccid, SimPlan added, String imsi, String msisdn, Actor actor, Instant at) {
        requireAddable(iccid, added);
        SimView.Subscriber subscriber = new SimView.Subscriber(
                imsi, iccid, msisdn, added.name(), SubscriberStatus.SHIPPED, List.of(), true, !added.virtual(), false);
        set(subscriber, added.virtual() ? SubscriberStatus.ACTIVE : SubscriberStatus.SHIPPED, List.of(), at);
        sim.changed(EventType.SIM_SUBSCRIPTION_ADDED, actor, at, Map.of("subscription", added.name()));
    }

    /**
     * Ends a virtual secondary subscription. Refuses with {@link ErrorCode#SIM_TERMINATED},
     * {@link ErrorCode#NOT_FOUND}, {@link ErrorCode#SUBSCRIPTION_NOT_TERMINABLE} and, while termination protection is
     * on, {@link ErrorCode#SIM_PROTECTED}.
     */
    void terminate(String iccid, String imsi, Actor actor, Instant at) {
        sim.lifecycle().requireAlive();
        SimView.Subscriber subscriber = subscribers.get(imsi);
        if (subscriber == null || !subscriber.iccid().equals(iccid)) {
            throw new DomainException(ErrorCode.NOT_FOUND, "The profile has no such subscription.");
        }
        if (subscriber.primary()
                || !catalog.of(subscriber.subscription()).virtual()
                || subscriber.status() == SubscriberStatus.TERMINATED) {
            throw new DomainException(
                    ErrorCode.SUBSCRIPTION_NOT_TERMINABLE,
                    "Only a virtual secondary subscription is ended on its own.");
        }
        sim.lifecycle().requireUnprotected();
        if (sim.connection().isOnlineWith(imsi)) {
            sim.connection().cut(at);
        }
        set(subscriber, SubscriberStatus.TERMINATED, subscriber.bundles(), at);
        sim.changed(
                EventType.SIM_SUBSCRIPTION_TERMINATED, actor, at, Map.of("subscription", subscriber.subscription()));
    }

    /**
     * Sets the bundles of the primary subscription. Refuses with {@link ErrorCode#SIM_TERMINATED} and
     * {@link ErrorCode#BUNDLES_UNSUPPORTED}.
     */
    void setBundles(List<String> bundles, Actor actor, Instant at) {
        sim.lifecycle().requireAlive();
        if (!sim.lifecycle().plan().bundles()) {
            throw new DomainException(ErrorCode.BUNDLES_UNSUPPORTED, "The subscription takes no bundles.");
        }
        SimView.Subscriber primary = primary();
        if (!primary.bundles().equals(bundles)) {
            set(primary, primary.status(), bundles, at);
            sim.updated("bundles", actor, at);
        }
    }

    /** Notes that a device has connected with the subscription: a secondary one that was on its way has arrived. */
    void connected(SimView.Subscriber subscriber, Instant at) {
        if (!subscriber.primary() && subscriber.status() != SubscriberStatus.ACTIVE) {
            set(subscriber, SubscriberStatus.ACTIVE, subscriber.bundles(), at);
        }
    }

    /** Ends the secondary subscriptions, because the SIM was terminated. */
    void endSecondaries(Instant at) {
        subscribers.values().stream()
                .filter(one -> !one.primary() && one.status() != SubscriberStatus.TERMINATED)
                .toList()
                .forEach(one -> set(one, SubscriberStatus.TERMINATED, one.bundles(), at));
    }

    private void set(SimView.Subscriber old, SubscriberStatus next, List<String> bundles, Instant at) {
        SimView.Subscriber one = new SimView.Subscriber(
                old.imsi(),
                old.iccid(),
                old.msisdn(),
                old.subscription(),
                next,
                bundles,
                old.data(),
                old.sms(),
                old.primary());
        subscribers.put(one.imsi(), one);
        sim.log().subscriber(SimRows.subscriber(sim, one, at));
        if (!one.primary()) {
            sim.noteStatus(one.imsi(), at);
        }
    }

    /** The profiles with the subscriptions on each, the primary one in the SIM's status. */
    List<SimView.Profile> view() {
        return profiles.stream()
                .map(profile -> new SimView.Profile(
                        profile.iccid(),
                        profile.primaryImsi(),
                        profile.otaSupported(),
                        profile.arcPublicKey(),
                        null,
                        subscribers.values().stream()
                                .filter(one -> one.iccid().equals(profile.iccid()))
                                .map(this::shown)
                                .toList()))
                .toList();
    }

    private SimView.Subscriber shown(SimView.Subscriber one) {
        return one.primary()
                ? new SimView.Subscriber(
                        one.imsi(),
                        one.iccid(),
                        one.msisdn(),
                        one.subscription(),
                        SubscriberStatus.of(sim.lifecycle().status()),
                        one.bundles(),
                        one.data(),
                        one.sms(),
                        true)
                : one;
    }
}
