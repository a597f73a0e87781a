package io.curfew.dialects.msads.wire;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A SOAP envelope that names an operation. Whether its body is one of that operation shows with {@link #request()}. */
public final class SoapRequest {
    private final Map<String, String> headers;
    private final Operation operation;
    private final Supplier<WireObject> request;

    SoapRequest(Map<String, String> headers, Operation operation, Supplier<WireObject> request) {
        this.headers = Map.copyOf(headers);
        this.operation = operation;
        this.request = request;
    }

    /** The text of a header element in the service's namespace; null where it is absent, nil or empty. */
    public @Nullable String header(String name) {
        return headers.get(name);
    }

    /** What is asked for. */
    public Operation operation() {
        return operation;
    }

    /**
     * What is in the body. Its shape is judged here and not before, for credentials come first.
     *
     * @throws DomainException {@link ErrorCode#BAD_REQUEST}, {@link ErrorCode#DATE_INVALID} or
     *     {@link ErrorCode#REQUEST_EMPTY} for a body that is not the operation's request
     */
    public WireObject request() {
        return request.get();
    }
}
