package io.curfew.lifecycle;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/**
 * Where the transaction of a write begins and ends. A use case that has to do something before its transaction (claim a
 * global resource) takes one, so that a door can put more into that transaction: the answer under an idempotency key.
 */
public interface TransactionScope {
    /** Runs {@code work} in the transaction; called once at the most. */
    @CheckReturnValue
    <T> Uni<T> run(Supplier<Uni<T>> work);

    /** A transaction with nothing more in it. */
    static TransactionScope plain() {
        return new TransactionScope() {
            @Override
            public <T> Uni<T> run(Supplier<Uni<T>> work) {
                return Panache.withTransaction(work);
            }
        };
    }
}
