package io.curfew.platform.pool;

import io.curfew.events.TransactionId;
import io.curfew.lifecycle.NotCommittedException;
import io.vertx.core.AsyncResult;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.sqlclient.Transaction;

/**
 * A transaction whose commit fails only where nothing was written, as far as that can be found out: where its answer is
 * lost, the database is asked on another connection what became of it.
 */
final class SharedTransaction implements Transaction {
    private final Transaction transaction;
    private final CommitOutcomes outcomes;

    SharedTransaction(Transaction transaction, CommitOutcomes outcomes) {
        this.transaction = transaction;
        this.outcomes = outcomes;
    }

    /** Fails with {@link NotCommittedException} where the answer was lost and nothing was written for certain. */
    @Override
    public Future<Void> commit() {
        TransactionId id = TransactionId.take();
        return transaction
                .commit()
                .recover(failure -> id == null || CommitOutcomes.isAnswer(failure)
                        ? Future.failedFuture(failure)
                        : outcomes.find(id).compose(outcome -> switch (outcome) {
                            case COMMITTED -> Future.succeededFuture();
                            case ROLLED_BACK -> Future.failedFuture(new NotCommittedException(failure));
                            case UNKNOWN -> Future.failedFuture(failure);
                        }));
    }

    @Override
    public void commit(Handler<AsyncResult<Void>> handler) {
        commit().onComplete(handler);
    }

    @Override
    public Future<Void> rollback() {
        return transaction.rollback();
    }

    @Override
    public void rollback(Handler<AsyncResult<Void>> handler) {
        transaction.rollback(handler);
    }

    @Override
    public Future<Void> completion() {
        return transaction.completion();
    }

    @Override
    public void completion(Handler<AsyncResult<Void>> handler) {
        transaction.completion(handler);
    }
}
