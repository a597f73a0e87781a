package io.curfew.credentials;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** Kinds of credentials of which only a hash is kept. */
public enum CredentialKind {
    /** Twilio's "Main" API key: everything of its account, accounts and keys included. */
    MAIN_KEY,
    /** Twilio's standard API key: everything but accounts and keys. */
    STANDARD_KEY,
    /** Twilio's restricted API key: what its policy allows. */
    RESTRICTED_KEY,
    /** SORACOM's auth key. */
    AUTH_KEY,
    /** A bearer token of the native API. */
    NATIVE_TOKEN,
    /** Microsoft Advertising's developer token. */
    DEVELOPER_TOKEN,
    /** An OAuth access token for Microsoft Advertising's door. */
    ACCESS_TOKEN;

    /** The API keys of the Twilio door. */
    public static final Set<CredentialKind> API_KEYS =
            Collections.unmodifiableSet(EnumSet.of(MAIN_KEY, STANDARD_KEY, RESTRICTED_KEY));

    /** Whether it is an API key of the Twilio door. */
    public boolean isApiKey() {
        return API_KEYS.contains(this);
    }
}
