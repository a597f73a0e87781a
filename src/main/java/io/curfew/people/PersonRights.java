package io.curfew.people;

import io.curfew.access.Rights;
import io.curfew.access.Target;
import io.curfew.access.Verdict;
import io.curfew.kernel.Action;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What one person may do where: all their roles together. */
public final class PersonRights implements Rights {
    /** A tree that belongs to nobody. */
    private static final String NOWHERE = "";

    private final UserCaller caller;
    private final List<RoleGrant> grants;

    private PersonRights(UserCaller caller) {
        this.caller = caller;
        // Whoever may only touch linked entities may touch none of the accounts here, which are the customer's own.
        this.grants = caller.roles().stream()
                .filter(grant -> grant.linkPermission() != LinkPermission.LINKED_ENTITY_ONLY)
                .toList();
    }

    /** What {@code caller} may do. */
    public static PersonRights of(UserCaller caller) {
        return new PersonRights(caller);
    }

    /** Who it is. */
    public UserCaller caller() {
        return caller;
    }

    /** The customer of that number, where the person has a role at it; else one that no role reaches. */
    public Target.Account customer(String customerId) {
        return Target.tree(caller.roles().stream()
                .filter(grant -> grant.customerId().equals(customerId))
                .map(RoleGrant::customerTenantId)
                .findFirst()
                .orElse(NOWHERE));
    }

    /** The roles at customers whose accounts the person may find. */
    public Collection<RoleGrant> readable() {
        return grants;
    }

    /** The roles of somebody that this person may see: those at customers where they have one too. */
    public List<RoleGrant> visibleRoles(List<RoleGrant> roles) {
        return caller.accountManager()
                ? roles
                : roles.stream().filter(grant -> isAt(grant.customerTenantId())).toList();
    }

    @Override
    public Target.Account holder() {
        return Target.tree(caller.tenantId());
    }

    @Override
    public boolean isPlatform() {
        return caller.accountManager();
    }

    /** The platform's own people reach everybody and are seen by each other only. */
    @Override
    public boolean reaches(Target target) {
        if (target instanceof Target.Person person) {
            return caller.accountManager()
                    || caller.userId().equals(person.userId())
                    || (!person.platform() && person.tenantIds().stream().anyMatch(this::isAt));
        }
        return target instanceof Target.Account account && (caller.accountManager() || isAt(account.tenantId()));
    }

    private boolean isAt(String tenantId) {
        return caller.roles().stream()
                .anyMatch(grant -> grant.customerTenantId().equals(tenantId));
    }

    @Override
    public Verdict grants(Action action, Target target) {
        return action == Action.USER_READ || managerMay(action, target) || roleMay(action, target)
                ? Verdict.ALLOWED
                : Verdict.PERMISSION_MISSING;
    }

    /**
     * The platform's own people read everything and end customers; they leave everything in between to the customers.
     */
    private boolean managerMay(Action action, Target target) {
        return caller.accountManager()
                && (action == Action.ACCOUNT_READ
                        || (action == Action.ACCOUNT_LIST && target instanceof Target.Any)
                        || (action == Action.ACCOUNT_CLOSE && isMain(target)));
    }

    private boolean roleMay(Action action, Target target) {
        boolean main = isMain(target);
        boolean reading = action == Action.ACCOUNT_READ || action == Action.ACCOUNT_LIST;
        if (main && reading) {
            return caller.roles().stream().anyMatch(grant -> isFor(grant, target));
        }
        return grants.stream()
                .filter(grant -> isFor(grant, target))
                .filter(grant -> !(target instanceof Target.Account account)
                        || (main ? !grant.restricted() : grant.covers(String.valueOf(account.advertiserId()))))
                .anyMatch(grant -> (main ? ofCustomer(grant) : ofAccount(grant)).contains(action));
    }

    private static boolean isMain(Target target) {
        return target == Target.Any.MAIN_ACCOUNT || (target instanceof Target.Account account && account.isMain());
    }

    private static boolean isFor(RoleGrant grant, Target target) {
        return !(target instanceof Target.Account account)
                || grant.customerTenantId().equals(account.tenantId());
    }

    /** What the role allows with the customer as a whole. Only the platform's own people end one. */
    private static Set<Action> ofCustomer(RoleGrant grant) {
        return switch (standing(grant)) {
            case SUPER_ADMIN, AGGREGATOR -> set(Action.ACCOUNT_CREATE, Action.ACCOUNT_UPDATE);
            case STANDARD_USER, CAMPAIGN_MANAGER, VIEWER -> Set.of();
        };
    }

    /** What the role allows with an advertiser account. Only a Super Admin ends one. */
    private static Set<Action> ofAccount(RoleGrant grant) {
        return switch (standing(grant)) {
            case SUPER_ADMIN -> set(Action.ACCOUNT_UPDATE, Action.ACCOUNT_TAG, Action.ACCOUNT_CLOSE);
            case AGGREGATOR, STANDARD_USER -> set(Action.ACCOUNT_UPDATE, Action.ACCOUNT_TAG);
            case CAMPAIGN_MANAGER -> set(Action.ACCOUNT_TAG);
            case VIEWER -> set();
        };
    }

    private static Set<Action> set(Action... beside) {
        EnumSet<Action> all = EnumSet.of(Action.ACCOUNT_LIST, Action.ACCOUNT_READ);
        Collections.addAll(all, beside);
        return all;
    }

    /** A Super Admin whose link says so is a Standard User there. */
    private static CustomerRole standing(RoleGrant grant) {
        return grant.role() == CustomerRole.SUPER_ADMIN && grant.linkPermission() == LinkPermission.STANDARD
                ? CustomerRole.STANDARD_USER
                : grant.role();
    }
}
