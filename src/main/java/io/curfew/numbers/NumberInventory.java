package io.curfew.numbers;

import io.curfew.events.TransactionId;
import io.curfew.kernel.RealClock;
import io.curfew.sql.Row;
import io.curfew.sql.Sql;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Every number this installation has, and who may take it:
 *
 * <pre>
 *              claim               confirm
 *   Available ───────▶ Claimed ──────────────▶ Assigned
 *     ▲   ▲   give back  │ ▲                      │
 *     │   └──────────────┘ │ claim by the         │ quarantine
 *     │                    │ former holder        ▼
 *     └────────────────────┴──────────────── Quarantined
 *                 time is up
 * </pre>
 *
 * The id of the claim is the id that the number will be held under ({@code PN…}), so a step that comes too late finds
 * another id and does nothing. A number whose claim has run out or whose quarantine is over counts as available,
 * whether or not a worker has updated its row.
 */
@ApplicationScoped
class NumberInventory {
    private static final String TRAITS =
            "i.phone_number, i.country, i.type, i.voice, i.sms, i.mms, i.fax, i.address_requirements, i.beta";

    // A claim is a transaction of its own without events. If the answer to its commit is lost, the transaction's id
    // shows whether it was committed.
    private static final String CLAIMED = TRAITS + ", i.quarantine_id, " + TransactionId.SQL;

    // Claiming a number that is available to everybody ends its quarantine. When the former holder claims it during
    // the quarantine, the quarantine goes on if the claim is given back.
    private static final String TAKE = """
            update number_inventory i set
                state = 'CLAIMED', holder_tenant_id = $2, claim_id = $3, claimed_until = $5, updated_at = $4,
                quarantine_id = case when i.free_at <= $4 then null else i.quarantine_id end,
                quarantined_until = case when i.free_at <= $4 then null else i.quarantined_until end,
                free_at = case when i.free_at <= $4 then $5 else greatest($5, i.quarantined_until) end
            """;

    private static final String CLAIM = TAKE + """
            where i.phone_number = $1 and ($6 = '' or i.type = $6)
                and (i.free_at <= $4 or (i.holder_tenant_id = $2
                    and (i.state = 'QUARANTINED' or (i.state = 'CLAIMED' and i.claimed_until <= $4))))
            returning\s""" + CLAIMED;

    // Only these two countries have area codes in this sense.
    private static final String CLAIM_IN_AREA = """
            with pick as (
                select phone_number from number_inventory
                where area_code = $1 and type = 'LOCAL' and country in ('US', 'CA') and free_at <= $4
                order by phone_number limit 1 for update skip locked)
            """ + TAKE + """
            from pick where i.phone_number = pick.phone_number
            returning\s""" + CLAIMED;

    private static final String GIVE_BACK = """
            update number_inventory set
                state = case when quarantined_until > $2 then 'QUARANTINED' else 'AVAILABLE' end,
                holder_tenant_id = case when quarantined_until > $2 then holder_tenant_id end,
                quarantine_id = case when quarantined_until > $2 then quarantine_id end,
                free_at = case when quarantined_until > $2 then quarantined_until else $2 end,
                quarantined_until = case when quarantined_until > $2 then quarantined_until end,
                claim_id = null, claimed_until = null, updated_at = $2
            where claim_id = $1 and state = 'CLAIMED'
            """;

    private static final String CONFIRM = """
            update number_inventory set
                state = 'ASSIGNED', claimed_until = null, free_at = null,
                quarantine_id = null, quarantined_until = null, updated_at = $2
            where claim_id = $1 and state = 'CLAIMED'
            """;

    private static final String QUARANTINE = """
            update number_inventory set
                state = 'QUARANTINED', quarantine_id = claim_id, quarantined_until = $2, free_at = $2,
                claim_id = null, updated_at = $3
            where claim_id = any(string_to_array($1, ',')) and state = 'ASSIGNED'
            """;

    private static final String END_QUARANTINE = """
            update number_inventory set
                state = 'AVAILABLE', holder_tenant_id = null, quarantine_id = null, quarantined_until = null,
                updated_at = $2
            where quarantine_id = $1 and state = 'QUARANTINED' and quarantined_until <= $2
            """;

    private static final String FORGET = """
            update number_inventory set holder_tenant_id = null, quarantine_id = null
            where phone_number = any(array(select phone_number from number_inventory
                where holder_tenant_id = $1 and state = 'QUARANTINED' order by phone_number limit $2 for update))
            """;

    // This steps along the primary key from the first number with one set of three leading digits to the first one
    // with the next set, so that it does not take longer when there are more numbers. No calling code has more than
    // three digits, and a colon sorts after all digits.
    private static final String COUNTRIES = """
            with recursive step (phone_number, country) as (
                (select phone_number, country from number_inventory order by phone_number limit 1)
                union all
                select next.phone_number, next.country from step cross join lateral (
                    select i.phone_number, i.country from number_inventory i
                    where i.phone_number > left(step.phone_number, 4) || ':'
                    order by i.phone_number limit 1) as next)
            select distinct country from step
            """;

