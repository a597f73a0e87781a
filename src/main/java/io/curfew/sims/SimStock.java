package io.curfew.sims;

import io.curfew.events.TransactionId;
import io.curfew.kernel.RealClock;
import io.curfew.sql.Sql;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The rows of SIMs that came from the factory, and who may take one:
 *
 * <pre>
 *             claim               confirm                 purge
 *   InStock ───────▶ Claimed ──────────────▶ Registered ─────────▶ Retired
 *      ▲   give back    │
 *      └────────────────┘
 * </pre>
 *
 * A claim whose lease is over does not count, and once somebody else has claimed the SIM, the id of the old claim has
 * no effect. All trees share the stock, so leases use real time and not the time of any tree.
 */
@ApplicationScoped
class SimStock {
    private static final String INSERT = """
            with row as materialized (
                select * from json_to_recordset(cast(cast($1 as text) as json)) as r (
                    sim_id text, coverage text, type text, module_type text, subscription text, iccid text, imsi text,
                    msisdn text, serial_number text, secret text, for_tenant_id text))
            insert into sim_stock (sim_id, coverage, type, module_type, subscription, iccid, imsi, msisdn, serial_number,
                secret_hash, secret_sealed, for_tenant_id, state, added_at)
            select sim_id, coverage, type, module_type, subscription, iccid, imsi, msisdn, serial_number,
                decode(secret, 'hex'), true, for_tenant_id, 'IN_STOCK', $2
            from row
            where not exists (select 1 from directory d where d.id in (row.sim_id, row.iccid, row.imsi))
            on conflict do nothing
            """;

    private static final String SELECT = """
            select cast(json_build_object('holder', (select d.tenant_id from directory d where d.id = sim_id),
                'sim_id', sim_id, 'coverage', coverage, 'type', type, 'module_type', module_type,
                'subscription', subscription, 'iccid', iccid, 'imsi', imsi, 'msisdn', msisdn,
                'serial_number', serial_number, 'secret', encode(secret_hash, 'hex'),
                'sealed', secret_sealed, 'for_tenant_id', for_tenant_id,
                'state', state, 'claimed_until', claimed_until, 'added_at', added_at) as text)
            from sim_stock\s""";

    // A claim is a transaction of its own without events. If the answer to its commit is lost, the transaction's id
    // shows whether it was committed.
    private static final String CLAIM = """
            update sim_stock set state = 'CLAIMED', claim_id = $2, claimed_until = $3
            where sim_id = $1 and (state = 'IN_STOCK' or (state = 'CLAIMED' and claimed_until <= $4))
            returning\s""" + TransactionId.SQL;

    private static final String GIVE_BACK = """
            update sim_stock set state = 'IN_STOCK', claim_id = null, claimed_until = null
            where claim_id = $1 and state = 'CLAIMED'
            """;

    private static final String CONFIRM = """
            update sim_stock set state = 'REGISTERED', claim_id = null, claimed_until = null
            where claim_id = $1 and state = 'CLAIMED'
            """;

    private static final String UNSEALED = """
            select cast(json_build_object('sim_id', sim_id, 'hash', encode(secret_hash, 'hex')) as text)
            from sim_stock where not secret_sealed and secret_hash is not null
            order by sim_id limit $1 for update
            """;

    private static final String SEAL = """
            update sim_stock set secret_hash = decode(row.secret, 'hex'), secret_sealed = true
            from json_to_recordset(cast(cast($1 as text) as json)) as row (sim_id text, secret text)
            where sim_stock.sim_id = row.sim_id and not secret_sealed and secret_hash is not null
            """;

    /**
     * A row of the stock.
     *
     * @param view the part that may be shown
     * @param secretHash the stored form of its secret, in hex; null once retired
     * @param sealed whether that form is sealed; see {@link SimSecrets}
     * @param holder the main account that holds or held the SIM, null when it was never registered
     */
    record Stocked(
            StockView view,
            @Nullable String secretHash,
            boolean sealed,
            @Nullable String holder) {
        /** Whether the SIM has become out of reach for a main account: another one holds it, or it was purged. */
        boolean isGoneFor(String tenantId) {
            return view.state() == StockView.State.RETIRED
                    || (view.state() == StockView.State.REGISTERED && !tenantId.equals(holder));
        }
    }

    private final SimSecrets secrets;
    private final RealClock clock;

    SimStock(SimSecrets secrets, RealClock clock) {
        this.secrets = secrets;
        this.clock = clock;
    }

