package io.curfew.advertising;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.people.CustomerRole;
import io.curfew.people.LinkPermission;
import io.curfew.people.RoleGrant;
import io.curfew.people.UserCaller;
import io.curfew.people.UserView;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What one person may do where: all their roles together. */
public final class Access {
    private final UserCaller caller;
    private final List<RoleGrant> grants;

    private Access(UserCaller caller) {
        this.caller = caller;
        // Whoever may touch linked entities only may touch none of the accounts here, which are the customer's own.
        this.grants = caller.roles().stream()
                .filter(grant -> grant.linkPermission() != LinkPermission.LINKED_ENTITY_ONLY)
                .toList();
    }

    /** What {@code caller} may do. */
    public static Access of(UserCaller caller) {
        return new Access(caller);
    }

    /** Who it is. */
    public UserCaller caller() {
        return caller;
    }

    /**
     * Refuses with {@link ErrorCode#FORBIDDEN} whoever may do none of {@code permissions} anywhere, whatever it is about.
     */
    public void requireAnywhere(Permission... permissions) {
        if (!isManagerFor(permissions) && grants.stream().noneMatch(grant -> allowsAny(grant, permissions))) {
            throw forbidden();
        }
    }

    /** The tree of the customer of that number, where the caller has a role at it. */
    public Optional<String> treeOf(String customerId) {
        return caller.roles().stream()
                .filter(grant -> grant.customerId().equals(customerId))
                .map(RoleGrant::customerTenantId)
                .findFirst();
    }

    /** Whether the caller may do that with the customer as a whole. */
    boolean mayWithCustomer(String customerTenantId, Permission permission) {
        return isManagerFor(permission)
                || grants.stream()
                        .anyMatch(grant -> grant.customerTenantId().equals(customerTenantId)
                                && (!permission.isOfCustomer()
                                        || grant.accountIds().isEmpty())
                                && allowsAny(grant, permission));
    }

    /** Whether the caller may do one of these with that advertiser account of the customer. */
    boolean mayWithAccount(String customerTenantId, String advertiserAccountId, Permission... permissions) {
        return isManagerFor(permissions)
                || grants.stream()
                        .anyMatch(grant -> grant.customerTenantId().equals(customerTenantId)
                                && grant.covers(advertiserAccountId)
                                && allowsAny(grant, permissions));
    }

    /** The platform's own people read everything and end customers; what is in between they leave to the customers. */
    private boolean isManagerFor(Permission... permissions) {
        return caller.accountManager()
                && (Set.of(permissions).contains(Permission.READ)
                        || Set.of(permissions).contains(Permission.DELETE_CUSTOMER));
    }

    /**
     * Whether the caller may see that person: themselves, or somebody who works where the caller does; the platform's own
     * people see each other only.
     */
    public boolean maySee(UserView person) {
        return caller.accountManager()
                || caller.userId().equals(person.id())
                || (!person.accountManager()
                        && (treeOf(person.customerId()).isPresent()
                                || person.roles().stream()
                                        .anyMatch(grant ->
                                                treeOf(grant.customerId()).isPresent())));
    }

    /** The roles of that person that the caller may see: those at customers where the caller has one too. */
    public List<RoleGrant> visibleRoles(UserView person) {
        return caller.accountManager()
                ? person.roles()
                : person.roles().stream()
                        .filter(grant -> treeOf(grant.customerId()).isPresent())
                        .toList();
    }

    /** What can be read of advertiser accounts, as grants. */
    Collection<RoleGrant> readable() {
        return grants;
    }

    private static boolean allowsAny(RoleGrant grant, Permission... permissions) {
        // A Super Admin whose link says so is a Standard User there.
        CustomerRole role =
                grant.role() == CustomerRole.SUPER_ADMIN && grant.linkPermission() == LinkPermission.STANDARD
                        ? CustomerRole.STANDARD_USER
                        : grant.role();
        Set<Permission> allowed = Permission.of(role);
        for (Permission permission : permissions) {
            if (allowed.contains(permission)) {
                return true;
            }
        }
        return false;
    }

    static DomainException forbidden() {
        return new DomainException(ErrorCode.FORBIDDEN, "The user is not authorized to do that.");
    }
}
