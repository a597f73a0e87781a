package io.curfew.dialects.twilio;

import io.curfew.access.Gate;
import io.curfew.access.HolderRights;
import io.curfew.access.Reach;
import io.curfew.access.Target;
import io.curfew.accounts.AccountView;
import io.curfew.credentials.Caller;
import io.curfew.events.Actor;
import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.security.Door;
import io.curfew.security.OutsideView;
import io.curfew.security.WriteRequest;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A call whose caller is known and may reach the account that the call names. {@link TwilioAuthFilter} creates it and
 * stores it in the request; resources take it from there.
 */
final class TwilioCall {
    private static final String PROPERTY = TwilioCall.class.getName();
    private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private final Door door;
    private final Caller caller;
    private final HolderRights rights;
    private final AccountView target;
    private final @Nullable String targetToken;
    private final HttpServerRequest request;
    private final String address;
    private final @Nullable String publicUrl;

    /**
     * A call.
     *
     * @param rights what the caller may do
     * @param target the account that the path names; the caller's own where it names none
     * @param targetToken that account's auth token; null when what is stored cannot be read
     * @param address where the call comes from, empty when that is unknown
     * @param publicUrl what absolute URLs begin with; null for the same beginning as in the other doors
     */
    TwilioCall(
            Door door,
            Caller caller,
            HolderRights rights,
            AccountView target,
            @Nullable String targetToken,
            HttpServerRequest request,
            String address,
            @Nullable String publicUrl) {
        this.door = door;
        this.caller = caller;
        this.rights = rights;
        this.target = target;
        this.targetToken = targetToken;
        this.request = request;
        this.address = address;
        this.publicUrl = publicUrl;
    }

    void putInto(ContainerRequestContext context) {
        context.setProperty(PROPERTY, this);
    }

    static TwilioCall of(ContainerRequestContext context) {
        if (context.getProperty(PROPERTY) instanceof TwilioCall call) {
            return call;
        }
        throw new DomainException(ErrorCode.UNAUTHENTICATED, "Authenticate");
    }

    /** Who calls. */
    Caller caller() {
        return caller;
    }

    /** The account that the path names, or the caller's own. */
    AccountView target() {
        return target;
    }

    /**
     * The target's auth token, or an empty text for a caller who may not see it: API keys see no token.
     * {@link ErrorCode#INTERNAL} when what is stored cannot be read.
     */
    String visibleToken() {
        if (!may(Action.AUTH_TOKEN_READ)) {
            return "";
        }
        if (targetToken == null) {
            throw new DomainException(ErrorCode.INTERNAL, "Internal server error");
        }
        return targetToken;
    }

    /** Where the call comes from, empty when that is unknown. */
    String address() {
        return address;
    }

    /** The id of the caller's tree. */
    String tenantId() {
        return caller.tenantId();
    }

    /** Whether the caller may perform {@code action} on the target. */
    boolean may(Action action) {
        return Gate.may(rights, action, account()).isAllowed();
    }

    /** Refuses the call if the caller may not perform {@code action} on the target. */
    void require(Action action) {
        require(action, account());
    }

    /** Refuses to give a key more rights than the caller's own; {@code policy} is null for a standard key. */
    void requireMayGive(Action action, @Nullable TwilioPolicy policy) {
        require(action, new Target.Handout(account(), policy == null ? null : Set.copyOf(policy.allow())));
    }

    private void require(Action action, Target what) {
        Gate.may(rights, action, what).orRefuse(verdict -> TwilioRights.refusal(verdict, action, what));
    }

    private Target.Account account() {
        return Target.account(target.tenantId(), target.id());
    }

    /** The accounts that the caller may list: all of its tree, or for a subaccount only itself. */
    Reach listed() {
        return Reach.of(rights.holder());
    }

    /** Whom the audit names as the actor. */
    Actor actor() {
        return caller.actor(TwilioDoor.NAME);
    }

    /** The path called, as sent. */
    String path() {
        return request.path();
    }

    /** {@code path} as an absolute URL: after this door's configured address, or else built as in the other doors. */
    String absolute(String path) {
        return publicUrl == null ? OutsideView.of(request).url(path) : publicUrl + path;
    }

    /** The query's parameters. */
    TwilioParams query() {
        return TwilioParams.ofQuery(request.query());
    }

    /** The form's parameters. */
    TwilioParams form(byte @Nullable [] body) {
        return TwilioParams.ofForm(request.getHeader(HttpHeaders.CONTENT_TYPE), body);
    }

    /**
     * This call as a write.
     *
     * @param form the call's parameters
     */
    WriteRequest write(TwilioParams form) {
        return new WriteRequest(
                door,
                tenantId(),
                target.id(),
                caller.credentialId(),
                request.getHeader(IDEMPOTENCY_KEY),
                path(),
                List.of(request.method().name(), path(), form.canonical()));
    }
}
