package io.curfew.dialects.twilio.wire;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A page of keys under the name that /SigningKeys gives them, in the 2010 API's envelope. */
@JsonNaming(SnakeCaseStrategy.class)
public record TwilioSigningKeyList(
        List<TwilioKey> signingKeys,
        int page,
        int pageSize,
        int start,
        int end,
        String uri,
        String firstPageUri,
        @Nullable String nextPageUri,
        @Nullable String previousPageUri) {}
