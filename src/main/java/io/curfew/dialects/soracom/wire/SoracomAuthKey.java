package io.curfew.dialects.soracom.wire;

/** SORACOM's auth key without its secret. Its time is in UNIX seconds; the time of its last use is not stored. */
public record SoracomAuthKey(String authKeyId, long createDateTime) {}
