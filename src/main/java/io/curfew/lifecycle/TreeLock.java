package io.curfew.lifecycle;

import io.curfew.sql.Sql;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The lock of a tree, that is of a main account with all that it holds. Writers take it shared; whatever changes what
 * they have to check first (an account's status, a tree's policy, the protection of a SIM) takes it exclusively, so
 * that what a writer has checked under it stays so until the writer's transaction ends. Whoever waits for it
 * exclusively comes before everybody who asks later, so writers that never run out keep nobody from closing the tree.
 *
 * <p>It ends with the transaction. Taken again in the same transaction it costs nothing; whoever has it shared must not
 * ask for it exclusively, for two of them would wait for each other. Work items are locked before it, rows after it
 * (see the table of locks in {@code docs/architecture.md}). Those who have it shared are to be done in a tenth of a
 * second.
 */
public final class TreeLock {
    // The seed belongs to this lock alone, so what others lock by a hash is never a tree. The functions return void,
    // which no driver reads: their row is counted instead.
    private static final String SHARED = "select count(*) from pg_advisory_xact_lock_shared(hashtextextended($1, 3))";
    private static final String EXCLUSIVE = "select count(*) from pg_advisory_xact_lock(hashtextextended($1, 3))";

    private TreeLock() {}

    /**
     * Takes the lock together with others who write. Needs a transaction.
     *
     * @param checks what is done under the lock. Its first statement goes out with the lock, in the same round trip, but as
     *     a statement of its own: a statement sees what was there when it began, so one that waited for the lock itself
     *     would see what was there before
     * @return what {@code checks} returns; the failure of the lock where there is none
     */
    @CheckReturnValue
    public static <T extends @Nullable Object> Uni<T> shared(String tenantId, Supplier<Uni<T>> checks) {
        return take(SHARED, tenantId, checks);
    }

    /** Takes the lock alone; otherwise like {@link #shared}. */
    @CheckReturnValue
    public static <T extends @Nullable Object> Uni<T> exclusive(String tenantId, Supplier<Uni<T>> checks) {
        return take(EXCLUSIVE, tenantId, checks);
    }

    private static <T extends @Nullable Object> Uni<T> take(String lock, String tenantId, Supplier<Uni<T>> checks) {
        return Sql.of(lock, tenantId).ahead(checks);
    }
}
