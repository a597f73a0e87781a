package io.curfew.security;

import io.curfew.settings.Network;
import io.curfew.settings.NetworkSetting;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithConverter;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** The proxies before the service, and what is believed of what they say: {@code curfew.http.*}. */
@ConfigMapping(prefix = "curfew.http")
public interface ProxyConfig {
    /**
     * Addresses and networks of the proxies whose word on where a request comes from, and where it was sent, is taken;
     * unset: nobody's.
     */
    Optional<List<@WithConverter(NetworkSetting.class) Network>> trustedProxies();

    /** The one kind of headers in which they say so; the other one is passed over. */
    @WithDefault("x-forwarded")
    ProxyHeaders proxyHeaders();
}
