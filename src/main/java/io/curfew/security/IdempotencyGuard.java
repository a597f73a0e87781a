package io.curfew.security;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.curfew.credentials.SealedColumn;
import io.curfew.credentials.SealedPlace;
import io.curfew.credentials.SecretCipher;
import io.curfew.credentials.SecretHash;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.RealClock;
import io.curfew.lifecycle.NotCommittedException;
import io.curfew.lifecycle.TransactionScope;
import io.curfew.sql.Row;
import io.curfew.sql.Sql;
import io.quarkus.hibernate.reactive.panache.Panache;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Makes a write under an idempotency key happen once. The answer is remembered in the transaction of the effect, so
 * there is never one without the other, and a repetition gets it byte for byte. A refusal is remembered too, after its
 * transaction was rolled back. Another request under the key is refused; so is one that comes while the first is still
 * running, which shows by an advisory lock that ends with its transaction.
 */
@ApplicationScoped
public class IdempotencyGuard {
    /** Headers of HTTP that belong to an answer and are given again with it, beside those that are a door's own. */
    private static final List<String> KEPT_HEADERS =
            List.of(HttpHeaders.CONTENT_TYPE, HttpHeaders.ETAG, HttpHeaders.LOCATION);

    /** Refusals that say nothing about the request itself, so that the next attempt is judged anew. */
    private static final Set<ErrorCode> NOT_REMEMBERED = Set.of(
            ErrorCode.UNAUTHENTICATED,
            ErrorCode.RATE_LIMITED,
            ErrorCode.UNAVAILABLE,
            ErrorCode.INTERNAL,
            ErrorCode.IDEMPOTENCY_KEY_INVALID,
            ErrorCode.IDEMPOTENCY_KEY_REUSED,
            ErrorCode.IDEMPOTENCY_KEY_IN_USE);

    private final ObjectMapper json;
    private final SecretCipher cipher;
    private final RealClock clock;
    private final AuditTrail audit;

    IdempotencyGuard(ObjectMapper json, SecretCipher cipher, RealClock clock, AuditTrail audit) {
        this.json = json;
        this.cipher = cipher;
        this.clock = clock;
        this.audit = audit;
    }

    /**
     * Does {@code work} in a transaction, at most once for each key.
     *
     * @param render makes the answer from the result; it is called inside the transaction and does nothing else
     * @return the answer, or the one that was given first
     */
    @CheckReturnValue
    public <V> Uni<Response> write(WriteRequest request, Supplier<Uni<V>> work, Function<V, Response> render) {
        return writeScoped(request, scope -> scope.run(work), render);
    }

    /**
     * Like {@link #write}, for a use case that has to do something before its transaction.
     *
     * @param work gets the scope to run its transaction in, and returns that transaction's result
     */
    @CheckReturnValue
    public <V> Uni<Response> writeScoped(
            WriteRequest request, Function<TransactionScope, Uni<V>> work, Function<V, Response> render) {
        if (request.key() == null) {
            return twiceAtMost(() -> work.apply(TransactionScope.plain())).map(render);
        }
        return twiceAtMost(() -> work.apply(new Remembering<>(request, render)))
                .map(result -> asBytes(render.apply(result)))
                .onFailure(Replay.class)
                .recoverWithItem(failure -> ((Replay) failure).answer)
                .onFailure(DomainException.class)
                .recoverWithUni(failure -> refuse(request, (DomainException) failure));
    }

    /** A use case whose transaction was rolled back without its having failed is begun again, once. */
    private static <V> Uni<V> twiceAtMost(Supplier<Uni<V>> useCase) {
        return Uni.createFrom()
                .deferred(useCase::get)
                .onFailure(NotCommittedException.class)
                .retry()
                .atMost(1);
    }

    private final class Remembering<V> implements TransactionScope {
        private final WriteRequest request;
        private final Function<V, Response> render;

        Remembering(WriteRequest request, Function<V, Response> render) {
            this.request = request;
            this.render = render;
        }

        @Override
        @SuppressWarnings("unchecked") // the scope is made for one use case, whose result is a V
        public <T> Uni<T> run(Supplier<Uni<T>> work) {
            return Panache.withTransaction(() -> begin(request)
                    .chain(() -> work.get())
                    .call(result -> remember(request, asBytes(render.apply((V) result)))));
        }
    }

    private Uni<Void> begin(WriteRequest request) {
        return lock(request).chain(() -> replay(request));
    }

