package io.curfew.people;

import io.curfew.events.Actor;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A person to be made.
 *
 * @param tenantId the asker's tree, which the person will belong to unless the asker reaches every tree: then it is the
 *     tree of the first role
 * @param email what they shall log in with
 * @param firstName may be null
 * @param lastName may be null
 * @param accountManager whether they shall be the platform's own
 * @param roles what they shall be allowed, one at least
 * @param actor who asks
 */
public record CreateUser(
        String tenantId,
        String email,
        @Nullable String firstName,
        @Nullable String lastName,
        boolean accountManager,
        List<RoleWish> roles,
        Actor actor)
        implements UserCommand {
    public CreateUser {
        roles = List.copyOf(roles);
    }

    /**
     * A role to be given.
     *
     * @param role which
     * @param customerId at which customer: any id of its main account
     * @param restricted whether for some of its accounts only
     * @param accountIds at which of its accounts, by any id; looked at where it is restricted
     * @param linkPermission how far it shall reach, null for as far as at home
     */
    public record RoleWish(
            CustomerRole role,
            String customerId,
            boolean restricted,
            Set<String> accountIds,
            @Nullable LinkPermission linkPermission) {
        public RoleWish {
            accountIds = Set.copyOf(accountIds);
        }
    }
}
