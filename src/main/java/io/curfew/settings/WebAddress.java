package io.curfew.settings;

import io.quarkus.runtime.annotations.RegisterForReflection;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import org.eclipse.microprofile.config.spi.Converter;

/** The beginning of absolute URLs, such as {@code https://curfew.example/twilio}, without a slash at the end. */
@RegisterForReflection
public class WebAddress implements Converter<String> {

    private static final long serialVersionUID = 1L;

    /** Needed by the configuration, which creates its converters itself. */
    public WebAddress() {}

    /**
     * Reads the address.
     *
     * @throws IllegalArgumentException when the text is not the URL of a web server, when it has a query or a
     *     fragment, after which no path can follow, or when it has user information, which is not allowed
     */
    @Override
    public String convert(String value) {
        URI uri;
        try {
            uri = new URI(value.strip()).parseServerAuthority();
        } catch (URISyntaxException e) {
            throw refusal();
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean web = (scheme.equals("http") || scheme.equals("https")) && uri.getHost() != null;
        String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceAll("/+$", "");
        if (!web
                || uri.getPort() == 0
                || uri.getPort() > 65_535
                || uri.getRawUserInfo() != null
                || uri.getRawQuery() != null
                || uri.getRawFragment() != null
                || !isAllowed(path)) {
            throw refusal();
        }
        return scheme + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + path;
    }

    /** Whether the address may have that path, which is empty or begins with a slash. */
    boolean isAllowed(String path) {
        return true;
    }

    IllegalArgumentException refusal() {
        return new IllegalArgumentException("must be a URL without query, such as https://curfew.example");
    }
}