    private static Uni<Void> lock(WriteRequest request) {
        return Sql.of(
                        "select pg_try_advisory_xact_lock(hashtextextended($1, 0))",
                        request.tenantId() + "|" + request.credentialId() + "|" + request.key())
                .exactlyOne(row -> row.bool(0))
                .invoke(locked -> {
                    if (!locked) {
                        throw new DomainException(
                                ErrorCode.IDEMPOTENCY_KEY_IN_USE,
                                "The first request under this idempotency key is still running.");
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> replay(WriteRequest request) {
        return Sql.of("""
                        select request_hash, answer_status, answer_head, answer_body from idempotency_key
                        where tenant_id = $1 and credential_id = $2 and key = $3
                        """, request.tenantId(), request.credentialId(), request.key())
                .one(row -> Arrays.equals(row.bytes(0), hash(request)) ? new Replay(answer(request, row)) : reused())
                .invoke(found -> {
                    if (found != null) {
                        throw found;
                    }
                })
                .replaceWithVoid();
    }

    private static RuntimeException reused() {
        return new DomainException(
                ErrorCode.IDEMPOTENCY_KEY_REUSED, "This idempotency key was used for another request.");
    }

    private Uni<Void> remember(WriteRequest request, Response answer) {
        return Sql.of(
                        """
                        insert into idempotency_key (tenant_id, credential_id, key, account_id, request_hash,
                            answer_status, answer_head, answer_body, recorded_at)
                        values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
                        """,
                        request.tenantId(),
                        request.credentialId(),
                        request.key(),
                        request.accountId(),
                        hash(request),
                        answer.getStatus(),
                        head(request.door(), answer),
                        cipher.encrypt(place(request), body(answer)),
                        clock.now())
                .update()
                .replaceWithVoid();
    }

    /** The transaction is rolled back, so nothing happened; from now on this is what the key answers. */
    private Uni<Response> refuse(WriteRequest request, DomainException refusal) {
        if (NOT_REMEMBERED.contains(refusal.code())) {
            return Uni.createFrom().failure(refusal);
        }
        audit.refused(refusal);
        Response answer = asBytes(request.door().failure(refusal.error(), request.path()));
        return Panache.withTransaction(() -> begin(request).chain(() -> remember(request, answer)))
                .replaceWith(answer)
                .onFailure(Replay.class)
                .recoverWithItem(failure -> ((Replay) failure).answer);
    }

    private static SealedPlace place(WriteRequest request) {
        String key = request.key();
        if (key == null) {
            throw new IllegalStateException("only what has a key is remembered");
        }
        return SealedColumn.REMEMBERED_ANSWER.of(request.tenantId(), request.credentialId(), key);
    }

    private byte[] hash(WriteRequest request) {
        return SecretHash.of(request.fingerprint().stream()
                .map(part -> part.length() + ":" + part)
                .collect(Collectors.joining()));
    }

    private static String head(Door door, Response answer) {
        return Stream.concat(KEPT_HEADERS.stream(), door.keptHeaders().stream())
                .filter(name -> answer.getHeaderString(name) != null)
                .map(name -> name + ": " + answer.getHeaderString(name))
                .collect(Collectors.joining("\n"));
    }

    private Response answer(WriteRequest request, Row row) {
        Response.ResponseBuilder answer = Response.status(row.integer(1));
        for (String line : row.string(2).lines().toList()) {
            int colon = line.indexOf(": ");
            answer.header(line.substring(0, colon), line.substring(colon + 2));
        }
        byte[] body = cipher.decrypt(place(request), row.bytes(3));
        return body.length == 0 ? answer.build() : answer.entity(body).build();
    }

    /** The same answer with its entity written out, so that what is remembered is what is sent. */
    private Response asBytes(Response answer) {
        if (!answer.hasEntity() || answer.getEntity() instanceof byte[]) {
            return answer;
        }
        Response.ResponseBuilder written = Response.fromResponse(answer).entity(write(answer.getEntity()));
        return answer.getMediaType() == null
                ? written.type(MediaType.APPLICATION_JSON_TYPE).build()
                : written.build();
    }

    private byte[] write(Object entity) {
        if (entity instanceof String text) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        try {
            return json.writeValueAsBytes(entity);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an answer could not be written", e);
        }
    }

    private static byte[] body(Response answer) {
        return answer.getEntity() instanceof byte[] bytes ? bytes : new byte[0];
    }

    /** Leaves the transaction of a repeated request with the answer that was given first. */
    private static final class Replay extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient Response answer;

        Replay(Response answer) {
            super(null, null, false, false);
            this.answer = answer;
        }
    }
}
