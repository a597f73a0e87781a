package io.curfew.dialects.soracom;

import io.curfew.dialects.soracom.wire.SoracomAuthKey;
import io.curfew.dialects.soracom.wire.SoracomOperator;
import io.curfew.dialects.soracom.wire.SoracomToken;
import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.operators.AuthKeyCommand;
import io.curfew.operators.AuthKeyService;
import io.curfew.operators.OperatorAuthService;
import io.curfew.operators.SamUserService;
import io.curfew.security.IdempotencyGuard;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SORACOM's Operator: the caller's own operator, its tokens and its root user's keys. */
@Path("/v1/operators/{operator_id}")
@Produces(MediaType.APPLICATION_JSON)
class SoracomOperatorsResource {
    private static final SoracomValidity RENEWAL = new SoracomValidity(86_400, 180, 172_800);

    private final OperatorAuthService auth;
    private final AuthKeyService keys;
    private final SamUserService users;
    private final IdempotencyGuard guard;

    SoracomOperatorsResource(
            OperatorAuthService auth, AuthKeyService keys, SamUserService users, IdempotencyGuard guard) {
        this.auth = auth;
        this.keys = keys;
        this.users = users;
        this.guard = guard;
    }

    @GET
    @SoracomOperation(value = "Operator:getOperator", action = Action.ACCOUNT_READ)
    public Uni<SoracomOperator> get(
            @Context ContainerRequestContext context, @PathParam("operator_id") String operatorId) {
        SoracomCall call = SoracomCall.of(context);
        return users.rootEmail(call.tenantIdOf(operatorId))
                .map(email -> SoracomIdentityMapper.operator(call.caller().account(), operatorId, email));
    }

    @POST
    @Path("/token")
    @SoracomOperation(value = "Operator:generateAuthToken", action = Action.SESSION_RENEW)
    public Uni<SoracomToken> renew(
            @Context ContainerRequestContext context,
            @PathParam("operator_id") String operatorId,
            byte @Nullable [] body) {
        SoracomCall call = SoracomCall.of(context);
        call.tenantIdOf(operatorId);
        return auth.renew(call.caller(), call.token(), RENEWAL.of(SoracomBody.object(body)), call.actor())
                .map(SoracomToken::new);
    }

    @DELETE
    @Path("/tokens")
    @SoracomOperation(value = "Operator:revokeOperatorAuthTokens", action = Action.SESSION_REVOKE)
    public Uni<Response> revoke(@Context ContainerRequestContext context, @PathParam("operator_id") String operatorId) {
        SoracomCall call = SoracomCall.of(context);
        String tenantId = call.tenantIdOf(operatorId);
        return guard.write(
                call.write(),
                () -> auth.revokeRoot(tenantId, call.actor()),
                done -> Response.noContent().build());
    }

    /** Every operator has both coverages from the start, so there is nothing to do. */
    @POST
    @Path("/coverage_type/{coverage_type}")
    @SoracomOperation(value = "Operator:addCoverageType", action = Action.ACCOUNT_UPDATE)
    public Response addCoverage(
            @Context ContainerRequestContext context,
            @PathParam("operator_id") String operatorId,
            @PathParam("coverage_type") String coverageType) {
        SoracomCall.of(context).tenantIdOf(operatorId);
        for (SoracomCoverage coverage : SoracomCoverage.values()) {
            if (coverage.code().equals(coverageType)) {
                return Response.status(201).build();
            }
        }
        throw new DomainException(ErrorCode.BAD_REQUEST, "coverage_type is g or jp.");
    }

    @POST
    @Path("/auth_keys")
    @SoracomOperation(value = "Operator:generateOperatorAuthKey", action = Action.AUTH_KEY_CREATE)
    public Uni<Response> createKey(
            @Context ContainerRequestContext context, @PathParam("operator_id") String operatorId) {
        SoracomCall call = SoracomCall.of(context);
        String tenantId = call.tenantIdOf(operatorId);
        return guard.write(
                call.write(),
                () -> keys.issue(new AuthKeyCommand.Issue(tenantId, null, call.actor())),
                key -> Response.status(201)
                        .entity(SoracomIdentityMapper.newAuthKey(key))
                        .build());
    }

    @GET
    @Path("/auth_keys")
    @SoracomOperation(value = "Operator:listOperatorAuthKeys", action = Action.AUTH_KEY_READ)
    public Uni<List<SoracomAuthKey>> listKeys(
            @Context ContainerRequestContext context, @PathParam("operator_id") String operatorId) {
        return keys.list(SoracomCall.of(context).tenantIdOf(operatorId), null)
                .map(found -> found.stream().map(SoracomIdentityMapper::authKey).toList());
    }

    @DELETE
    @Path("/auth_keys/{auth_key_id}")
    @SoracomOperation(value = "Operator:deleteOperatorAuthKey", action = Action.AUTH_KEY_DELETE)
    public Uni<Response> deleteKey(
            @Context ContainerRequestContext context,
            @PathParam("operator_id") String operatorId,
            @PathParam("auth_key_id") String keyId) {
        SoracomCall call = SoracomCall.of(context);
        String tenantId = call.tenantIdOf(operatorId);
        return guard.write(
                call.write(),
                () -> keys.delete(new AuthKeyCommand.Delete(tenantId, null, keyId, call.actor())),
                done -> Response.noContent().build());
    }
}
