package io.curfew.dialects.twilio;

import io.curfew.access.HolderRights;
import io.curfew.access.Reach;
import io.curfew.access.Target;
import io.curfew.access.Verdict;
import io.curfew.credentials.Caller;
import io.curfew.credentials.CredentialRights;
import io.curfew.kernel.Action;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a restricted key lets its bearer do: what its policy allows, in its own account only. Policies use the
 * permissions of Twilio's catalogue.
 */
final class RestrictedKeyRights extends HolderRights {
    /**
     * The actions that the catalogue has a permission for. A restricted key may do nothing else, whatever its policy
     * says.
     */
    private static final Map<Action, String> PERMISSIONS = permissions();

    private final TwilioPolicy policy;

    /** The rights of {@code caller}, who uses a restricted key. */
    RestrictedKeyRights(Caller caller) {
        super(CredentialRights.holder(caller), Reach.only(CredentialRights.holder(caller)));
        this.policy = TwilioPolicy.stored(caller.policy());
    }

    private static Map<Action, String> permissions() {
        String accounts = "twilio/iam/accounts/";
        String keys = "twilio/iam/api-keys/";
        String numbers = "twilio/phone-numbers/active-numbers/";
        String available = "twilio/phone-numbers/available-numbers/";
        Map<Action, String> permissions = new EnumMap<>(Action.class);
        permissions.put(Action.ACCOUNT_LIST, accounts + "list");
        permissions.put(Action.ACCOUNT_READ, accounts + "read");
        permissions.put(Action.KEY_LIST, keys + "list");
        permissions.put(Action.KEY_CREATE, keys + "create");
        permissions.put(Action.KEY_READ, keys + "read");
        permissions.put(Action.KEY_UPDATE, keys + "update");
        permissions.put(Action.KEY_DELETE, keys + "delete");
        permissions.put(Action.NUMBER_LIST, numbers + "list");
        permissions.put(Action.NUMBER_BUY, numbers + "create");
        permissions.put(Action.NUMBER_READ, numbers + "read");
        permissions.put(Action.NUMBER_UPDATE, numbers + "update");
        permissions.put(Action.NUMBER_TRANSFER, numbers + "update");
        permissions.put(Action.NUMBER_RELEASE, numbers + "delete");
        permissions.put(Action.NUMBER_SEARCH, available + "list");
        permissions.put(Action.NUMBER_COUNTRY_READ, available + "read");
        return Collections.unmodifiableMap(permissions);
    }

    /**
     * The permission that a restricted key needs for the action, without the leading slash; empty where none is enough.
     */
    static Optional<String> permission(Action action) {
        return Optional.ofNullable(PERMISSIONS.get(action));
    }

    @Override
    public Verdict grants(Action action, Target target) {
        boolean granted = permission(action).filter(policy::allows).isPresent()
                && (!(target instanceof Target.Handout handout) || mayHandOut(handout));
        return granted ? Verdict.ALLOWED : Verdict.PERMISSION_MISSING;
    }

    /** A standard key may do more than any restricted one. */
    private boolean mayHandOut(Target.Handout handout) {
        return handout.permissions() != null
                && handout.permissions().stream().allMatch(permission -> policy.allows(permission.substring(1)));
    }
}
