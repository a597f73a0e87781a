package io.curfew.dialects.twilio;

import io.curfew.settings.WebAddress;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import java.util.Optional;
import java.util.OptionalInt;

/** Settings of the Twilio door. */
@ConfigMapping(prefix = "curfew.twilio")
public interface TwilioConfig {
    /**
     * How many calls a minute each account may make; unset for no limit. Calls beyond it get 429, and nothing is done.
     */
    OptionalInt rateLimit();

    /** What absolute URLs in this door's replies begin with; if unset, they begin as in the other doors' replies. */
    Optional<@WithConverter(WebAddress.class) String> publicUrl();
}
