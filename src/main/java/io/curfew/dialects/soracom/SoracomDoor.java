package io.curfew.dialects.soracom;

import io.curfew.kernel.DomainError;
import io.curfew.security.Door;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * SORACOM's part of the address space: its paths under {@code /v1}, and all paths under a coverage's prefix. Resources
 * are written once, under {@code /v1}; {@link SoracomAuthFilter} removes the prefix.
 */
@ApplicationScoped
class SoracomDoor implements Door {
    static final String NAME = "soracom";

    private static final String ROOT = "/v1";
    private static final List<String> COVERAGES = List.of("/g", "/jp");

    /** The parts of a path that are followed by a name which somebody has chosen. */
    private static final Pattern NAMES = Pattern.compile("/(?:tags|configuration|users|roles)/");

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public int freeTextStart(String path) {
        Matcher names = NAMES.matcher(path);
        return names.find() ? names.end() : path.length();
    }

    @Override
    public boolean owns(String path) {
        return !withoutPrefix(path).equals(path) || SoracomCallGroup.of(path) != SoracomCallGroup.OTHER;
    }

    /** The path without its coverage's prefix. */
    static String withoutPrefix(String path) {
        for (String coverage : COVERAGES) {
            if (path.startsWith(coverage + ROOT)) {
                String rest = path.substring(coverage.length());
                return rest.length() == ROOT.length() || rest.charAt(ROOT.length()) == '/' ? rest : path;
            }
        }
        return path;
    }

    @Override
    public Response failure(DomainError error, String path) {
        return SoracomErrors.response(error, SoracomLanguage.ENGLISH);
    }

    @Override
    public Response failure(DomainError error, HttpServerRequest request) {
        return SoracomErrors.response(error, SoracomLanguage.of(request.getHeader(SoracomLanguage.HEADER)));
    }

    /** This door for one call, with answers in that call's language. */
    Door speaking(SoracomLanguage language) {
        return new Speaking(language);
    }

    private record Speaking(SoracomLanguage language) implements Door {
        @Override
        public String name() {
            return NAME;
        }

        @Override
        public boolean owns(String path) {
            return true;
        }

        @Override
        public Response failure(DomainError error, String path) {
            return SoracomErrors.response(error, language);
        }
    }
}
