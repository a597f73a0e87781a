package io.curfew.credentials;

import io.curfew.sql.Row;
import io.curfew.sql.Sql;
import io.smallrye.mutiny.Uni;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the installation is with its present key and form, as all replicas share it: the one row of {@code
 * encryption_state}, and what it is judged by.
 *
 * @param check the known text under the installation's key; null before the first start
 * @param form which forms are written and read
 * @param formSince since when
 * @param formerKeys fingerprints of earlier keys that something may still be encrypted with
 * @param renewedAs the beginning that all ciphertexts had when they were last found to be in order, in hex
 * @param renewedAt when that was
 * @param count what was last found that is not
 */
record EncryptionState(
        byte @Nullable [] check,
        CiphertextForm form,
        Instant formSince,
        List<String> formerKeys,
        @Nullable String renewedAs,
        @Nullable Instant renewedAt,
        SealedCount count) {
    /** How long what replicas write may follow an earlier state: they read it twice in that time. */
    static final Duration NOTICE = Duration.ofMinutes(2);

    private static final Duration LEASE = Duration.ofMinutes(1);

    /** The state as it is committed. */
    static Uni<EncryptionState> read() {
        return Sql.of("""
                        select i.key_check, s.form, s.form_since, s.former_keys, s.renewed_as, s.renewed_at,
                            s.previous_rows, s.unbound_rows, s.unreadable_rows
                        from encryption_state s cross join installation i
                        """).exactlyOne(EncryptionState::of);
    }

    private static EncryptionState of(Row row) {
        return new EncryptionState(
                row.bytesOrNull("key_check"),
                CiphertextForm.valueOf(row.string("form")),
                row.instant("form_since"),
                row.strings("former_keys"),
                row.stringOrNull("renewed_as"),
                row.instantOrNull("renewed_at"),
                new SealedCount(
                        row.number("unreadable_rows"), row.number("previous_rows"), row.number("unbound_rows")));
    }

    /** Whether what was written earlier is yet to be judged: an earlier key, or what is not bound. */
    boolean isOpen() {
        return !formerKeys.isEmpty() || form == CiphertextForm.BINDING;
    }

    /** Begins to write bound ciphertexts; whether it was this replica that began. */
    static Uni<Boolean> bind(Instant now) {
        return Sql.of("update encryption_state set form = 'BINDING', form_since = $1 where form = 'UNBOUND'", now)
                .update()
                .map(changed -> changed == 1);
    }

    /** Tells that a replica encrypts with an earlier key than the installation's. */
    static Uni<Integer> tellOutdated(Instant now) {
        return Sql.of("update encryption_state set outdated_at = $1", now).update();
    }

    /** Takes the renewal for this replica, unless another has it. */
    static Uni<Boolean> claim(Instant now) {
        return Sql.of(
                        "update encryption_state set renewing_until = $2"
                                + " where renewing_until is null or renewing_until < $1",
                        now,
                        now.plus(LEASE))
                .update()
                .map(changed -> changed == 1);
    }

    /** Keeps the renewal for longer. */
    static Uni<Integer> keep(Instant now) {
        return Sql.of("update encryption_state set renewing_until = $1", now.plus(LEASE))
                .update();
    }

    /** Keeps the renewal for longer, and tells what is left to do. */
    static Uni<Integer> tellProgress(Instant now, SealedCount left) {
        return Sql.of(
                        "update encryption_state set renewing_until = $1, unreadable_rows = $2, previous_rows = $3,"
                                + " unbound_rows = $4",
                        now.plus(LEASE),
                        left.unreadable(),
                        left.previous(),
                        left.unbound())
                .update();
    }

    /**
     * Gives the renewal back.
     *
     * @param head what all ciphertexts that can be read begin with; null when some do not
     */
    static Uni<Integer> release(Instant now, byte @Nullable [] head) {
        return Sql.of(
                        "update encryption_state set renewing_until = null, renewed_as = $1, renewed_at = $2",
                        head == null ? null : HexFormat.of().formatHex(head),
                        now)
                .update();
    }

    /**
     * Forgets earlier keys after all was found in order, unless a replica that encrypts with one was seen lately; whether
     * there were any.
     *
     * @param since when the look through all tables began
     */
    static Uni<Boolean> forgetFormerKeys(Instant since) {
        return Sql.of(
                        "update encryption_state set former_keys = '{}' where former_keys <> '{}'"
                                + " and (outdated_at is null or outdated_at < $1)",
                        since.minus(NOTICE))
                .update()
                .map(changed -> changed == 1);
    }

    /** Stops reading what is not bound, after all was found bound; whether this was the moment. */
    static Uni<Boolean> finishBinding(Instant since) {
        return Sql.of(
                        "update encryption_state set form = 'BOUND', form_since = $2"
                                + " where form = 'BINDING' and form_since < $1",
                        since.minus(NOTICE),
                        since)
                .update()
                .map(changed -> changed == 1);
    }
}
