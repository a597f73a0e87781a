package io.curfew.dialects.twilio.wire;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import org.jspecify.annotations.Nullable;

/**
 * The envelope of the v1 products. All seven keys are always present, since twilio-java reads them without checking.
 *
 * @param key the name under which the list appears
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
