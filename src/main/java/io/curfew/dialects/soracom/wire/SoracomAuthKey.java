package io.curfew.dialects.soracom.wire;

/** SORACOM's auth key without its secret. Its time is in UNIX seconds; when it was last used is not kept. */
public record SoracomAuthKey(String authKeyId, long createDateTime) {}
