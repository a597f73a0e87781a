package io.curfew.numbers;

import io.smallrye.mutiny.Uni;
import java.util.function.Supplier;

/**
 * What a caller wraps around the transaction of a purchase, to commit something of its own with it (the answer under an
 * idempotency key) or to run it under its own boundary.
 *
 * @param <R> what the caller makes of it
 */
@FunctionalInterface
public interface TransactionScope<R> {
    /**
     * Runs {@code work} in a transaction, once at the most.
     *
     * @param work the purchase; fails with a refusal, on which the transaction must roll back
     */
    Uni<R> run(Supplier<Uni<NumberView>> work);
}
