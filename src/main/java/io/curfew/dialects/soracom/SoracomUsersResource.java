package io.curfew.dialects.soracom;

import io.curfew.dialects.soracom.wire.SoracomAuthKey;
import io.curfew.dialects.soracom.wire.SoracomDefaultPermissions;
import io.curfew.dialects.soracom.wire.SoracomPermission;
import io.curfew.dialects.soracom.wire.SoracomTrustPolicy;
import io.curfew.dialects.soracom.wire.SoracomUser;
import io.curfew.kernel.Action;
import io.curfew.operators.AuthKeyCommand;
import io.curfew.operators.AuthKeyService;
import io.curfew.operators.OperatorAuthService;
import io.curfew.operators.SamRoleCommand;
import io.curfew.operators.SamRoleService;
import io.curfew.operators.SamUserCommand;
import io.curfew.operators.SamUserService;
import io.curfew.operators.SamUserView;
import io.curfew.security.IdempotencyGuard;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SORACOM's User: an operator's SAM users, what they may do and what they log in with, except passwords. */
@Path("/v1/operators/{operator_id}/users")
@Produces(MediaType.APPLICATION_JSON)
class SoracomUsersResource {
    private final SamUserService users;
    private final SamRoleService roles;
    private final AuthKeyService keys;
    private final OperatorAuthService auth;
    private final SoracomUserDetails details;
    private final IdempotencyGuard guard;

    SoracomUsersResource(
            SamUserService users,
            SamRoleService roles,
            AuthKeyService keys,
            OperatorAuthService auth,
            SoracomUserDetails details,
            IdempotencyGuard guard) {
        this.users = users;
        this.roles = roles;
        this.keys = keys;
        this.auth = auth;
        this.details = details;
        this.guard = guard;
    }

    @GET
    @SoracomOperation(value = "User:listUsers", action = Action.SAM_USER_READ)
    public Uni<List<SoracomUser>> list(
            @Context ContainerRequestContext context, @PathParam("operator_id") String operatorId) {
        return details.all(SoracomCall.of(context).tenantIdOf(operatorId));
    }

    @GET
    @Path("/{user_name}")
    @SoracomOperation(value = "User:getUser", action = Action.SAM_USER_READ)
    public Uni<SoracomUser> get(
            @Context ContainerRequestContext context,
            @PathParam("operator_id") String operatorId,
            @PathParam("user_name") String userName) {
        String tenantId = SoracomCall.of(context).tenantIdOf(operatorId);
        return users.get(tenantId, userName).chain(user -> details.of(tenantId, user));
    }

    @POST
    @Path("/{user_name}")
    @SoracomOperation(value = "User:createUser", action = Action.SAM_USER_MANAGE)
    public Uni<Response> create(
            @Context ContainerRequestContext context,
            @PathParam("operator_id") String operatorId,
            @PathParam("user_name") String userName,
            byte @Nullable [] body) {
        SoracomCall call = SoracomCall.of(context);
        String tenantId = call.tenantIdOf(operatorId);
        SoracomBody json = SoracomBody.object(body);
        String description = json.text("description").orElse("");
        return guard.write(
                call.write(json),
                () -> users.create(new SamUserCommand.Create(tenantId, userName, description, call.actor())),
                user -> Response.status(201)
                        .entity(SoracomIdentityMapper.user(user, List.of(), List.of()))
                        .build());
    }

    @PUT
    @Path("/{user_name}")
    @SoracomOperation(value = "User:updateUser", action = Action.SAM_USER_MANAGE)
    public Uni<Response> update(
            @Context ContainerRequestContext context,
            @PathParam("operator_id") String operatorId,
            @PathParam("user_name") String userName,
            byte @Nullable [] body) {
        SoracomCall call = SoracomCall.of(context);
        String tenantId = call.tenantIdOf(operatorId);
        SoracomBody json = SoracomBody.object(body);
        String description = json.text("description").orElse("");
        return guard.write(
                call.write(json),
                () -> users.describe(new SamUserCommand.Describe(tenantId, userName, description, call.actor()))
                        .chain(user -> details.of(tenantId, user)),
                user -> Response.ok(user).build());
    }

    @DELETE
    @Path("/{user_name}")
    @SoracomOperation(value = "User:deleteUser", action = Action.SAM_USER_MANAGE)
    public Uni<Response> delete(
            @Context ContainerRequestContext context,
            @PathParam("operator_id") String operatorId,
            @PathParam("user_name") String userName) {
        SoracomCall call = SoracomCall.of(context);
        String tenantId = call.tenantIdOf(operatorId);
        return guard.write(
                call.write(),
                () -> users.delete(new SamUserCommand.Delete(tenantId, userName, call.actor())),
                done -> noContent());
    }

