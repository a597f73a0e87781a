package io.curfew.dialects.twilio.wire;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An API key in the iam product's list, which shows what the key can be used for, but not its policy.
 *
 * @param flags what the key can be used for
 */
@JsonNaming(SnakeCaseStrategy.class)
public record TwilioListedIamKey(
        String sid, @Nullable String friendlyName, String dateCreated, String dateUpdated, List<String> flags) {
    public TwilioListedIamKey {
        flags = List.copyOf(flags);
    }
}
