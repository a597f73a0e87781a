package io.curfew.dialects.twilio;

import io.curfew.settings.WebAddress;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import java.util.Optional;
import java.util.OptionalInt;

/** The Twilio door. */
@ConfigMapping(prefix = "curfew.twilio")
public interface TwilioConfig {
    /** Calls a minute for each account; unset for no limit. Beyond it calls get 429 and nothing is done. */
    OptionalInt rateLimit();

    /** What absolute URLs in this door's replies begin with; unset: as in those of the other doors. */
    Optional<@WithConverter(WebAddress.class) String> publicUrl();
}
