package io.curfew.events;

import io.quarkus.hibernate.reactive.panache.Panache;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Keeps the append-only tables two months of partitions ahead; what is missed goes to their default partition. */
@ApplicationScoped
class PartitionJob {
    @Scheduled(every = "6h", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> createAhead() {
        return Panache.withTransaction(() -> Panache.getSession()
                        .chain(session -> session.createNativeQuery(
                                        "select count(*) from curfew_create_month_partitions(2)", Long.class)
                                .getSingleResult()))
                .replaceWithVoid();
    }
}
