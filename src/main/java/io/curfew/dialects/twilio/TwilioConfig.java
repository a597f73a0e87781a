package io.curfew.dialects.twilio;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;
import java.util.OptionalInt;

/** The Twilio door. */
@ConfigMapping(prefix = "curfew.twilio")
public interface TwilioConfig {
    /** Calls a minute for each account; unset for no limit. Beyond it calls get 429 and nothing is done. */
    OptionalInt rateLimit();

    /** What absolute URLs in replies begin with, such as {@code https://curfew.example}; unset for the caller's own. */
    Optional<String> publicUrl();
}
