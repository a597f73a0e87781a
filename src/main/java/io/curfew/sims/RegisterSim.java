package io.curfew.sims;

import io.curfew.events.Actor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes a SIM out of stock. The secret that is printed on its card comes beside the command.
 *
 * @param tenantId the main account
 * @param accountId who is to hold it
 * @param coverage the coverage it must be of
 * @param sim the SIM, by its id or its IMSI
 * @param groupId the group to put it into, null for none
 * @param tags what to call it
 * @param actor who asks
 */
public record RegisterSim(
        String tenantId,
        String accountId,
        Coverage coverage,
        SimRef sim,
        @Nullable String groupId,
        Map<String, String> tags,
        Actor actor)
        implements SimCommand {
    public RegisterSim {
        tags = Map.copyOf(tags);
    }
}
