package io.curfew.opening;

import io.smallrye.config.ConfigMapping;
import java.util.Optional;

/**
 * The values that the first main account is created from on an empty database. Values that are not set are generated
 * and printed once.
 */
@ConfigMapping(prefix = "curfew.bootstrap")
public interface BootstrapConfig {
    /** Its account SID, {@code AC} and 32 hex digits. */
    Optional<String> accountSid();

    /** Its auth token. */
    Optional<String> authToken();

    /** E-mail address of its owner. */
    Optional<String> email();

    /** Password of its owner. */
    Optional<String> password();

    /** Its operator id, {@code OP} and ten digits. */
    Optional<String> operatorId();

    /** Id of its root auth key, {@code keyId-…}. */
    Optional<String> authKeyId();

    /** Secret of its root auth key, {@code secret-…}. */
    Optional<String> authKey();

    /** Its customer id, a number. */
    Optional<String> customerId();

    /** A developer token for Microsoft Advertising's door. */
    Optional<String> developerToken();

    /** A Super Admin's access token for Microsoft Advertising's door. */
    Optional<String> accessToken();

    /** The bearer token of the platform operator, who is also the owner of the first main account. */
    Optional<String> apiToken();
}
