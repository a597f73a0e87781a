package io.curfew.sims;

import io.curfew.events.Actor;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Takes a SIM out of stock. The secret that is printed on its card is passed separately.
 *
 * @param tenantId the main account
 * @param accountId who is to hold it
 * @param coverage the coverage that the SIM must have
 * @param sim the SIM, by its id or its IMSI
 * @param groupId the group to put it into, null for none
 * @param tags the tags to give it, by name
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
