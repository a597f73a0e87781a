package io.curfew.people;

import io.curfew.access.Target;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
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
 * @param accepted whether they have a password: they have accepted an invitation, or their tree was made with one
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
        boolean accepted,
        List<RoleGrant> roles,
        Instant createdAt,
        Instant updatedAt,
        long version) {
    public UserView {
        roles = List.copyOf(roles);
    }

    /** The person as something to be done with. */
    public Target.Person target() {
        Set<String> trees =
                roles.stream().map(RoleGrant::customerTenantId).collect(Collectors.toCollection(HashSet::new));
        trees.add(tenantId);
        return new Target.Person(id, trees, accountManager);
    }
}
