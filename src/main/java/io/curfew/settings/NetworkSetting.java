package io.curfew.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;
import org.eclipse.microprofile.config.spi.Converter;

/** An IP address or a network of them, such as {@code 10.0.0.0/8}. */
@RegisterForReflection
public final class NetworkSetting implements Converter<Network> {

    private static final long serialVersionUID = 1L;

    /**
     * Reads the network.
     *
     * @throws IllegalArgumentException when the text is not a network; host names are not resolved
     */
    @Override
    public Network convert(String value) {
        Network network = Network.parse(value);
        if (network == null) {
            throw new IllegalArgumentException(
                    "must be IP addresses and networks, such as 10.0.0.0/8; " + value.strip() + " is neither");
        }
        return network;
    }
}