    /**
     * A number that was taken for a purchase.
     *
     * @param id the id that the number will be held under
     * @param number the number that was claimed
     * @param reclaimed whether it came out of the quarantine of this very tenant
     * @param until the end of its lease
     */
    record Claim(String id, InventoryNumber number, boolean reclaimed, Instant until) {}

    /**
     * Who has a number that could not be claimed.
     *
     * @param type what kind of number it is
     * @param holderTenantId the main account that has it, null when none does
     * @param assignedAs the id it is held under, null unless held
     * @param claimed whether a purchase has claimed it
     */
    record Standing(
            NumberType type,
            @Nullable String holderTenantId,
            @Nullable String assignedAs,
            boolean claimed) {}

    private final RealClock clock;

    NumberInventory(RealClock clock) {
        this.clock = clock;
    }

    /**
     * Claims this number; null when it is not available, or when {@code type} is given and the number is of another
     * type.
     */
    Uni<@Nullable Claim> claim(
            String phoneNumber, @Nullable NumberType type, String tenantId, String claimId, Duration lease) {
        Instant now = clock.now();
        Instant until = now.plus(lease);
        return Sql.of(CLAIM, phoneNumber, tenantId, claimId, now, until, type == null ? "" : type.name())
                .one(row -> claimed(claimId, row, until));
    }

    /** Claims any local number of an area code of the United States or Canada; null when none is for sale there. */
    Uni<@Nullable Claim> claimInArea(String areaCode, String tenantId, String claimId, Duration lease) {
        Instant now = clock.now();
        Instant until = now.plus(lease);
        return Sql.of(CLAIM_IN_AREA, areaCode, tenantId, claimId, now, until).one(row -> claimed(claimId, row, until));
    }

    /** Who has the number; null when this installation does not know it. */
    Uni<@Nullable Standing> standing(String phoneNumber) {
        return Sql.of(
                        "select type, holder_tenant_id, case when state = 'ASSIGNED' then claim_id end,"
                                + " state = 'CLAIMED' from number_inventory where phone_number = $1",
                        phoneNumber)
                .one(row -> new Standing(
                        NumberType.valueOf(row.string(0)), row.stringOrNull(1), row.stringOrNull(2), row.bool(3)));
    }

    /**
     * The countries that this installation has numbers of, sold or not. Of countries that share a calling code, at
     * least one is included.
     */
    Uni<List<String>> countries() {
        return Sql.of(COUNTRIES).list(row -> row.string(0));
    }

    /** Those of {@code numbers} that this installation has. */
    Uni<List<String>> known(List<String> numbers) {
        return Sql.of(
                        "select phone_number from number_inventory where phone_number = any(string_to_array($1, ','))",
                        String.join(",", numbers))
                .list(row -> row.string(0));
    }

    /**
     * Undoes a claim that was not confirmed; does nothing when it was confirmed, or when somebody else has the number.
     */
    Uni<Void> giveBack(String claimId) {
        return Sql.of(GIVE_BACK, claimId, clock.now()).update().replaceWithVoid();
    }

    /** Turns a claim into a holding; false when the claim no longer exists. */
    Uni<Boolean> confirm(String claimId) {
        return Sql.of(CONFIRM, claimId, clock.now()).update().map(updated -> updated == 1);
    }

    /** Puts the numbers that were held under {@code ids} into quarantine until {@code until}. */
    Uni<Void> quarantine(List<String> ids, Instant until) {
        return Sql.of(QUARANTINE, String.join(",", ids), until, clock.now())
                .update()
                .replaceWithVoid();
    }

    /**
     * Puts the number last held under {@code id} up for sale again; false when it is not in quarantine or not yet due.
     */
    Uni<Boolean> endQuarantine(String id, Instant now) {
        return Sql.of(END_QUARANTINE, id, now).update().map(updated -> updated == 1);
    }

    /**
     * Forgets that a purged tenant held numbers that are in quarantine, so that nobody can reclaim them.
     *
     * @param most the greatest number of phone numbers to change
     * @return how many numbers were changed
     */
    Uni<Integer> forget(String tenantId, int most) {
        return Sql.of(FORGET, tenantId, most).update();
    }

    private static Claim claimed(String claimId, Row row, Instant until) {
        TransactionId.note(row.string(10));
        return new Claim(claimId, traits(row), row.stringOrNull(9) != null, until);
    }

    private static InventoryNumber traits(Row row) {
        return new InventoryNumber(
                row.string(0),
                row.string(1),
                NumberType.valueOf(row.string(2)),
                new Capabilities(row.bool(3), row.bool(4), row.bool(5), row.bool(6)),
                AddressRequirement.valueOf(row.string(7)),
                row.bool(8));
    }
}
