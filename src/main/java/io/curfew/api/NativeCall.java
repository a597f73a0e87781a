package io.curfew.api;

import io.curfew.access.Gate;
import io.curfew.access.HolderRights;
import io.curfew.access.Reach;
import io.curfew.access.Rights;
import io.curfew.access.Target;
import io.curfew.access.Verdict;
import io.curfew.accounts.AccountService;
import io.curfew.accounts.AccountView;
import io.curfew.credentials.Caller;
import io.curfew.credentials.CredentialRights;
import io.curfew.events.Actor;
import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.Ids;
import io.curfew.security.ClientAddress;
import io.curfew.security.CurrentCaller;
import io.curfew.security.Door;
import io.curfew.security.WriteRequest;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.HttpHeaders;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A call whose caller is known. {@link NativeAuthFilter} makes it and puts it into the request. */
final class NativeCall {
    private static final String PROPERTY = NativeCall.class.getName();

    private final Door door;
    private final Caller caller;
    private final HolderRights rights;
    private final HttpServerRequest request;
    private @Nullable Action action;

    NativeCall(Door door, Caller caller, HttpServerRequest request) {
        this.door = door;
        this.caller = caller;
        this.rights = CredentialRights.of(caller);
        this.request = request;
    }

    void putInto(ContainerRequestContext context) {
        context.setProperty(PROPERTY, this);
    }

    static NativeCall of(ContainerRequestContext context) {
        if (context.getProperty(PROPERTY) instanceof NativeCall call) {
            return call;
        }
        throw new DomainException(ErrorCode.UNAUTHENTICATED, "A bearer token is required.");
    }

    /** Who calls. */
    Caller caller() {
        return caller;
    }

    /** Who is to be named in the audit. */
    Actor actor() {
        return caller.actor(door.name());
    }

    /** Who is to be named in the audit, and where the call comes from. */
    Actor actorAndAddress() {
        return actor().at(ClientAddress.of(request));
    }

    /** The caller as whoever refuses the call names them. */
    CurrentCaller current() {
        return new CurrentCaller(caller.tenantId(), caller.account().id(), actor(), ClientAddress.of(request));
    }

    /** Says which act the call is for. */
    void isFor(Action wanted) {
        this.action = wanted;
    }

    /** Whether the caller may do that. */
    boolean may(Action wanted, Target target) {
        return Gate.may(rights, wanted, target).isAllowed();
    }

    /** Refuses what the caller may not do. */
    void require(Action wanted, Target target) {
        Gate.may(rights, wanted, target).orRefuse(NativeCall::refusal);
    }

    private static DomainException refusal(Verdict verdict) {
        return switch (verdict) {
            case MAIN_STATUS ->
                new DomainException(
                        ErrorCode.MAIN_ACCOUNT_STATUS,
                        "Only the platform operator changes a main account's status, and never that of its own.");
            case OUT_OF_REACH -> new DomainException(ErrorCode.NOT_FOUND, "There is no such account.");
            case OWN_STATUS -> forbidden("A subaccount does not change its own status.");
            case PLATFORM_ONLY -> forbidden("Only the platform operator does that.");
            case WHOLE_TREE_ONLY -> forbidden("Only a token of a main account does that.");
            case ALLOWED, NOT_GRANTED, PERMISSION_MISSING -> forbidden("The token does not allow that.");
        };
    }

    private static DomainException forbidden(String message) {
        return new DomainException(ErrorCode.FORBIDDEN, message);
    }

    /**
     * The account that {@code anyId} names, as far as the caller reaches, if the caller may do there what the call is for;
     * else refuses like {@link AccountService#resolve} and {@link #require}.
     */
    Uni<AccountView> resolve(AccountService accounts, String anyId) {
        if (!FieldErrors.isPlain(anyId)) {
            return Uni.createFrom().failure(new DomainException(ErrorCode.NOT_FOUND, "There is no such account."));
        }
        return accounts.resolve(normalize(anyId), reach())
                .invoke(account -> require(
                        Objects.requireNonNull(action, "NativeGateFilter has not been asked"),
                        Target.account(account.tenantId(), account.id())));
    }

    /** What the caller may do. */
    Rights rights() {
        return rights;
    }

    /** Which accounts the caller reaches. */
    Reach reach() {
        return rights.reach();
    }

    /** SIDs are read in either case and kept in lower case. */
    private static String normalize(String id) {
        return Ids.is(Ids.ACCOUNT, id) ? Ids.ACCOUNT + id.substring(2).toLowerCase(Locale.ROOT) : id;
    }

    /** The caller's address, empty when it is unknown. */
    String address() {
        return ClientAddress.of(request);
    }

    /** A header as sent, null when it was not. */
    @Nullable
    String header(String name) {
        return request.getHeader(name);
    }

    /** The version that the caller's {@code If-Match} asks for, null when any will do. */
    @Nullable
    Long ifMatch() {
        return Conditions.ifMatch(header(HttpHeaders.IF_MATCH));
    }

    /** Whether the caller has what {@code etag} stands for already. */
    boolean isKnown(String etag) {
        return Conditions.isKnown(header(HttpHeaders.IF_NONE_MATCH), etag);
    }

    /** The body, which has to be there. */
    JsonBody json(byte @Nullable [] body) {
        return JsonBody.required(header(HttpHeaders.CONTENT_TYPE), null, body);
    }

    /** The body as a merge patch. */
    JsonBody patch(byte @Nullable [] body) {
        return JsonBody.required(header(HttpHeaders.CONTENT_TYPE), "application/merge-patch+json", body);
    }

    /** The body, which may be left out. */
    JsonBody optionalJson(byte @Nullable [] body) {
        return JsonBody.optional(header(HttpHeaders.CONTENT_TYPE), body);
    }

    /**
     * This call as a write. The answer is remembered in the caller's own tree, which is not the target's when the
     * platform operator calls.
     *
     * @param target the account whose purge takes the answer along, if it is of the caller's tree
     * @param body what was sent, canonical
     */
    WriteRequest write(AccountView target, String body) {
        return write(target.tenantId(), target.id(), body);
    }

    /**
     * This call as a write to something that an account holds.
     *
     * @param tenantId the holder's tree
     * @param accountId the holder
     */
    WriteRequest write(String tenantId, String accountId, String body) {
        String ifMatch = header(HttpHeaders.IF_MATCH);
        return new WriteRequest(
                door,
                caller.tenantId(),
                tenantId.equals(caller.tenantId())
                        ? accountId
                        : caller.account().id(),
                caller.credentialId(),
                header(NativeApi.IDEMPOTENCY_KEY),
                request.path(),
                List.of(request.method().name(), request.path(), ifMatch == null ? "" : ifMatch, body));
    }
}
