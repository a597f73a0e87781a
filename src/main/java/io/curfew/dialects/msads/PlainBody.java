package io.curfew.dialects.msads;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.quarkus.runtime.configuration.MemorySize;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Decompresses bodies. A client that has ever got a compressed answer from any server compresses all that it sends from
 * then on. The HTTP layer's own decompression misses a request whose connection has just been upgraded to HTTP/2, so
 * this class handles both cases.
 */
@ApplicationScoped
class PlainBody {
    private final int limit;

    PlainBody(@ConfigProperty(name = "quarkus.http.limits.max-body-size") MemorySize limit) {
        this.limit = Math.toIntExact(limit.asLongValue());
    }

    /**
     * The plain body, empty if nothing was sent.
     *
     * <p>Refuses with {@link ErrorCode#TOO_LARGE} a body that is longer than plain bodies may be, and with
     * {@link ErrorCode#BAD_REQUEST} any encoding but gzip, and a body that is not valid gzip.
     */
    byte[] of(HttpServerRequest request, byte @Nullable [] body) {
        byte[] sent = body == null ? new byte[0] : body;
        String header = request.getHeader(HttpHeaders.CONTENT_ENCODING);
        String encoding = header == null ? "" : header.strip().toLowerCase(Locale.ROOT);
        return switch (encoding) {
            case "", "identity" -> sent;
            case "gzip", "x-gzip" -> inflated(sent);
            default ->
                throw new DomainException(ErrorCode.BAD_REQUEST, "Bodies are compressed by gzip, or not at all.");
        };
    }

    private byte[] inflated(byte[] sent) {
        try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(sent))) {
            byte[] plain = gzip.readNBytes(limit + 1);
            if (plain.length > limit) {
                throw new DomainException(ErrorCode.TOO_LARGE, "The request's body is too large.");
            }
            return plain;
        } catch (IOException e) {
            throw new DomainException(ErrorCode.BAD_REQUEST, "The body is not in gzip.");
        }
    }
}
