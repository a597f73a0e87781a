package io.curfew.api;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.eclipse.microprofile.openapi.OASFactory;
import org.eclipse.microprofile.openapi.OASFilter;
import org.eclipse.microprofile.openapi.models.OpenAPI;
import org.eclipse.microprofile.openapi.models.Operation;
import org.eclipse.microprofile.openapi.models.PathItem.HttpMethod;
import org.eclipse.microprofile.openapi.models.parameters.Parameter;
import org.eclipse.microprofile.openapi.models.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/**
 * Adds to the description what holds for every operation of a kind, so that the resources tell only what is their own:
 * the key of a write, and the refusals that follow from what an operation takes.
 */
public class NativeDescription implements OASFilter {
    private static final Set<HttpMethod> WRITES =
            Set.of(HttpMethod.POST, HttpMethod.PUT, HttpMethod.PATCH, HttpMethod.DELETE);

    @Override
    public void filterOpenAPI(OpenAPI description) {
        description
                .getPaths()
                .getPathItems()
                .forEach((path, item) ->
                        item.getOperations().forEach((method, operation) -> complete(path, method, operation)));
    }

    private static void complete(String path, HttpMethod method, Operation operation) {
        Map<String, APIResponse> responses =
                new TreeMap<>(operation.getResponses().getAPIResponses());
        if (!isOpen(operation)) {
            refuses(responses, "401", NativeApi.UNAUTHENTICATED);
        }
        refuses(responses, "429", NativeApi.TOO_MANY);
        if (path.contains("{")) {
            refuses(responses, "404", NativeApi.NOT_FOUND);
        }
        if (path.startsWith(NativeAccountsResource.PATH)) {
            refuses(responses, "404", NativeApi.NOT_FOUND);
            refuses(responses, "410", NativeApi.PURGED);
        }
        if (WRITES.contains(method)) {
            operation.addParameter(OASFactory.createParameter().ref(NativeApi.IDEMPOTENCY_KEY));
            refuses(responses, "409", NativeApi.CONFLICT);
            refuses(responses, "422", NativeApi.KEY_REUSED);
        }
        if (operation.getRequestBody() != null) {
            refuses(responses, "400", NativeApi.BAD_REQUEST);
            refuses(responses, "415", NativeApi.NOT_JSON);
        }
        if (takes(operation, parameter -> parameter.getIn() == Parameter.In.QUERY)) {
            refuses(responses, "400", NativeApi.BAD_REQUEST);
        }
        if (takes(operation, parameter -> isIfMatch(parameter.getRef()))) {
            refuses(responses, "412", NativeApi.CHANGED);
        }
        operation.getResponses().setAPIResponses(responses);
    }

    /** Whether anybody may call it. */
    private static boolean isOpen(Operation operation) {
        return operation.getSecurity() != null && operation.getSecurity().isEmpty();
    }

    /** Replaces what the generator makes up. */
    private static void refuses(Map<String, APIResponse> responses, String status, String refusal) {
        responses.put(status, OASFactory.createAPIResponse().ref(refusal));
    }

    private static boolean takes(Operation operation, Predicate<Parameter> kind) {
        return operation.getParameters() != null
                && operation.getParameters().stream().anyMatch(kind);
    }

    private static boolean isIfMatch(@Nullable String ref) {
        return ref != null && ref.endsWith("/" + NativeApi.IF_MATCH);
    }
}
