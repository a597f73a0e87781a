package io.curfew.events;

import io.smallrye.common.vertx.VertxContext;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import org.jspecify.annotations.Nullable;

/**
 * The number by which PostgreSQL knows the transaction that the present Vert.x context has open. The statement that
 * records events brings it along, and so do claims of what is global, so that every change has it at no cost. If the answer to the commit is lost, the
 * database is asked by this number what became of the transaction.
 *
 * @param number what {@code pg_xact_status} takes
 * @param timeline the history that the number belongs to: a server that was promoted meanwhile gives the numbers out
 *     again
 */
public record TransactionId(String number, String timeline) {
    private static final Object KEY = TransactionId.class;

    /**
     * In SQL, both as one text. For a statement that writes and gives rows anyway, so that it costs nothing: the one that
     * records events, and for transactions without events the one that makes the change.
     */
    public static final String SQL = "cast(pg_current_xact_id() as text) || '@' || " + TransactionId.TIMELINE;

    /** In SQL, the history that the server is in; an error where it is a standby. */
    public static final String TIMELINE = "left(pg_walfile_name(pg_current_wal_insert_lsn()), 8)";

    /** Notes what {@link #SQL} gave. */
    public static void note(String text) {
        Context context = own();
        if (context != null) {
            int at = text.indexOf('@');
            context.putLocal(KEY, new TransactionId(text.substring(0, at), text.substring(at + 1)));
        }
    }

    /** What was noted since the last time, if anything; a transaction asks when it begins and when it ends. */
    public static @Nullable TransactionId take() {
        Context context = own();
        if (context == null) {
            return null;
        }
        TransactionId noted = context.getLocal(KEY);
        if (noted != null) {
            context.removeLocal(KEY);
        }
        return noted;
    }

    private static @Nullable Context own() {
        Context context = Vertx.currentContext();
        return context != null && VertxContext.isDuplicatedContext(context) ? context : null;
    }
}
