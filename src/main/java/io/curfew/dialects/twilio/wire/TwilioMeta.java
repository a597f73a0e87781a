package io.curfew.dialects.twilio.wire;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/**
 * The envelope of the v1 products. All seven keys are always there: twilio-java reads them without asking.
 *
 * @param key under which name the list stands
 */
@JsonNaming(SnakeCaseStrategy.class)
public record TwilioMeta(
        String key,
        int page,
        int pageSize,
        String url,
        String firstPageUrl,
        @Nullable String previousPageUrl,
        @Nullable String nextPageUrl) {}
