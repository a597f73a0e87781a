package io.curfew.dialects.soracom;

import io.curfew.access.Gate;
import io.curfew.access.Rights;
import io.curfew.access.Target;
import io.curfew.events.Actor;
import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.limits.RateLimiter;
import io.curfew.operators.OperatorCaller;
import io.curfew.operators.SamPolicy;
import io.curfew.security.ClientAddress;
import io.curfew.security.CurrentCaller;
import io.curfew.security.Door;
import io.curfew.security.OutsideView;
import io.curfew.security.WriteRequest;
import io.curfew.sims.OnSim;
import io.curfew.sims.SimRef;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A call of the door. {@link SoracomAuthFilter} makes it and puts it into the request; resources take it from there.
 */
final class SoracomCall {
    private static final String PROPERTY = SoracomCall.class.getName();
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private final Door door;
    private final HttpServerRequest request;
    private final @Nullable OperatorCaller caller;
    private final RateLimiter.@Nullable Use use;
    private List<SamPolicy> policies = List.of();
    private @Nullable Rights rights;
    private @Nullable SoracomQuery query;

    /**
     * A call.
     *
     * @param door this door, in the call's language
     * @param caller who calls, null for the few calls that anybody may make
     * @param use how the window of its limit stands, null when it was not counted
     */
    SoracomCall(Door door, HttpServerRequest request, @Nullable OperatorCaller caller, RateLimiter.@Nullable Use use) {
        this.door = door;
        this.request = request;
        this.caller = caller;
        this.use = use;
    }

    /** Sets what the caller's documents say; until then it is nothing. For a root user it is not asked. */
    SoracomCall withPolicies(List<SamPolicy> found) {
        this.policies = List.copyOf(found);
        return this;
    }

    /** What the caller's documents say. */
    List<SamPolicy> policies() {
        return policies;
    }

    /** Sets what the gate asks about the caller in this call. */
    void withRights(Rights found) {
        this.rights = found;
    }

    /**
     * Refuses with {@link ErrorCode#PERMISSION_MISSING} what the caller must not have done later, though it may do what
     * brings it about.
     */
    void requireDeferrable(Action action) {
        Gate.mayDefer(Objects.requireNonNull(rights), action, Target.tree(tenantId()))
                .orRefuse(verdict -> SoracomGateFilter.refused());
    }

    /** The caller's token. */
    String token() {
        String token = request.getHeader(SoracomAuthFilter.TOKEN);
        return token == null ? "" : token;
    }

    void putInto(ContainerRequestContext context) {
        context.setProperty(PROPERTY, this);
    }

    static SoracomCall of(ContainerRequestContext context) {
        return find(context)
                .orElseThrow(() -> new DomainException(ErrorCode.UNAUTHENTICATED, "Invalid API key or token."));
    }

    static Optional<SoracomCall> find(ContainerRequestContext context) {
        return context.getProperty(PROPERTY) instanceof SoracomCall call ? Optional.of(call) : Optional.empty();
    }

    /** Whether the caller has logged in. */
    boolean isAuthenticated() {
        return caller != null;
    }

    /** Who calls; {@link ErrorCode#UNAUTHENTICATED} when nobody has logged in. */
    OperatorCaller caller() {
        if (caller == null) {
            throw new DomainException(ErrorCode.UNAUTHENTICATED, "Invalid API key or token.");
        }
        return caller;
    }

    /** The tree. */
    String tenantId() {
        return caller().tenantId();
    }

    /** The operator's id. */
    String operatorId() {
        return caller().operatorId();
    }

    /** The tree, for a path that names an operator: {@link ErrorCode#NOT_FOUND} for any but the caller's own. */
    String tenantIdOf(String operatorId) {
        if (!operatorId.equals(caller().operatorId())) {
            throw new DomainException(ErrorCode.NOT_FOUND, "There is no such operator.");
        }
        return tenantId();
    }

    /** Who is named in the audit; for a user who was switched to, also where the call comes from. */
    Actor actor() {
        Actor actor = caller().actor(SoracomDoor.NAME);
        return caller().switched() == null ? actor : actor.at(address());
    }

    /** The caller as whoever refuses the call names them. */
    CurrentCaller current() {
        return new CurrentCaller(tenantId(), tenantId(), caller().actor(SoracomDoor.NAME), address());
    }

    /** Which SIMs the call is about. */
    SoracomCoverage coverage() {
        return SoracomCoverage.of(request.path(), OutsideView.of(request).host());
    }

    /** The caller's address, empty when it is unknown. */
    String address() {
        return ClientAddress.of(request);
    }

    /** The state of the window of the call's limit, null when the call was not counted. */
    RateLimiter.@Nullable Use use() {
        return use;
    }

    /** The path called, without its coverage's prefix and still percent-encoded. */
    String path() {
        return SoracomDoor.withoutPrefix(request.path());
    }

    /** The path called as the caller wrote it, with its coverage's prefix and without its query. */
    String calledPath() {
        return request.path();
    }

    /** The query's parameters. */
    SoracomQuery query() {
        SoracomQuery read = query;
        if (read == null) {
            read = SoracomQuery.of(request.query());
            query = read;
        }
        return read;
    }

    /**
     * A SIM of the call's tree and coverage, to be changed.
     *
     * @param sim which
     */
    OnSim on(SimRef sim) {
        return new OnSim(tenantId(), coverage().sims(), sim, actor());
    }

    /**
     * This call as a write.
     *
     * @param body its body
     */
    WriteRequest write(SoracomBody body) {
        return write(body.canonical());
    }

    /** Like {@link #write(SoracomBody)}, for a call without a body. */
    WriteRequest write() {
        return write("");
    }

    /**
     * Like {@link #write(SoracomBody)}, for a body that must not be kept, not even as a hash.
     *
     * @param content what stands for the body
     */
    WriteRequest write(String content) {
        return new WriteRequest(
                door,
                tenantId(),
                tenantId(),
                caller().idempotencyId(),
                request.getHeader(IDEMPOTENCY_KEY),
                request.path(),
                List.of(request.method().name(), coverage().code(), path(), content));
    }
}
