package io.curfew.dialects.twilio;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/**
 * Dates in Twilio's two formats. The zone of the first is always {@code +0000}, since twilio-java reads nothing else.
 */
final class TwilioDates {
    private static final DateTimeFormatter RFC_2822 = DateTimeFormatter.ofPattern(
                    "EEE, dd MMM yyyy HH:mm:ss '+0000'", Locale.ENGLISH)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DEFAULT_NAME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd hh:mm a", Locale.ENGLISH).withZone(ZoneOffset.UTC);

    private TwilioDates() {}

    /** An instant as the 2010 API writes it. */
    static String rfc2822(Instant instant) {
        return RFC_2822.format(instant);
    }

    /** An instant as the v1 products write it, in whole seconds. */
    static String iso8601(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** An instant as it appears in a subaccount's default name. */
    static String inDefaultName(Instant instant) {
        return DEFAULT_NAME.format(instant).toLowerCase(Locale.ENGLISH);
    }
}
