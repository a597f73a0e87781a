package io.curfew.platform;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import java.util.List;

/**
 * Checks that a request's head leaves no doubt about where its body ends and which host it is for. Otherwise an
 * intermediary could read the same bytes as other requests (RFC 9112, sections 3.2 and 6.1, 11.2).
 */
final class RequestHead {
    private static final String CHUNKED = "chunked";

    private RequestHead() {}

    /** Whether the head can be read in one way only. */
    static boolean isUnambiguous(HttpServerRequest request) {
        MultiMap headers = request.headers();
        return !headers.contains(MalformedRequests.MARK)
                && headers.getAll(HttpHeaders.HOST).size() <= 1
                && (request.version() == HttpVersion.HTTP_2 || hasPlainLength(headers));
    }

    /** No transfer coding but {@code chunked}, and a length told in one way. */
    private static boolean hasPlainLength(MultiMap headers) {
        List<String> codings = headers.getAll(HttpHeaders.TRANSFER_ENCODING);
        return codings.isEmpty()
                || (codings.size() == 1
                        && CHUNKED.equalsIgnoreCase(codings.get(0))
                        && !headers.contains(HttpHeaders.CONTENT_LENGTH));
    }
}
