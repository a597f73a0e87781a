package io.curfew.credentials;

import io.curfew.kernel.RealClock;
import io.curfew.resilience.JobRun;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One look through all tables for ciphertexts that are not of the present key and form, each page in a transaction of its
 * own. It counts them, or replaces them.
 */
final class SealedWalk {
    /** How many unreadable places the log names. */
    private static final int NAMED = 3;

    private final SecretCipher cipher;
    private final RealClock clock;
    private final JobRun run;
    private final boolean replaces;
    private final Instant began;
    private final byte[] head;
    private final List<SealedPlace> unreadable = new ArrayList<>();
    private SealedCount left;

    private SealedWalk(SecretCipher cipher, RealClock clock, JobRun run, boolean replaces, SealedCount left) {
        this.cipher = cipher;
        this.clock = clock;
        this.run = run;
        this.replaces = replaces;
        this.began = clock.now();
        this.head = cipher.head();
        this.left = left;
    }

    /** A walk that counts. */
    static SealedWalk counting(SecretCipher cipher, RealClock clock, JobRun run) {
        return new SealedWalk(cipher, clock, run, false, SealedCount.NONE);
    }

    /** A walk that replaces what {@code counted} has found. */
    static SealedWalk replacing(SealedWalk counted) {
        return new SealedWalk(counted.cipher, counted.clock, counted.run, true, counted.left);
    }

    /** When it began. */
    Instant began() {
        return began;
    }

    /** What a ciphertext has to begin with to be in order. */
    byte[] head() {
        return head;
    }

    /** What is left: what a counting walk has found so far, or what a replacing one has not come to yet. */
    SealedCount left() {
        return left;
    }

    /** Some of the places whose ciphertext cannot be read. */
    List<SealedPlace> unreadable() {
        return unreadable;
    }

    /** Walks through {@code tables}; completes with this walk. */
    Uni<SealedWalk> through(List<SealedTable> tables) {
        return Multi.createFrom()
                .iterable(tables)
                .onItem()
                .transformToUniAndConcatenate(table -> through(new SealedPages(cipher, table)))
                .onItem()
                .ignoreAsUni()
                .replaceWith(this);
    }

    private Uni<Void> through(SealedPages pages) {
        return Multi.createBy()
                .repeating()
                .uni(() -> new Cursor(pages.beginning()), cursor -> page(pages, cursor))
                .whilst(isFull -> isFull)
                .onItem()
                .ignoreAsUni();
    }

    /** One page; whether there may be another one after it. */
    private Uni<Boolean> page(SealedPages pages, Cursor cursor) {
        return Panache.withTransaction(() ->
                        pages.page(cursor.after, replaces).invoke(this::count).call(page -> tell()))
                .map(page -> {
                    if (!run.goesOn()) {
                        throw new IllegalStateException("the renewal of secrets took too long and was begun anew");
                    }
                    return cursor.moveTo(page.next());
                });
    }

    private void count(SealedPages.Page page) {
        left = replaces ? left.minus(page.found()) : left.plus(page.found());
        page.unreadable().stream().limit(Math.max(0, NAMED - unreadable.size())).forEach(unreadable::add);
    }

    /** A count is told at its end only: until then it would be too small. */
    private Uni<Integer> tell() {
        return replaces ? EncryptionState.tellProgress(clock.now(), left) : EncryptionState.keep(clock.now());
    }

    /** After which row the next page begins. */
    private static final class Cursor {
        private List<String> after;

        Cursor(List<String> after) {
            this.after = after;
        }

        boolean moveTo(@Nullable List<String> next) {
            if (next == null) {
                return false;
            }
            after = next;
            return true;
        }
    }
}
