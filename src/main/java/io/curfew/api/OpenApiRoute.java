package io.curfew.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.MIMEHeader;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Serves the native API's description at {@code /q/openapi}: as YAML, or as JSON to {@code ?format=json}, to
 * {@code Accept: application/json} and at {@code /q/openapi.json}.
 *
 * <p>It is the checked-in {@code docs/openapi.yaml}, which a test holds equal to what the code generates: generating it
 * when the service starts would cost each start a third of a second.
 */
@ApplicationScoped
class OpenApiRoute {

    private static final String PATH = "/q/openapi";
    private static final String YAML = "application/yaml";
    private static final String JSON = "application/json";
    private static final String RESOURCE = "api/openapi.yaml";

    private volatile @Nullable String json;

    void register(@Observes Router router) {
        offer(router, PATH, OpenApiRoute::wantsJson);
        offer(router, PATH + ".json", context -> true);
        offer(router, PATH + ".yaml", context -> false);
    }

    private void offer(Router router, String path, Predicate<RoutingContext> asJson) {
        router.route(path)
                .method(HttpMethod.GET)
                .method(HttpMethod.HEAD)
                .order(-1)
                .blockingHandler(context -> answer(context, asJson.test(context)), false);
    }

    private void answer(RoutingContext context, boolean asJson) {
        try {
            String body = asJson ? asJson() : asYaml();
            context.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, (asJson ? JSON : YAML) + ";charset=UTF-8")
                    .end(body);
        } catch (IOException e) {
            context.fail(e);
        }
    }

    private static boolean wantsJson(RoutingContext context) {
        String format = context.request().getParam("format");
        if (format != null) {
            return format.toLowerCase(Locale.ROOT).equals("json");
        }
        for (MIMEHeader accepted : context.parsedHeaders().accept()) {
            if (JSON.equals(accepted.value())) {
                return true;
            }
            if (YAML.equals(accepted.value())) {
                return false;
            }
        }
        return false;
    }

    private static String asYaml() throws IOException {
        try (InputStream description =
                Thread.currentThread().getContextClassLoader().getResourceAsStream(RESOURCE)) {
            if (description == null) {
                throw new IOException(RESOURCE + " is not in the application");
            }
            return new String(description.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** Two threads may make it at the same time; both make the same. */
    private String asJson() throws IOException {
        String known = json;
        if (known == null) {
            JsonNode description = new YAMLMapper().readTree(asYaml());
            known = new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(description);
            json = known;
        }
        return known;
    }
}
