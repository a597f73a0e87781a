package io.curfew.sims;

import io.curfew.events.Actor;
import io.curfew.events.DomainEvent;
import io.curfew.events.EventType;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A SIM. It changes only through the methods of this class and of its four parts ({@link SimLifecycle},
 * {@link SimExpiry}, {@link SimConnection}, {@link SimSubscriptions}), which refuse what is not allowed, leave alone
 * what is already as requested, and note in the log what has to be written. Every reader and every writer
 * {@linkplain #settle settles} the SIM first. That is the one rule about what is due, and views, changes and workers
 * share it; {@link SimStandingSql} expresses the same rule in SQL.
 */
final class Sim {
    private final SimLog log = new SimLog();
    private final SimIdentity identity;
    private final SimLifecycle lifecycle;
    private final SimExpiry expiry;
    private final SimConnection connection;
    private final SimSubscriptions subscriptions;
    private final @Nullable Instant holderClosedAt;
    private final @Nullable Instant holderGoneAt;
    private final Map<String, String> tags;

    private String accountId;
    private String speedClass;
    private @Nullable String groupId;
    private long records;
    private Instant updatedAt;
    private long version;

    private Sim(JsonObject document, SimCatalog catalog, Duration retention) {
        JsonObject row = document.getJsonObject("sim");
        this.identity = SimIdentity.of(row);
        this.holderClosedAt = JsonColumns.instant(document, "closed_at");
        this.holderGoneAt = JsonColumns.instant(document, "gone_at");
        this.tags = new TreeMap<>(JsonColumns.map(row.getJsonObject("tags")));
        this.accountId = row.getString("account_id");
        this.speedClass = row.getString("speed_class");
        this.groupId = Boolean.TRUE.equals(document.getBoolean("in_group")) ? row.getString("group_id") : null;
        this.records = row.getLong("records");
        this.updatedAt = JsonColumns.requiredInstant(row, "updated_at");
        this.version = row.getLong("version");
        this.lifecycle = new SimLifecycle(this, catalog, retention, row);
        this.expiry = new SimExpiry(this, row);
        this.connection = new SimConnection(this, row);
        this.subscriptions = new SimSubscriptions(this, catalog, document);
    }

    /**
     * Builds the SIM from the document that {@link SimRepository} has read.
     *
     * @param retention how long the SIM is shown after its termination
     */
    static Sim read(JsonObject document, SimCatalog catalog, Duration retention) {
        return new Sim(document, catalog, retention);
    }

    /** Notes the creation of a SIM that was just built from a {@link NewSim}. */
    void begin(EventType how, Actor actor) {
        Instant at = identity.createdAt();
        subscriptions.begin(at);
        noteStatus(identity.primaryImsi(), at);
        tell(
                how,
                actor,
                at,
                Map.of(
                        "subscription",
                        identity.subscription(),
                        "coverage",
                        identity.coverage().code(),
                        "status",
                        lifecycle.status().name()));
    }

    /**
     * Brings the SIM into its effective state at {@code now}: an expiry that is due takes effect as of its own
     * instant, and the SIM of a closed holder is terminated as of the closing.
     *
     * @return whether anything was due
     */
    boolean settle(Instant now) {
        long before = version;
        expiry.fireIfDue(now, holderClosedAt);
        if (holderClosedAt != null && lifecycle.status() != SimStatus.TERMINATED) {
            lifecycle.move(SimStatus.TERMINATED, "closing", Actor.worker(SimWork.RELEASE), holderClosedAt);
            version++;
        }
        return version != before;
    }

    /**
     * Whether readers find the SIM at {@code now}: its holder exists, and the SIM is not gone. The SIM must be settled
     * first.
     */
    boolean isThere(Instant now) {
        return !lifecycle.isGone(now) && (holderGoneAt == null || holderGoneAt.isAfter(now));
    }

    /**
     * Refuses with {@link ErrorCode#VERSION_MISMATCH} when {@code expected} is given and the SIM has another version.
     */
    void requireVersion(@Nullable Long expected) {
        if (expected != null && expected != version) {
            throw new DomainException(
                    ErrorCode.VERSION_MISMATCH,
                    "The SIM was changed since: its version is " + version + ".",
                    Map.of("version", version));
        }
    }

    /** Moves the SIM to another holder. Refuses with {@link ErrorCode#SIM_TERMINATED}. */
    void moveTo(String holder, Actor actor, Instant at) {
        lifecycle.requireAlive();
        if (holder.equals(accountId)) {
            return;
        }
        String before = accountId;
        accountId = holder;
        expiry.moveToHolder();
        changed(EventType.SIM_MOVED, actor, at, Map.of("from", before));
    }

    // ---- group, tags, speed class ----

    boolean isInGroup(String group) {
        return group.equals(groupId);
    }

    /**
     * Puts the SIM into a group, or takes it out when {@code group} is null. Like tags, the group of a terminated SIM
     * may change too.
     */
    void setGroup(@Nullable String group, Actor actor, Instant at) {
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
        lifecycle.requireAlive();
        if (!lifecycle.plan().speedClasses().contains(next)) {
            throw new DomainException(
                    ErrorCode.SPEED_CLASS_UNSUPPORTED, "The subscription does not have that speed class.");
        }
        if (!next.equals(speedClass)) {
            speedClass = next;
            updated("speedClass", actor, at);
        }
    }

    // ---- what its parts have in common ----

    /** Notes that something was set to another value. */
    void updated(String what, Actor actor, Instant at) {
        changed(EventType.SIM_UPDATED, actor, at, Map.of("changed", what));
    }

    /** Notes a change that was requested, which makes a new version. */
    void changed(EventType what, Actor actor, Instant at, Map<String, Object> facts) {
        updatedAt = at;
        version++;
        tell(what, actor, at, facts);
    }

    /** Makes a new version. */
    void advance() {
        version++;
    }

    /**
     * Moves the instant of the last change forward, never back: what is settled now may have been due before a later
     * change was made.
     */
    void touch(Instant at) {
        if (at.isAfter(updatedAt)) {
            updatedAt = at;
        }
    }

    void tell(EventType what, Actor actor, Instant at, Map<String, Object> facts) {
        log.event(new DomainEvent(what, identity.tenantId(), accountId, identity.id(), at, actor, facts));
    }

    /** Adds the status that a subscription has from {@code at} on to the history. */
    void noteStatus(String imsi, Instant at) {
        SimView.Subscriber one = subscriptions.of(imsi);
        String status = one.primary() ? lifecycle.status().name() : one.status().name();
        log.history(SimRows.status(this, one, status, at)
                .put("speed_class", speedClass)
                .put("group_id", groupId)
                .put("no", ++records));
    }

    /** Adds an event of a session to the history. */
    void noteSession(SessionRecord.Event what, SimView.Session session, Instant at) {
        SimView.Subscriber one = subscriptions.of(session.imsi());
        log.sessionEvent(
                SimRows.event(this, what, session, one.subscription(), at).put("no", ++records));
    }

    // ---- what it is ----

    SimIdentity identity() {
        return identity;
    }

    String tenantId() {
        return identity.tenantId();
    }

    String id() {
        return identity.id();
    }

    String accountId() {
        return accountId;
    }

    SimLifecycle lifecycle() {
        return lifecycle;
    }

    SimExpiry expiry() {
        return expiry;
    }

    SimConnection connection() {
        return connection;
    }

    SimSubscriptions subscriptions() {
        return subscriptions;
    }

    /** The number of rows in its history. */
    long records() {
        return records;
    }

    /** What has to be written since the SIM was read. */
    SimLog log() {
        return log;
    }

    /** The columns that change. */
    JsonObject row() {
        JsonObject row = new JsonObject()
                .put("tenant_id", identity.tenantId())
                .put("id", identity.id())
                .put("account_id", accountId)
                .put("speed_class", speedClass)
                .put("group_id", groupId)
                .put("tags", JsonColumns.json(tags))
                .put("records", records)
                .put("updated_at", updatedAt.toString())
                .put("version", version);
        lifecycle.writeTo(row);
        expiry.writeTo(row);
        connection.writeTo(row);
        return row;
    }

    SimView view() {
        return new SimView(
                identity.tenantId(),
                accountId,
                identity.id(),
                identity.coverage(),
                identity.type(),
                identity.moduleType(),
                identity.subscription(),
                lifecycle.status(),
                lifecycle.terminationEnabled(),
                expiry.at(),
                expiry.action(),
                expiry.firedAt(),
                speedClass,
                groupId,
                identity.serialNumber(),
                identity.otaSerialNumber(),
                tags,
                connection.imeiLock(),
                identity.activeProfileId(),
                identity.primaryImsi(),
                subscriptions.view(),
                connection.session(),
                connection.previous(),
                lifecycle.renewalSetAt(),
                identity.createdAt(),
                updatedAt,
                identity.registeredAt(),
                lifecycle.terminatedAt(),
                lifecycle.purgeAt(),
                lifecycle.returnDue(),
                lifecycle.returnedAt(),
                version);
    }
}
