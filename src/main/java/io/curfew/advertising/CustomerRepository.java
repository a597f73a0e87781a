package io.curfew.advertising;

import io.quarkus.hibernate.reactive.panache.PanacheRepositoryBase;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Rows of customers by tenant. */
@ApplicationScoped
class CustomerRepository implements PanacheRepositoryBase<Customer, String> {
    /** The customer's row, or a new one with defaults when it has none yet. The main account must be locked. */
    Uni<Customer> findOrNew(String tenantId) {
        return find("tenantId = ?1 and accountId = ?1", tenantId)
                .firstResult()
                .map(found -> found == null ? new Customer(tenantId, CustomerProfile.defaults()) : found);
    }

    Uni<Long> deleteOf(String tenantId) {
        return delete("tenantId", tenantId);
    }
}
