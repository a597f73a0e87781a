package io.curfew.security;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.curfew.accounts.Directory;
import io.curfew.credentials.Caller;
import io.curfew.credentials.KeyedHashes;
import io.curfew.events.Actor;
import io.curfew.events.AuditAction;
import io.curfew.events.AuditEntry;
import io.curfew.events.AuditLog;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.RealClock;
import io.curfew.security.Tallies.Key;
import io.curfew.security.Tallies.Owner;
import io.curfew.security.Tallies.Told;
import io.quarkus.arc.Arc;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.vertx.http.runtime.CurrentVertxRequest;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What the audit tells of besides changes: failed logins, refusals, and who has read auth tokens. None of it waits for
 * the database; {@link #write} does that, every few seconds and at the end, so that only a crash loses any. What
 * strangers can cause at will is summed up by {@link Tallies}, and one tenant's share makes a bounded number of entries
 * a minute.
 *
 * <p>What was said at a login may be anything, even a password typed into the wrong field: where no known name was
 * said, a keyed hash is kept, by which the same text is recognised again.
 */
@ApplicationScoped
public class AuditTrail {
    /** Refusals which say that the caller may not do something, or not so often. */
    private static final Set<ErrorCode> REFUSALS = Set.of(
            ErrorCode.FORBIDDEN,
            ErrorCode.PERMISSION_MISSING,
            ErrorCode.SWITCH_REFUSED,
            ErrorCode.REGISTRATION_REFUSED,
            ErrorCode.RATE_LIMITED);

    private static final String UNKNOWN = "unknown";
    private static final int HASH_DIGITS = 32;
    private static final int MAX_READS_KEPT = 100_000;
    private static final int MAX_READS_WAITING = 20_000;
    private static final int BATCH = 500;

    /**
     * How many entries of a tenant and minute tell callers apart, besides the one that sums up the rest of that minute.
     */
    private static final int MAX_NAMES = 20;

    /** How many entries of a tenant and minute tell only the callers' addresses apart. */
    private static final int MAX_ADDRESSES = 40;

    private static final Duration FORGOTTEN = Duration.ofMinutes(10);

    private record Read(String credentialId, String accountId, Instant hour) {}

    private record TenantMinute(String tenantId, Instant minute) {}

    private static final class Made {
        private int byName;
        private int byAddress;
    }

    private record Prepared(Told told, AuditEntry entry) {}

    private final AuditLog log;
    private final Directory directory;
    private final KeyedHashes hashes;
    private final RealClock clock;
    private final Doors doors;
    private final CurrentVertxRequest call;

    private final Tallies tallies = new Tallies();
    private final Map<TenantMinute, Made> made = new HashMap<>();
    private final Cache<Read, Boolean> reads =
            Caffeine.newBuilder().maximumSize(MAX_READS_KEPT).build();
    private final BlockingQueue<AuditEntry> waiting = new ArrayBlockingQueue<>(MAX_READS_WAITING);

    AuditTrail(
            AuditLog log,
            Directory directory,
            KeyedHashes hashes,
            RealClock clock,
            Doors doors,
            CurrentVertxRequest call) {
        this.log = log;
        this.directory = directory;
        this.hashes = hashes;
        this.clock = clock;
        this.doors = doors;
        this.call = call;
    }

    /**
     * Tells of a wrong secret, or of a name that nobody has, in the call that is being answered.
     *
     * @param name what was said; a token that comes without a name is not recorded
     * @param address where it came from, empty when that is unknown
     */
    void loginFailed(String name, String address) {
        login(name, address, "");
    }

    /** Tells of a login that was not judged, for there were too many; otherwise like {@link #loginFailed}. */
    void loginLimited(String name, String address) {
        login(name, address, reason(ErrorCode.RATE_LIMITED));
    }

    private void login(String name, String address, String reason) {
        Optional<Door> door = door();
        LoginName said = door.map(Door::namesLogins).orElse(true) ? LoginName.of(name) : null;
        failed(door, said, address, reason);
    }

    /** Tells of calls without a caller, such as logins, that are too many from one address. */
    public void callsLimited(String address) {
        failed(door(), null, address, reason(ErrorCode.RATE_LIMITED));
    }

    private void failed(Optional<Door> door, @Nullable LoginName said, String address, String reason) {
        String name = door.map(Door::name).orElse(UNKNOWN);
        tallies.count(new Key(AuditAction.LOGIN_FAILED, name, null, said, address, reason), clock.now());
    }

    private static String reason(ErrorCode code) {
        return code.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private Optional<Door> door() {
        boolean inCall = Arc.container().requestContext().isActive();
        RoutingContext request = inCall ? call.getCurrent() : null;
        return request == null
                ? Optional.empty()
                : doors.owning(request.request().path());
    }

    /**
     * Tells that whoever makes the call that is being answered may not do what they wanted. Other refusals are not
     * noted, nor are those that come before it is known who calls.
     */
    public void refused(DomainException refusal) {
        CurrentCaller.find().ifPresent(caller -> refused(caller, refusal));
    }

    private void refused(CurrentCaller caller, DomainException refusal) {
        if (REFUSALS.contains(refusal.code())) {
            Actor actor = caller.actor();
            Owner owner = new Owner(caller.tenantId(), caller.accountId(), caller.accountId(), actor);
            tallies.count(
                    new Key(
                            AuditAction.ACCESS_REFUSED,
                            actor.door(),
                            owner,
                            null,
                            caller.address(),
                            reason(refusal.code())),
                    clock.now());
        }
    }

    /**
     * Tells that an answer shows an account's auth token: once an hour for each credential and account.
     *
     * @param caller who gets the answer, of the account's own tree
     * @param accountId whose token it is
     */
    public void tokenRead(Caller caller, String accountId, String door, String address) {
        Instant now = clock.now();
        Read read = new Read(caller.credentialId(), accountId, now.truncatedTo(ChronoUnit.HOURS));
        if (reads.getIfPresent(read) != null || reads.asMap().putIfAbsent(read, true) != null) {
            return;
        }
        AuditEntry entry = new AuditEntry(
                AuditAction.AUTH_TOKEN_READ,
                caller.tenantId(),
                accountId,
                accountId,
                now,
                caller.actor(door).at(address),
                Map.of("hour", read.hour.toString()));
        if (!waiting.offer(entry)) {
            reads.invalidate(read); // The next answer that shows it is noted again.
        }
    }

    /**
     * Writes what was gathered. What cannot be written now is kept for the next time.
     *
     * @param all whether nothing may be kept back until its minute is over
     * @return completes when it is written, and fails when it could not be
     */
    @CheckReturnValue
    public Uni<Void> write(boolean all) {
        return writeReads()
                .chain(() -> writeTallies(all))
                // What could not be told apart was put back, to be summed up.
                .chain(() -> all ? writeTallies(true).chain(() -> writeTallies(true)) : nothing());
    }

    private Uni<Void> writeReads() {
        List<AuditEntry> batch = new ArrayList<>();
        waiting.drainTo(batch, BATCH);
        return batch.isEmpty()
                ? nothing()
                : Panache.withTransaction(() -> log.write(batch))
                        .onFailure()
                        .invoke(() -> batch.forEach(waiting::offer))
                        .chain(this::writeReads);
    }

    private Uni<Void> writeTallies(boolean all) {
        List<Told> taken = tallies.take(clock.now(), all);
        if (taken.isEmpty()) {
            return nothing();
        }
        return owners(taken)
                .onFailure()
                .invoke(() -> taken.forEach(tallies::again))
                .map(owners -> prepare(taken, owners))
                .chain(this::write);
    }

    private Uni<Void> write(List<Prepared> prepared) {
        List<AuditEntry> entries = prepared.stream().map(Prepared::entry).toList();
        return Panache.withTransaction(() -> log.write(entries))
                .onFailure()
                .invoke(() -> prepared.forEach(one -> tallies.again(one.told)));
    }

    private Uni<Map<String, Directory.Entry>> owners(List<Told> taken) {
        Set<String> ids = taken.stream()
                .map(told -> told.key().name())
                .filter(Objects::nonNull)
                .map(LoginName::directoryId)
                .filter(id -> id != null && id.chars().noneMatch(Character::isISOControl))
                .collect(Collectors.toSet());
        return ids.isEmpty() ? Uni.createFrom().item(Map.of()) : Panache.withSession(() -> directory.findAll(ids));
    }

    private synchronized List<Prepared> prepare(List<Told> taken, Map<String, Directory.Entry> owners) {
        Instant forgotten = clock.now().minus(FORGOTTEN);
        made.keySet().removeIf(past -> past.minute.isBefore(forgotten));
        return taken.stream()
                .map(told -> prepare(told, owner(told.key(), owners)))
                .flatMap(Optional::stream)
                .toList();
    }

    /** The entry to be made; empty where the tenant has had enough of its kind, so that it is summed up with others. */
    private Optional<Prepared> prepare(Told told, Owner owner) {
        Key key = told.key();
        Made sofar = made.computeIfAbsent(new TenantMinute(owner.tenantId(), told.minute()), fresh -> new Made());
        boolean toomuch = false;
        if (key.isByName()) {
            toomuch = sofar.byName++ >= MAX_NAMES;
        } else if (key.address() != null) {
            toomuch = sofar.byAddress++ >= MAX_ADDRESSES;
        }
        if (toomuch) {
            Key known = new Key(key.action(), key.door(), owner, null, key.address(), key.reason());
            known.coarser().ifPresent(coarser -> tallies.merge(new Told(coarser, told.minute(), told.count())));
            return Optional.empty();
        }
        return Optional.of(new Prepared(told, entry(told, owner)));
    }

    private static AuditEntry entry(Told told, Owner owner) {
        Key key = told.key();
        Map<String, Object> detail = new TreeMap<>();
        detail.put("count", told.count());
        detail.put("minute", told.minute().toString());
        if (!key.reason().isEmpty()) {
            detail.put("reason", key.reason());
        }
        String address = key.address();
        return new AuditEntry(
                key.action(),
                owner.tenantId(),
                owner.accountId(),
                owner.subject(),
                told.minute(),
                address == null ? owner.actor() : owner.actor().at(address),
                detail);
    }

    private Owner owner(Key key, Map<String, Directory.Entry> owners) {
        if (key.owner() != null) {
            return key.owner();
        }
        LoginName name = key.name();
        String known = name == null ? null : name.directoryId();
        Directory.Entry entry = known == null ? null : owners.get(known);
        if (name == null || entry == null) {
            String id = name == null ? UNKNOWN : hash(name.name());
            return new Owner(AuditEntry.PLATFORM, AuditEntry.PLATFORM, id, stranger(id, key.door()));
        }
        // The directory knows the operator of a SAM user, not the user.
        boolean itself = entry.kind() != Directory.Kind.OPERATOR;
        String id = itself ? entry.targetId() : hash(name.name());
        return new Owner(
                entry.tenantId(),
                entry.kind() == Directory.Kind.ACCOUNT ? entry.targetId() : entry.tenantId(),
                id,
                stranger(id, key.door()));
    }

    private static Actor stranger(String id, String door) {
        return new Actor(Actor.Kind.STRANGER, id, door);
    }

    private String hash(String name) {
        return "name:" + hashes.hex(KeyedHashes.Purpose.AUDIT_NAME, name).substring(0, HASH_DIGITS);
    }

    private static Uni<Void> nothing() {
        return Uni.createFrom().voidItem();
    }
}
