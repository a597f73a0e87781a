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
 * A call of the door. {@link SoracomAuthFilter} creates it and stores it in the request; resources take it from there.
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
     * @param use the state of the window of its limit, null when it was not counted
     */
    SoracomCall(Door door, HttpServerRequest request, @Nullable OperatorCaller caller, RateLimiter.@Nullable Use use) {
        this.door = door;
        this.request = request;
        this.caller = caller;
        this.use = use;
    }

    /** Sets the caller's permission documents; until then there are none. They are not read for a root user. */
    SoracomCall withPolicies(List<SamPolicy> found) {
        this.policies = List.copyOf(found);
        return this;
    }

    /** The caller's permission documents. */
    List<SamPolicy> policies() {
        return policies;
    }

    /** Sets the rights that the gate checks in this call. */
    void withRights(Rights found) {
        this.rights = found;
    }

    /**
     * Refuses with {@link ErrorCode#PERMISSION_MISSING} to schedule an action that the caller is forbidden to perform,
     * although the caller may make the call that schedules it.
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

    /** Who calls; refuses with {@link ErrorCode#UNAUTHENTICATED} a caller who has not logged in. */
    OperatorCaller caller() {
        if (caller == null) {
            throw new DomainException(ErrorCode.UNAUTHENTICATED, "Invalid API key or token.");
        }
        return caller;
    }

    /** The id of the caller's tree. */
    String tenantId() {
        return caller().tenantId();
    }

    /** The operator's id. */
    String operatorId() {
        return caller().operatorId();
    }

    /**
     * The id of the tree of the operator that a path names; refuses any but the caller's own with
     * {@link ErrorCode#NOT_FOUND}.
     */
    String tenantIdOf(String operatorId) {
        if (!operatorId.equals(caller().operatorId())) {
            throw new DomainException(ErrorCode.NOT_FOUND, "There is no such operator.");
        }
        return tenantId();
    }

    /** Whom the audit names as the actor; for a switched session, also the address that the call comes from. */
    Actor actor() {
        Actor actor = caller().actor(SoracomDoor.NAME);
        return caller().switched() == null ? actor : actor.at(address());
    }

    /** The caller, in the form in which refusals name one. */
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
     * @param sim the SIM
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
     * Like {@link #write(SoracomBody)}, for a body that must not be stored, not even as a hash.
     *
     * @param content what takes the place of the body
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