    @GET
    @Path("/{user_name}/permission")
    @SoracomOperation(value = "User:getUserPermission", action = Action.SAM_USER_READ)
    public Uni<SoracomPermission> permission(
            @Context ContainerRequestContext context,
            @PathParam("operator_id") String operatorId,
            @PathParam("user_name") String userName) {
        return users.get(SoracomCall.of(context).tenantIdOf(operatorId), userName)
                .map(SoracomUsersResource::permission);
    }

    private static SoracomPermission permission(SamUserView user) {
        String permission = user.permission();
        return new SoracomPermission(permission == null ? "" : permission, user.permissionDescription());
    }

    @PUT
    @Path("/{user_name}/permission")
    @SoracomOperation(value = "User:updateUserPermission", action = Action.SAM_USER_MANAGE)
    public Uni<Response> permit(
            @Context ContainerRequestContext context,
            @PathParam("operator_id") String operatorId,
            @PathParam("user_name") String userName,
            byte @Nullable [] body) {
        SoracomCall call = SoracomCall.of(context);
        String tenantId = call.tenantIdOf(operatorId);
        SoracomBody json = SoracomBody.object(body);
        String permission = json.requiredText("permission");
        String description = json.text("description").orElse("");
        return guard.write(
                call.write(json),
                () -> users.permit(
                        new SamUserCommand.Permit(tenantId, userName, permission, description, call.actor())),
                user -> Response.ok(permission(user)).build());
    }

    @DELETE
    @Path("/{user_name}/permission")
    @SoracomOperation(value = "User:deleteUserPermission", action = Action.SAM_USER_MANAGE)
    public Uni<Response> forbid(
            @Context ContainerRequestContext context,
            @PathParam("operator_id") String operatorId,
            @PathParam("user_name") String userName) {
        SoracomCall call = SoracomCall.of(context);
        String tenantId = call.tenantIdOf(operatorId);
        return guard.write(
                call.write(),
                () -> users.permit(new SamUserCommand.Permit(tenantId, userName, null, "", call.actor())),
                user -> noContent());
    }

    @GET
    @Path("/{user_name}/trust_policy")
    @SoracomOperation(value = "User:getUserTrustPolicy", action = Action.SAM_USER_READ)
    public Uni<SoracomTrustPolicy> trustPolicy(
            @Context ContainerRequestContext context,
            @PathParam("operator_id") String operatorId,
            @PathParam("user_name") String userName) {
        return users.get(SoracomCall.of(context).tenantIdOf(operatorId), userName)
                .map(user -> {
                    String policy = user.trustPolicy();
                    return new SoracomTrustPolicy(policy == null ? "" : policy);
                });
    }

    @PUT
    @Path("/{user_name}/trust_policy")
    @SoracomOperation(value = "User:updateUserTrustPolicy", action = Action.SAM_USER_MANAGE)
    public Uni<Response> trust(
            @Context ContainerRequestContext context,
            @PathParam("operator_id") String operatorId,
            @PathParam("user_name") String userName,
            byte @Nullable [] body) {
        SoracomCall call = SoracomCall.of(context);
        String tenantId = call.tenantIdOf(operatorId);
        SoracomBody json = SoracomBody.object(body);
        String policy = json.requiredText("trustPolicy");
        return guard.write(
                call.write(json),
                () -> users.trust(new SamUserCommand.Trust(tenantId, userName, policy, call.actor())),
                user -> noContent());
    }

    @DELETE
    @Path("/{user_name}/trust_policy")
    @SoracomOperation(value = "User:deleteUserTrustPolicy", action = Action.SAM_USER_MANAGE)
    public Uni<Response> distrust(
            @Context ContainerRequestContext context,
            @PathParam("operator_id") String operatorId,
            @PathParam("user_name") String userName) {
        SoracomCall call = SoracomCall.of(context);
        String tenantId = call.tenantIdOf(operatorId);
        return guard.write(
                call.write(),
                () -> users.trust(new SamUserCommand.Trust(tenantId, userName, null, call.actor())),
                user -> noContent());
    }

    @POST
    @Path("/{user_name}/auth_keys")
    @SoracomOperation(value = "User:generateUserAuthKey", action = Action.AUTH_KEY_CREATE)
    public Uni<Response> createKey(
            @Context ContainerRequestContext context,
            @PathParam("operator_id") String operatorId,
            @PathParam("user_name") String userName) {
        SoracomCall call = SoracomCall.of(context);
        String tenantId = call.tenantIdOf(operatorId);
        return guard.write(
                call.write(),
                () -> keys.issue(new AuthKeyCommand.Issue(tenantId, userName, call.actor())),
                key -> Response.ok(SoracomIdentityMapper.newAuthKey(key)).build());
    }

