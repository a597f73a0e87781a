package io.curfew.platform.pool;

import io.curfew.events.TransactionId;
import io.quarkus.logging.Log;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.pgclient.PgException;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Duration;
import java.util.Set;

/** Finds out what became of a transaction whose commit was sent and not answered. */
final class CommitOutcomes {
    /** How a commit ended. */
    enum Outcome {
        COMMITTED,
        ROLLED_BACK,
        /** The database could not say in time: it is not there, or has not noticed yet that the other end is gone. */
        UNKNOWN
    }

    /** Nobody is kept waiting longer than that for the outcome. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private static final long PAUSE_MILLIS = 100;

    // There is no row where another server has taken over, which may know another transaction by the same number.
    private static final String STATUS =
            "select pg_xact_status(cast(cast($1 as text) as xid8)) where " + TransactionId.TIMELINE + " = $2";

    /** A server that shuts down says so whatever it was doing, and may have committed before that. */
    private static final Set<String> NO_ANSWER = Set.of("08", "57");

    private final Pool pool;
    private final Vertx vertx;

    CommitOutcomes(Pool pool, Vertx vertx) {
        this.pool = pool;
        this.vertx = vertx;
    }

    /** Whether the database itself has refused to commit, so that there is nothing to be found out. */
    static boolean isAnswer(Throwable failure) {
        return failure instanceof PgException answer
                && answer.getSqlState() != null
                && answer.getSqlState().length() == 5
                && !NO_ANSWER.contains(answer.getSqlState().substring(0, 2));
    }

    /** What became of that transaction; known within two seconds, and never a failure. */
    Future<Outcome> find(TransactionId id) {
        Promise<Outcome> found = Promise.promise();
        long timer = vertx.setTimer(PATIENCE.toMillis(), late -> found.tryComplete(Outcome.UNKNOWN));
        ask(id, found);
        return found.future().onSuccess(outcome -> {
            vertx.cancelTimer(timer);
            Log.warnf("the answer to a commit was lost: transaction=%s outcome=%s", id.number(), outcome);
        });
    }

    private void ask(TransactionId id, Promise<Outcome> found) {
        pool.preparedQuery(STATUS)
                .execute(Tuple.of(id.number(), id.timeline()))
                .map(CommitOutcomes::read)
                .onComplete(answer -> {
                    if (answer.succeeded() && answer.result() != Outcome.UNKNOWN) {
                        found.tryComplete(answer.result());
                    } else if (!found.future().isComplete()) {
                        vertx.setTimer(PAUSE_MILLIS, again -> ask(id, found));
                    }
                });
    }

    private static Outcome read(RowSet<Row> rows) {
        var iterator = rows.iterator();
        String status = iterator.hasNext() ? iterator.next().getString(0) : null;
        if (status == null) {
            return Outcome.UNKNOWN;
        }
        return switch (status) {
            case "committed" -> Outcome.COMMITTED;
            case "aborted" -> Outcome.ROLLED_BACK;
            default -> Outcome.UNKNOWN;
        };
    }
}
