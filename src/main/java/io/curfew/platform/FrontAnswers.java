package io.curfew.platform;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.curfew.kernel.DomainError;
import io.curfew.security.Door;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import org.jspecify.annotations.Nullable;

/** Writes the answers that are given before a resource is chosen, where nobody else turns them into bytes. */
@ApplicationScoped
class FrontAnswers {
    private final ObjectMapper json;

    FrontAnswers(ObjectMapper json) {
        this.json = json;
    }

    /** Refuses a request in the shape of its door. */
    void refuse(RoutingContext context, Door door, DomainError error) {
        send(context, door.failure(error, context.request()));
    }

    /** Writes an answer; where another one has begun already, the connection is closed instead. */
    void send(RoutingContext context, Response answer) {
        HttpServerResponse response = context.response();
        if (response.headWritten()) {
            context.request().connection().close();
            return;
        }
        response.setStatusCode(answer.getStatus());
        answer.getStringHeaders().forEach((name, values) -> response.putHeader(name, values));
        response.end(body(answer.getEntity()));
    }

    private Buffer body(@Nullable Object entity) {
        if (entity == null) {
            return Buffer.buffer();
        }
        if (entity instanceof String text) {
            return Buffer.buffer(text);
        }
        if (entity instanceof byte[] written) {
            return Buffer.buffer(written);
        }
        try {
            return Buffer.buffer(json.writeValueAsBytes(entity));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer could not be written", e);
        }
    }
}
