package io.curfew.api;

/** Names that OpenAPI refers to by: the parameters and refusals described once, with the package. */
final class NativeApi {
    static final String BEARER = "bearer";
    static final String IDEMPOTENCY_KEY = "Idempotency-Key";
    static final String IF_MATCH = "If-Match";
    static final String IF_NONE_MATCH = "If-None-Match";
    static final String BAD_REQUEST = "BadRequest";
    static final String UNAUTHENTICATED = "Unauthenticated";
    static final String FORBIDDEN = "Forbidden";
    static final String NOT_FOUND = "NotFound";
    static final String CONFLICT = "Conflict";
    static final String PURGED = "Purged";
    static final String CHANGED = "Changed";
    static final String NOT_JSON = "NotJson";
    static final String KEY_REUSED = "KeyReused";
    static final String TOO_MANY = "TooMany";

    private NativeApi() {}
}
