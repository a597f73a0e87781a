package io.curfew.numbers;

import io.curfew.events.Actor;
import org.jspecify.annotations.Nullable;

/**
 * A change of a number that an account holds: of its settings, of its holder, or of both at once.
 *
 * @param tenantId the holder's main account
 * @param accountId the present holder
 * @param id the number
 * @param settings the settings to change
 * @param newHolderId the account to transfer the number to, null for no transfer; a transfer to the present holder
 *     changes nothing
 * @param ifVersion the version that the caller saw, null to skip the check
 * @param actor who asks
 */
public record ChangeNumber(
        String tenantId,
        String accountId,
        String id,
        SettingsChange settings,
        @Nullable String newHolderId,
        @Nullable Long ifVersion,
        Actor actor)
        implements NumberCommand {
    /** A change of settings alone. */
    public static ChangeNumber settings(NumberView number, SettingsChange settings, Actor actor) {
        return new ChangeNumber(number.tenantId(), number.accountId(), number.id(), settings, null, null, actor);
    }

    /** A transfer alone. */
    public static ChangeNumber transfer(NumberView number, String newHolderId, Actor actor) {
        return new ChangeNumber(
                number.tenantId(), number.accountId(), number.id(), SettingsChange.NONE, newHolderId, null, actor);
    }
}
