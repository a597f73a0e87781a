package io.curfew.dialects.twilio.wire;

import java.util.List;

/** A page of keys in the v1 products' envelope. */
public record TwilioIamKeyList(TwilioMeta meta, List<TwilioListedIamKey> keys) {
    public TwilioIamKeyList {
        keys = List.copyOf(keys);
    }
}
