package io.curfew.dialects.soracom.wire;

import org.jspecify.annotations.Nullable;

/** SORACOM's auth key without its secret; times are UNIX milliseconds, and when a key was used is not kept. */
public record SoracomAuthKey(
        String authKeyId, long createDateTime, @Nullable Long lastUsageDateTime) {}
