package io.curfew.sims;

import io.curfew.events.Actor;
import io.curfew.events.DomainEvent;
import io.curfew.events.EventType;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A SIM. It changes only through the methods here, which refuse what is not allowed, change nothing where all is so
 * already, and note in the log what has to be written. Whoever reads or changes one {@linkplain #settle settles} it first:
 * that is the one rule for what is due, for views, changes and workers alike ({@link Effective} says the same in SQL).
 */
final class Sim {
    private static final Pattern IMEI = Pattern.compile("[0-9]{15}");
    private static final String ANONYMOUS = "|ANONYMOUS";
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999Z");

    private final SimCatalog catalog;
    private final Duration retention;
    private final SimLog log = new SimLog();

    private final String tenantId;
    private final String id;
    private final Coverage coverage;
    private final SimType type;
    private final ModuleType moduleType;
    private final String subscription;
    private final @Nullable String serialNumber;
    private final @Nullable String otaSerialNumber;
    private final String activeProfileId;
    private final String primaryImsi;
    private final Instant createdAt;
    private final @Nullable Instant registeredAt;
    private final @Nullable Instant holderClosedAt;
    private final List<SimView.Profile> profiles;
    private final Map<String, SimView.Subscriber> subscribers = new LinkedHashMap<>();
    private final Map<String, String> tags;

    private String accountId;
    private SimStatus status;
    private boolean terminationEnabled;
    private @Nullable Instant expiryAt;
    private @Nullable ExpiryAction expiryAction;
    private @Nullable Instant expiryDueAt;
    private @Nullable Instant expiryFiredAt;
    private int expiryNo;
    private String speedClass;
    private @Nullable String groupId;
    private @Nullable String imeiLock;
    private SimView.@Nullable Session session;
    private SimView.@Nullable Session previousSession;
    private long records;
    private @Nullable Instant renewalSetAt;
    private Instant updatedAt;
    private @Nullable Instant terminatedAt;
    private @Nullable Instant purgeAt;
    private boolean returnDue;
    private @Nullable Instant returnedAt;
    private long version;

    private Sim(JsonObject document, SimCatalog catalog, Duration retention) {
        JsonObject row = document.getJsonObject("sim");
        this.catalog = catalog;
        this.retention = retention;
        this.tenantId = row.getString("tenant_id");
        this.id = row.getString("id");
        this.accountId = row.getString("account_id");
        this.coverage = Coverage.of(row.getString("coverage"));
        this.type = SimType.valueOf(row.getString("type"));
        this.moduleType = ModuleType.valueOf(row.getString("module_type"));
        this.subscription = row.getString("subscription");
        this.serialNumber = row.getString("serial_number");
        this.otaSerialNumber = row.getString("ota_serial_number");
        this.activeProfileId = row.getString("active_profile_id");
        this.primaryImsi = row.getString("primary_imsi");
        this.createdAt = Rows.requiredInstant(row, "created_at");
        this.registeredAt = Rows.instant(row, "registered_at");
        this.holderClosedAt = Rows.instant(document, "closed_at");
        this.tags = new TreeMap<>(Rows.map(row.getJsonObject("tags")));
        this.status = SimStatus.valueOf(row.getString("status"));
        this.terminationEnabled = row.getBoolean("termination_enabled");
        this.expiryAt = Rows.instant(row, "expiry_at");
        String action = row.getString("expiry_action");
        this.expiryAction = action == null ? null : ExpiryAction.valueOf(action);
        this.expiryDueAt = Rows.instant(row, "expiry_due_at");
        this.expiryFiredAt = Rows.instant(row, "expiry_fired_at");
        this.expiryNo = row.getInteger("expiry_no");
        this.speedClass = row.getString("speed_class");
        this.groupId = row.getString("group_id");
        this.imeiLock = row.getString("imei_lock");
        this.session = SimRows.session(row.getJsonObject("session"));
        this.previousSession = SimRows.session(row.getJsonObject("previous_session"));
        this.records = row.getLong("records");
        this.renewalSetAt = Rows.instant(row, "renewal_set_at");
        this.updatedAt = Rows.requiredInstant(row, "updated_at");
        this.terminatedAt = Rows.instant(row, "terminated_at");
        this.purgeAt = Rows.instant(row, "purge_at");
        this.returnDue = row.getBoolean("return_due");
        this.returnedAt = Rows.instant(row, "returned_at");
        this.version = row.getLong("version");
        Rows.objects(document.getJsonArray("subscribers"))
                .forEach(child -> subscribers.put(child.getString("imsi"), SimRows.subscriber(child)));
        this.profiles = Rows.objects(document.getJsonArray("profiles")).stream()
                .map(SimRows::profile)
                .toList();
    }

    /** The SIM that {@link SimRepository} has read. */
    static Sim read(JsonObject document, SimCatalog catalog, Duration retention) {
        return new Sim(document, catalog, retention);
    }

    /** Tells of its beginning; what it begins with was read. */
    void begin(EventType how, Actor actor) {
        profiles.forEach(profile -> log.profile(SimRows.profile(this, profile)));
        SimView.Subscriber primary = Objects.requireNonNull(subscribers.get(primaryImsi));
        setSubscriber(primary, primary.status(), primary.bundles(), createdAt);
        noteStatus(primaryImsi, createdAt);
        log.event(event(
                how,
                actor,
                createdAt,
                Map.of("subscription", subscription, "coverage", coverage.code(), "status", status.name())));
    }

    // ---- what is due ----

    /**
     * Brings the SIM to where it effectively is at {@code now}: an expiry that is due has fired at its instant, a closed
     * holder's SIM is terminated as of the closing.
     *
     * @return whether there was something due
     */
    boolean settle(Instant now) {
        long before = version;
        Instant due = expiryDueAt;
        if (due != null && !due.isAfter(now) && (holderClosedAt == null || !due.isAfter(holderClosedAt))) {
            fireExpiry(due);
        }
        if (holderClosedAt != null && status != SimStatus.TERMINATED) {
            move(SimStatus.TERMINATED, "closing", Actor.worker(SimWork.RELEASE), holderClosedAt);
            version++;
        }
        return version != before;
    }

    private void fireExpiry(Instant due) {
        Actor actor = Actor.worker(SimWork.EXPIRY);
        ExpiryAction action = expiryAction == null ? ExpiryAction.DO_NOTHING : expiryAction;
        SimStatus next = action.leadsTo();
        dropExpiryWork();
        expiryFiredAt = due;
        version++;
        if (next != null && next != status) {
            move(next, "expiry", actor, due);
            return;
        }
        if (action != ExpiryAction.DO_NOTHING && isOnline()) {
            cutSession(due);
            touch(due);
        }
        log.event(event(EventType.SIM_EXPIRED, actor, due, Map.of("action", action.name())));
    }

    /** How many rows its history has. */
    long records() {
        return records;
    }

    /** Whether it was terminated so long ago that it is gone at {@code now}. To be asked of a settled SIM. */
    boolean isGone(Instant now) {
        return purgeAt != null && !purgeAt.isAfter(now);
    }

    // ---- status ----

    /**
     * Refuses with {@link ErrorCode#SIM_TERMINATED}, {@link ErrorCode#SIM_STATUS_UNSUPPORTED},
     * {@link ErrorCode#SIM_TRANSITION_INVALID} and, for a termination, {@link ErrorCode#SIM_PROTECTED}.
     */
    void changeStatus(SimStatus next, Actor actor, Instant at) {
        requireAlive();
        requireKnown(next);
        if (next == status) {
            return;
        }
        if (!catalog.leads(status, next)) {
            throw new DomainException(
                    ErrorCode.SIM_TRANSITION_INVALID,
                    "A SIM that is " + word(status) + " cannot become " + word(next) + ".");
        }
        if (next == SimStatus.TERMINATED) {
            requireUnprotected();
        }
        move(next, "request", actor, at);
        version++;
    }

    private void move(SimStatus next, String cause, Actor actor, Instant at) {
        SimStatus before = status;
        if (next != SimStatus.ACTIVE && isOnline()) {
            cutSession(at);
        }
        status = next;
        touch(at);
        switch (next) {
            case READY, STANDBY, SUSPENDED -> renewalSetAt = at;
            case TERMINATED -> end(at);
            case ACTIVE, INACTIVE -> chargeReactivation(before, at);
        }
        noteStatus(primaryImsi, at);
        log.event(event(eventType(next), actor, at, Map.of("from", before.name(), "cause", cause)));
    }

    private void end(Instant at) {
        terminatedAt = at;
        purgeAt = at.plus(retention);
        returnDue = type != SimType.VIRTUAL && plan().returnDue();
        if (expiryDueAt != null) {
            dropExpiryWork();
        }
        log.work(SimRows.work(this, SimWork.PURGE, id, purgeAt));
        subscribers.values().stream()
                .filter(one -> !one.primary() && one.status() != SubscriberStatus.TERMINATED)
                .toList()
                .forEach(one -> setSubscriber(one, SubscriberStatus.TERMINATED, one.bundles(), at));
    }

    private void chargeReactivation(SimStatus before, Instant at) {
        if ((before == SimStatus.STANDBY || before == SimStatus.SUSPENDED) && plan().reactivationFee()) {
            log.usage(SimRows.usage(this, "sim-reactivation", at));
        }
    }

    private static EventType eventType(SimStatus next) {
        return switch (next) {
            case READY -> throw new IllegalStateException("no way leads to READY");
            case ACTIVE -> EventType.SIM_ACTIVATED;
            case INACTIVE -> EventType.SIM_DEACTIVATED;
            case STANDBY -> EventType.SIM_SET_TO_STANDBY;
            case SUSPENDED -> EventType.SIM_SUSPENDED;
            case TERMINATED -> EventType.SIM_TERMINATED;
        };
    }

    // ---- protection and expiry ----

    void setTerminationEnabled(boolean enabled, Actor actor, Instant at) {
        requireAlive();
        if (terminationEnabled == enabled) {
            return;
        }
        terminationEnabled = enabled;
        changed(enabled ? EventType.SIM_TERMINATION_ENABLED : EventType.SIM_TERMINATION_DISABLED, actor, at, Map.of());
    }

    /**
     * Refuses with {@link ErrorCode#EXPIRY_INVALID}, {@link ErrorCode#SIM_STATUS_UNSUPPORTED} and, for a termination,
     * {@link ErrorCode#SIM_PROTECTED}.
     */
    void setExpiry(Instant when, @Nullable ExpiryAction action, Actor actor, Instant at) {
        requireAlive();
        if (when.isBefore(Instant.EPOCH) || when.isAfter(LATEST)) {
            throw new DomainException(ErrorCode.EXPIRY_INVALID, "Not a time that a SIM can expire at.");
        }
        SimStatus next = action == null ? null : action.leadsTo();
        if (next != null) {
            requireKnown(next);
        }
        if (next == SimStatus.TERMINATED) {
            requireUnprotected();
        }
        if (when.equals(expiryAt) && action == expiryAction) {
            return;
        }
        dropExpiryWork();
        expiryNo++;
        expiryAt = when;
        expiryAction = action;
        expiryFiredAt = null;
        expiryDueAt = when.isBefore(at) ? at : when;
        changed(EventType.SIM_EXPIRY_SET, actor, at, expiryFacts(when, action));
        if (expiryDueAt.isAfter(at)) {
            log.work(SimRows.work(this, SimWork.EXPIRY, SimWork.expiryTarget(id, expiryNo), expiryDueAt));
        } else {
            settle(at);
        }
    }

    private static Map<String, Object> expiryFacts(Instant when, @Nullable ExpiryAction action) {
        Map<String, Object> facts = new HashMap<>(Map.of("at", when.toString()));
        if (action != null) {
            facts.put("action", action.name());
        }
        return facts;
    }

    void unsetExpiry(Actor actor, Instant at) {
        requireAlive();
        if (expiryAt == null) {
            throw new DomainException(ErrorCode.EXPIRY_NOT_SET, "The SIM has no expiry.");
        }
        dropExpiryWork();
        expiryAt = null;
        expiryAction = null;
        expiryFiredAt = null;
        changed(EventType.SIM_EXPIRY_UNSET, actor, at, Map.of());
    }

    private void dropExpiryWork() {
        if (expiryDueAt != null) {
            log.drop(SimWork.expiryTarget(id, expiryNo));
            expiryDueAt = null;
        }
    }

    // ---- holder ----

    /** Refuses with {@link ErrorCode#SIM_TERMINATED}. */
    void moveTo(String holder, Actor actor, Instant at) {
        requireAlive();
        if (holder.equals(accountId)) {
            return;
        }
        String before = accountId;
        accountId = holder;
        if (expiryDueAt != null) {
            // What is due goes with its account: the old one's purge must not take it away.
            Instant due = expiryDueAt;
            dropExpiryWork();
            expiryNo++;
            expiryDueAt = due;
            log.work(SimRows.work(this, SimWork.EXPIRY, SimWork.expiryTarget(id, expiryNo), due));
        }
        changed(EventType.SIM_MOVED, actor, at, Map.of("from", before));
    }

    // ---- group, tags, speed class, device ----

    boolean isInGroup(String group) {
        return group.equals(groupId);
    }

    void setGroup(@Nullable String group, Actor actor, Instant at) {
        requireAlive();
        if (!Objects.equals(group, groupId)) {
            groupId = group;
            updated("group", actor, at);
        }
    }

    void putTags(Map<String, String> added, Actor actor, Instant at) {
        Map<String, String> next = new TreeMap<>(tags);
        next.putAll(added);
        Tags.require(next);
        if (!next.equals(tags)) {
            tags.putAll(added);
            updated("tags", actor, at);
        }
    }

    void deleteTag(String name, Actor actor, Instant at) {
        if (tags.remove(name) == null) {
            throw new DomainException(ErrorCode.NOT_FOUND, "The SIM has no such tag.");
        }
        updated("tags", actor, at);
    }

    void setSpeedClass(String next, Actor actor, Instant at) {
        requireAlive();
        if (!plan().speedClasses().contains(next)) {
            throw new DomainException(
                    ErrorCode.SPEED_CLASS_UNSUPPORTED, "The subscription does not have that speed class.");
        }
        if (!next.equals(speedClass)) {
            speedClass = next;
            updated("speedClass", actor, at);
        }
    }

    void lockTo(@Nullable String imei, Actor actor, Instant at) {
        requireAlive();
        String device = imei == null ? presentDevice() : imei;
        String digits = device.endsWith(ANONYMOUS) ? device.substring(0, device.length() - ANONYMOUS.length()) : device;
        if (!IMEI.matcher(digits).matches()) {
            throw new DomainException(ErrorCode.IMEI_INVALID, "Not an IMEI.");
        }
        if (!device.equals(imeiLock)) {
            imeiLock = device;
            updated("imeiLock", actor, at);
        }
    }

    private String presentDevice() {
        String imei = session == null || !session.online() ? null : session.imei();
        if (imei == null) {
            throw new DomainException(ErrorCode.IMEI_MISSING, "The SIM is not connected, so the IMEI has to be given.");
        }
        return imei;
    }

    void unlock(Actor actor, Instant at) {
        requireAlive();
        if (imeiLock != null) {
            imeiLock = null;
            updated("imeiLock", actor, at);
        }
    }

    // ---- subscriptions ----

    boolean isPrimary(String imsi) {
        return imsi.equals(primaryImsi);
    }

    /** Refuses with {@link ErrorCode#NOT_FOUND} and {@link ErrorCode#SUBSCRIPTION_NOT_ADDABLE}. */
    void requireAddable(String iccid, SimPlan added) {
        requireAlive();
        if (profiles.stream().noneMatch(profile -> profile.iccid().equals(iccid))) {
            throw new DomainException(ErrorCode.NOT_FOUND, "The SIM has no such profile.");
        }
        boolean there = subscribers.values().stream()
                .anyMatch(
                        one -> one.subscription().equals(added.name()) && one.status() != SubscriberStatus.TERMINATED);
        if (there || !added.isAddableTo(subscription) || !added.coverages().contains(coverage)) {
            throw new DomainException(
                    ErrorCode.SUBSCRIPTION_NOT_ADDABLE, "The subscription cannot be added to this SIM.");
        }
    }

    void addSubscription(String iccid, SimPlan added, String imsi, String msisdn, Actor actor, Instant at) {
        requireAddable(iccid, added);
        SimView.Subscriber subscriber = new SimView.Subscriber(
                imsi, iccid, msisdn, added.name(), SubscriberStatus.SHIPPED, List.of(), true, !added.virtual(), false);
        setSubscriber(subscriber, added.virtual() ? SubscriberStatus.ACTIVE : SubscriberStatus.SHIPPED, List.of(), at);
        changed(EventType.SIM_SUBSCRIPTION_ADDED, actor, at, Map.of("subscription", added.name()));
    }

    void terminateSubscription(String iccid, String imsi, Actor actor, Instant at) {
        requireAlive();
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
        if (session != null && session.online() && session.imsi().equals(imsi)) {
            cutSession(at);
        }
        setSubscriber(subscriber, SubscriberStatus.TERMINATED, subscriber.bundles(), at);
        changed(EventType.SIM_SUBSCRIPTION_TERMINATED, actor, at, Map.of("subscription", subscriber.subscription()));
    }

    void setBundles(List<String> bundles, Actor actor, Instant at) {
        requireAlive();
        if (!plan().bundles()) {
            throw new DomainException(ErrorCode.BUNDLES_UNSUPPORTED, "The subscription takes no bundles.");
        }
        SimView.Subscriber primary = Objects.requireNonNull(subscribers.get(primaryImsi));
        if (!primary.bundles().equals(bundles)) {
            setSubscriber(primary, primary.status(), bundles, at);
            updated("bundles", actor, at);
        }
    }

    private void setSubscriber(SimView.Subscriber old, SubscriberStatus next, List<String> bundles, Instant at) {
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
        log.subscriber(SimRows.subscriber(this, one, at));
        if (!one.primary()) {
            noteStatus(one.imsi(), at);
        }
    }

    // ---- sessions ----

    boolean isOnline() {
        return session != null && session.online();
    }

    /** Refuses with {@link ErrorCode#SESSION_REFUSED}. */
    void startSession(String sessionId, StartSession start, Actor actor, Instant at) {
        String imsi = start.imsi() == null ? primaryImsi : start.imsi();
        SimView.Subscriber subscriber = subscribers.get(imsi);
        if (subscriber == null) {
            throw new DomainException(ErrorCode.NOT_FOUND, "The SIM has no such subscription.");
        }
        requireMayConnect(subscriber, start.imei());
        if (isOnline()) {
            cutSession(at);
        }
        if (status == SimStatus.READY || status == SimStatus.STANDBY) {
            move(SimStatus.ACTIVE, "connection", actor, at);
        }
        if (!subscriber.primary() && subscriber.status() != SubscriberStatus.ACTIVE) {
            setSubscriber(subscriber, SubscriberStatus.ACTIVE, subscriber.bundles(), at);
        }
        session = new SimView.Session(true, sessionId, imsi, start.imei(), start.ueIpAddress(), at, at, null);
        noteSession(SessionRecord.Event.CREATED, at);
        changed(EventType.SIM_SESSION_CREATED, actor, at, Map.of());
    }

    private void requireMayConnect(SimView.Subscriber subscriber, @Nullable String imei) {
        switch (status) {
            case TERMINATED -> throw refused("terminated", true);
            case SUSPENDED -> throw refused("suspended", true);
            case INACTIVE -> throw refused("inactive", false);
            case READY, ACTIVE, STANDBY -> {}
        }
        if (!subscriber.primary() && subscriber.status() == SubscriberStatus.TERMINATED) {
            throw refused("terminated", true);
        }
        if (expiryFiredAt != null) {
            throw refused("expired", false);
        }
        if (imeiLock != null && !fitsLock(imeiLock, imei)) {
            throw refused("imei-lock", false);
        }
    }

    private static boolean fitsLock(String lock, @Nullable String imei) {
        return lock.endsWith(ANONYMOUS) ? imei == null || lock.equals(imei + ANONYMOUS) : lock.equals(imei);
    }

    private static DomainException refused(String reason, boolean permanent) {
        return new DomainException(
                ErrorCode.SESSION_REFUSED,
                "The SIM may not connect: " + reason + ".",
                Map.of("reason", reason, "permanent", permanent));
    }

    void touchSession(@Nullable String ueIpAddress, Instant at) {
        SimView.Session running = requireSession();
        boolean moved = ueIpAddress != null && !ueIpAddress.equals(running.ueIpAddress());
        session = new SimView.Session(
                true,
                running.sessionId(),
                running.imsi(),
                running.imei(),
                moved ? ueIpAddress : running.ueIpAddress(),
                running.startedAt(),
                at,
                null);
        noteSession(SessionRecord.Event.MODIFIED, at);
        version++;
    }

    void endSession(Actor actor, Instant at) {
        requireSession();
        cutSession(at);
        changed(EventType.SIM_SESSION_DELETED, actor, at, Map.of());
    }

    private SimView.Session requireSession() {
        if (session == null || !session.online()) {
            throw new DomainException(ErrorCode.SIM_OFFLINE, "The specified subscriber is offline");
        }
        return session;
    }

    private void cutSession(Instant at) {
        SimView.Session running = requireSession();
        noteSession(SessionRecord.Event.DELETED, at);
        session = new SimView.Session(
                false,
                running.sessionId(),
                running.imsi(),
                running.imei(),
                running.ueIpAddress(),
                running.startedAt(),
                at,
                at);
        previousSession = session;
    }

    // ---- the rest ----

    void markReturned(Actor actor, Instant at) {
        if (status != SimStatus.TERMINATED) {
            throw new DomainException(ErrorCode.SIM_TRANSITION_INVALID, "The SIM is still in use.");
        }
        if (returnedAt == null) {
            returnedAt = at;
            changed(EventType.SIM_RETURNED, actor, at, Map.of());
        }
    }

    private SimPlan plan() {
        return catalog.of(subscription);
    }

    /** Refuses with {@link ErrorCode#SIM_TERMINATED}. */
    void requireAlive() {
        if (status == SimStatus.TERMINATED) {
            throw new DomainException(ErrorCode.SIM_TERMINATED, "The SIM is terminated.");
        }
    }

    private void requireUnprotected() {
        if (!terminationEnabled) {
            throw new DomainException(ErrorCode.SIM_PROTECTED, "Termination protection of the SIM is on.");
        }
    }

    private void requireKnown(SimStatus next) {
        if (!plan().statuses().contains(next)) {
            throw new DomainException(
                    ErrorCode.SIM_STATUS_UNSUPPORTED, "The subscription does not have the status " + word(next) + ".");
        }
    }

    /** Refuses with {@link ErrorCode#VERSION_MISMATCH} when {@code expected} is given and another version is there. */
    void requireVersion(@Nullable Long expected) {
        if (expected != null && expected != version) {
            throw new DomainException(
                    ErrorCode.VERSION_MISMATCH,
                    "The SIM was changed since: its version is " + version + ".",
                    Map.of("version", version));
        }
    }

    private void updated(String what, Actor actor, Instant at) {
        changed(EventType.SIM_UPDATED, actor, at, Map.of("changed", what));
    }

    private void changed(EventType what, Actor actor, Instant at, Map<String, Object> facts) {
        updatedAt = at;
        version++;
        log.event(event(what, actor, at, facts));
    }

    /** What was due may be older than a change that did not touch it. */
    private void touch(Instant at) {
        if (at.isAfter(updatedAt)) {
            updatedAt = at;
        }
    }

    private DomainEvent event(EventType what, Actor actor, Instant at, Map<String, Object> facts) {
        return new DomainEvent(what, tenantId, accountId, id, at, actor, facts);
    }

    private void noteStatus(String imsi, Instant at) {
        SimView.Subscriber one = Objects.requireNonNull(subscribers.get(imsi));
        log.history(new JsonObject()
                .put("tenant_id", tenantId)
                .put("sim_id", id)
                .put("no", ++records)
                .put("imsi", imsi)
                .put("primary_imsi", primaryImsi)
                .put("subscription", one.subscription())
                .put("status", one.primary() ? status.name() : one.status().name())
                .put("speed_class", speedClass)
                .put("group_id", groupId)
                .put("bundles", new JsonArray(one.bundles()))
                .put("at", at.toString()));
    }

    private void noteSession(SessionRecord.Event what, Instant at) {
        SimView.Session running = requireSession();
        SimView.Subscriber one = Objects.requireNonNull(subscribers.get(running.imsi()));
        log.sessionEvent(
                SimRows.event(this, what, running, one.subscription(), at).put("no", ++records));
    }

    private static String word(SimStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    String tenantId() {
        return tenantId;
    }

    String id() {
        return id;
    }

    String accountId() {
        return accountId;
    }

    Coverage coverage() {
        return coverage;
    }

    Instant createdAt() {
        return createdAt;
    }

    /** What has to be written since the SIM was read. */
    SimLog log() {
        return log;
    }

    /** The columns that change. */
    JsonObject row() {
        return new JsonObject()
                .put("id", id)
                .put("account_id", accountId)
                .put("status", status.name())
                .put("termination_enabled", terminationEnabled)
                .put("expiry_at", Rows.text(expiryAt))
                .put("expiry_action", expiryAction == null ? null : expiryAction.name())
                .put("expiry_due_at", Rows.text(expiryDueAt))
                .put("expiry_fired_at", Rows.text(expiryFiredAt))
                .put("expiry_no", expiryNo)
                .put("speed_class", speedClass)
                .put("group_id", groupId)
                .put("imei_lock", imeiLock)
                .put("tags", Rows.json(tags))
                .put("online", isOnline())
                .put("session", SimRows.json(session))
                .put("previous_session", SimRows.json(previousSession))
                .put("records", records)
                .put("renewal_set_at", Rows.text(renewalSetAt))
                .put("updated_at", updatedAt.toString())
                .put("terminated_at", Rows.text(terminatedAt))
                .put("purge_at", Rows.text(purgeAt))
                .put("return_due", returnDue)
                .put("returned_at", Rows.text(returnedAt))
                .put("version", version);
    }

    SimView view() {
        List<SimView.Profile> shown = new ArrayList<>();
        for (SimView.Profile profile : profiles) {
            shown.add(new SimView.Profile(
                    profile.iccid(),
                    profile.primaryImsi(),
                    profile.otaSupported(),
                    profile.arcPublicKey(),
                    null,
                    subscribers.values().stream()
                            .filter(one -> one.iccid().equals(profile.iccid()))
                            .map(this::shown)
                            .toList()));
        }
        return new SimView(
                tenantId,
                accountId,
                id,
                coverage,
                type,
                moduleType,
                subscription,
                status,
                terminationEnabled,
                expiryAt,
                expiryAction,
                expiryFiredAt,
                speedClass,
                groupId,
                serialNumber,
                otaSerialNumber,
                tags,
                imeiLock,
                activeProfileId,
                primaryImsi,
                shown,
                session,
                previousSession,
                renewalSetAt,
                createdAt,
                updatedAt,
                registeredAt,
                terminatedAt,
                purgeAt,
                returnDue,
                returnedAt,
                version);
    }

    private SimView.Subscriber shown(SimView.Subscriber one) {
        return one.primary()
                ? new SimView.Subscriber(
                        one.imsi(),
                        one.iccid(),
                        one.msisdn(),
                        one.subscription(),
                        SubscriberStatus.of(status),
                        one.bundles(),
                        one.data(),
                        one.sms(),
                        true)
                : one;
    }
}
