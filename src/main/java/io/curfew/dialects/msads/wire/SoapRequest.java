package io.curfew.dialects.msads.wire;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A SOAP envelope that names an operation. Only {@link #request()} checks whether its body fits that operation. */
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

    /** The operation that is called. */
    public Operation operation() {
        return operation;
    }

    /**
     * The request in the body. Its form is checked only here, since credentials have to be checked first.
     *
     * @throws DomainException {@link ErrorCode#BAD_REQUEST}, {@link ErrorCode#DATE_INVALID} or
     *     {@link ErrorCode#REQUEST_EMPTY} for a body that is not the operation's request
     */
    public WireObject request() {
        return request.get();
    }
}
