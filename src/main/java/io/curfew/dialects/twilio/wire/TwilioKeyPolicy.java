package io.curfew.dialects.twilio.wire;

import java.util.List;

/**
 * What a restricted key may do.
 *
 * @param allow its permissions, each {@code /twilio/{product}/{resource}/{action}}
 */
public record TwilioKeyPolicy(List<String> allow) {
    public TwilioKeyPolicy {
        allow = List.copyOf(allow);
    }
}