    @GET
    @Path("/{user_name}/auth_keys")
    @SoracomOperation(value = "User:listUserAuthKeys", action = Action.AUTH_KEY_READ)
    public Uni<List<SoracomAuthKey>> listKeys(
            @Context ContainerRequestContext context,
            @PathParam("operator_id") String operatorId,
            @PathParam("user_name") String userName) {
        return keys.list(SoracomCall.of(context).tenantIdOf(operatorId), userName)
                .map(found -> found.stream().map(SoracomIdentityMapper::authKey).toList());
    }

    @GET
    @Path("/{user_name}/auth_keys/{auth_key_id}")
    @SoracomOperation(value = "User:getUserAuthKey", action = Action.AUTH_KEY_READ)
    public Uni<SoracomAuthKey> getKey(
            @Context ContainerRequestContext context,
            @PathParam("operator_id") String operatorId,
            @PathParam("user_name") String userName,
            @PathParam("auth_key_id") String keyId) {
        return keys.get(SoracomCall.of(context).tenantIdOf(operatorId), userName, keyId)
                .map(SoracomIdentityMapper::authKey);
    }

    @DELETE
    @Path("/{user_name}/auth_keys/{auth_key_id}")
    @SoracomOperation(value = "User:deleteUserAuthKey", action = Action.AUTH_KEY_DELETE)
    public Uni<Response> deleteKey(
            @Context ContainerRequestContext context,
            @PathParam("operator_id") String operatorId,
            @PathParam("user_name") String userName,
            @PathParam("auth_key_id") String keyId) {
        SoracomCall call = SoracomCall.of(context);
        String tenantId = call.tenantIdOf(operatorId);
        return guard.write(
                call.write(),
                () -> keys.delete(new AuthKeyCommand.Delete(tenantId, userName, keyId, call.actor())),
                done -> noContent());
    }

    @DELETE
    @Path("/{user_name}/tokens")
    @SoracomOperation(value = "User:revokeUserAuthTokens", action = Action.SESSION_REVOKE)
    public Uni<Response> revoke(
            @Context ContainerRequestContext context,
            @PathParam("operator_id") String operatorId,
            @PathParam("user_name") String userName) {
        SoracomCall call = SoracomCall.of(context);
        String tenantId = call.tenantIdOf(operatorId);
        return guard.write(call.write(), () -> auth.revokeUser(tenantId, userName, call.actor()), done -> noContent());
    }

    @GET
    @Path("/default_permissions")
    @SoracomOperation(value = "User:getDefaultPermissions", action = Action.SAM_USER_READ)
    public Uni<SoracomDefaultPermissions> defaultPermissions(
            @Context ContainerRequestContext context, @PathParam("operator_id") String operatorId) {
        return roles.defaultPermission(SoracomCall.of(context).tenantIdOf(operatorId))
                .map(SoracomDefaultPermissions::new);
    }

    @PUT
    @Path("/default_permissions")
    @SoracomOperation(value = "User:updateDefaultPermissions", action = Action.SAM_USER_MANAGE)
    public Uni<Response> setDefaultPermissions(
            @Context ContainerRequestContext context,
            @PathParam("operator_id") String operatorId,
            byte @Nullable [] body) {
        SoracomCall call = SoracomCall.of(context);
        String tenantId = call.tenantIdOf(operatorId);
        SoracomBody json = SoracomBody.object(body);
        String permission = json.requiredText("permissions");
        return guard.write(
                call.write(json),
                () -> roles.setDefaultPermission(new SamRoleCommand.SetDefault(tenantId, permission, call.actor())),
                done -> Response.accepted(new SoracomDefaultPermissions(permission))
                        .build());
    }

    @DELETE
    @Path("/default_permissions")
    @SoracomOperation(value = "User:deleteDefaultPermissions", action = Action.SAM_USER_MANAGE)
    public Uni<Response> deleteDefaultPermissions(
            @Context ContainerRequestContext context, @PathParam("operator_id") String operatorId) {
        SoracomCall call = SoracomCall.of(context);
        String tenantId = call.tenantIdOf(operatorId);
        return guard.write(
                call.write(),
                () -> roles.deleteDefaultPermission(new SamRoleCommand.DeleteDefault(tenantId, call.actor())),
                done -> noContent());
    }

    private static Response noContent() {
        return Response.noContent().build();
    }
}