    /** Adds SIMs; returns how many of them were not known. */
    Uni<Integer> add(List<StockSim> sims, Instant at) {
        JsonArray rows = new JsonArray(sims.stream().map(this::row).toList());
        return Sql.of(INSERT, rows.encode(), at).update();
    }

    private JsonObject row(StockSim sim) {
        return new JsonObject()
                .put("sim_id", sim.simId())
                .put("coverage", sim.coverage().code())
                .put("type", sim.type().name())
                .put("module_type", sim.moduleType().name())
                .put("subscription", sim.subscription())
                .put("iccid", sim.iccid())
                .put("imsi", sim.imsi())
                .put("msisdn", sim.msisdn())
                .put("serial_number", sim.serialNumber())
                .put("secret", HexFormat.of().formatHex(secrets.seal(sim.simId(), sim.registrationSecret())))
                .put("for_tenant_id", sim.forTenantId());
    }

    /** Whether {@code secret} is right and the SIM is not retired. */
    boolean isOpen(Stocked found, String secret) {
        String kept = found.secretHash();
        return kept != null
                && secrets.matches(found.view().simId(), secret, HexFormat.of().parseHex(kept), found.sealed());
    }

    /** Seals some of the secrets that are still stored as hashes; returns how many. */
    Uni<Integer> sealSecrets(int count) {
        return Sql.of(UNSEALED, count)
                .list(row -> row.string(0))
                .map(rows -> new JsonArray(rows.stream().map(this::sealed).toList()))
                .chain(done -> Sql.of(SEAL, done.encode()).update());
    }

    private JsonObject sealed(String row) {
        JsonObject unsealed = new JsonObject(row);
        String simId = unsealed.getString("sim_id");
        byte[] hash = HexFormat.of().parseHex(unsealed.getString("hash"));
        return new JsonObject()
                .put("sim_id", simId)
                .put("secret", HexFormat.of().formatHex(secrets.sealHash(simId, hash)));
    }

    /** The SIM; null when this installation does not know it. */
    Uni<@Nullable Stocked> find(SimRef sim) {
        boolean byId = sim instanceof SimRef.ById;
        String id = sim instanceof SimRef.ById one ? one.simId() : ((SimRef.ByImsi) sim).imsi();
        return Sql.of(SELECT + (byId ? "where sim_id = $1" : "where imsi = $1"), id)
                .one(row -> row.string(0))
                .map(row -> row == null ? null : read(new JsonObject(row)));
    }

    /** The SIMs that can be registered, in the order of their ids. */
    Uni<List<StockView>> page(int size, String after) {
        return Sql.of(SELECT + "where state = 'IN_STOCK' and sim_id > $1 order by sim_id limit $2", after, size)
                .list(row -> read(new JsonObject(row.string(0))).view());
    }

    private Stocked read(JsonObject row) {
        StockView.State state = StockView.State.valueOf(row.getString("state"));
        Instant claimedUntil = JsonColumns.instant(row, "claimed_until");
        boolean lapsed = claimedUntil != null && !claimedUntil.isAfter(clock.now());
        StockView view = new StockView(
                row.getString("sim_id"),
                Coverage.of(row.getString("coverage")),
                SimType.valueOf(row.getString("type")),
                ModuleType.valueOf(row.getString("module_type")),
                row.getString("subscription"),
                row.getString("iccid"),
                row.getString("imsi"),
                row.getString("msisdn"),
                row.getString("serial_number"),
                row.getString("for_tenant_id"),
                lapsed ? StockView.State.IN_STOCK : state,
                JsonColumns.requiredInstant(row, "added_at"));
        return new Stocked(view, row.getString("secret"), row.getBoolean("sealed"), row.getString("holder"));
    }

    /**
     * Claims the SIM for a registration; returns the end of the lease, or null when another registration has the SIM.
     */
    Uni<@Nullable Instant> claim(String simId, String claimId, Duration lease) {
        Instant now = clock.now();
        Instant until = now.plus(lease);
        return Sql.of(CLAIM, simId, claimId, until, now)
                .one(row -> row.string(0))
                .map(transaction -> {
                    if (transaction == null) {
                        return null;
                    }
                    TransactionId.note(transaction);
                    return until;
                });
    }

    /** Undoes a claim that was not confirmed; does nothing when it was confirmed or does not exist. */
    Uni<Void> giveBack(String claimId) {
        return Sql.of(GIVE_BACK, claimId).update().replaceWithVoid();
    }

    /** Turns a claim into a registration; false when the claim no longer exists. */
    Uni<Boolean> confirm(String claimId) {
        return Sql.of(CONFIRM, claimId).update().map(updated -> updated == 1);
    }
}
