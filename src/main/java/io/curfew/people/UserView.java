package io.curfew.people;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A person as readers see them.
 *
 * @param tenantId their own tree
 * @param id their number, fifteen digits
 * @param customerId their own tree's customer number
 * @param email what they log in with
 * @param firstName may be unknown
 * @param lastName may be unknown
 * @param accountManager whether they are the platform's own, who may end customers
 * @param owner whether they are the tree's owner, who stays as long as it does
 * @param roles what they may do, by customer
 * @param createdAt lifecycle time of their creation
 * @param updatedAt lifecycle time of the last change
 * @param version grows with every change
 */
public record UserView(
        String tenantId,
        String id,
        String customerId,
        String email,
        @Nullable String firstName,
        @Nullable String lastName,
        boolean accountManager,
        boolean owner,
        List<RoleGrant> roles,
        Instant createdAt,
        Instant updatedAt,
        long version) {
    public UserView {
        roles = List.copyOf(roles);
    }

    /**
     * Whether what they do reaches beyond their own tree: the platform's own people, and people with a role in another one.
     * They are the platform operator's alone.
     */
    public boolean reachesBeyondItsTree() {
        return accountManager
                || roles.stream().anyMatch(role -> !role.customerTenantId().equals(tenantId));
    }
}
