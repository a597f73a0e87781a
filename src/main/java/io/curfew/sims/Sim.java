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
 * A SIM. It changes only through the methods here and of its four parts ({@link SimLifecycle}, {@link SimExpiry},
 * {@link SimConnection}, {@link SimSubscriptions}), which refuse what is not allowed, change nothing that is already
 * as asked, and note in the log what has to be written. Whoever reads or changes one {@linkplain #settle settles} it
 * first: that is the one rule for what is due, for views, changes and workers alike ({@link SimStandingSql} says the
 * same in SQL).
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
     * The SIM that {@link SimRepository} has read.
     *
     * @param retention how long it is shown after its termination
     */
    static Sim read(JsonObject document, SimCatalog catalog, Duration retention) {
        return new Sim(document, catalog, retention);
    }

    /** Notes the beginning of a SIM that was just read from what it is made of. */
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
     * Brings the SIM to where it effectively is at {@code now}: an expiry that is due has taken effect at its instant, a
     * closed holder's SIM is terminated as of the closing.
     *
     * @return whether there was something due
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

    /** Whether readers find it at {@code now}: its holder is there, and it is not gone. To be asked of a settled SIM. */
    boolean isThere(Instant now) {
        return !lifecycle.isGone(now) && (holderGoneAt == null || holderGoneAt.isAfter(now));
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

    /** Puts it into a group, or into none for null; a terminated SIM too, like tags. */
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

    /** Something was set to another value. */
    void updated(String what, Actor actor, Instant at) {
        changed(EventType.SIM_UPDATED, actor, at, Map.of("changed", what));
    }

    /** Something was changed on request, which makes a new version. */
    void changed(EventType what, Actor actor, Instant at, Map<String, Object> facts) {
        updatedAt = at;
        version++;
        tell(what, actor, at, facts);
    }

    /** Makes a new version. */
    void advance() {
        version++;
    }

    /** Moves the instant of the last change on, never back: what was due may be older than a change that passed over it. */
    void touch(Instant at) {
        if (at.isAfter(updatedAt)) {
            updatedAt = at;
        }
    }

    void tell(EventType what, Actor actor, Instant at, Map<String, Object> facts) {
        log.event(new DomainEvent(what, identity.tenantId(), accountId, identity.id(), at, actor, facts));
    }

    /** Adds to the history where a subscription stands from {@code at} on. */
    void noteStatus(String imsi, Instant at) {
        SimView.Subscriber one = subscriptions.of(imsi);
        String status = one.primary() ? lifecycle.status().name() : one.status().name();
        log.history(SimRows.status(this, one, status, at)
                .put("speed_class", speedClass)
                .put("group_id", groupId)
                .put("no", ++records));
    }

    /** Adds to the history what happened to a session. */
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

    /** How many rows its history has. */
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
