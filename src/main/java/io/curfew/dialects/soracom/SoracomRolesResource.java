package io.curfew.dialects.soracom;

import io.curfew.dialects.soracom.wire.SoracomRole;
import io.curfew.dialects.soracom.wire.SoracomRoleId;
import io.curfew.dialects.soracom.wire.SoracomUser;
import io.curfew.kernel.Action;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.operators.SamRoleCommand;
import io.curfew.operators.SamRoleService;
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

/** SORACOM's Role: named sets of permissions, and the SAM users who have them. */
@Path("/v1/operators/{operator_id}")
@Produces(MediaType.APPLICATION_JSON)
class SoracomRolesResource {
    private final SamRoleService roles;
    private final SoracomUserDetails details;
    private final IdempotencyGuard guard;

    SoracomRolesResource(SamRoleService roles, SoracomUserDetails details, IdempotencyGuard guard) {
        this.roles = roles;
        this.details = details;
        this.guard = guard;
    }

    @GET
    @Path("/roles")
    @SoracomOperation(value = "Role:listRoles", action = Action.SAM_ROLE_READ)
    public Uni<List<SoracomRole>> list(
            @Context ContainerRequestContext context, @PathParam("operator_id") String operatorId) {
        SoracomCall call = SoracomCall.of(context);
        String tenantId = call.tenantIdOf(operatorId);
        return switch (call.query().get("owner").orElse("operator")) {
            case "operator", "all" ->
                roles.list(tenantId)
                        .map(found -> found.stream()
                                .map(SoracomIdentityMapper::listedRole)
                                .toList());
            // This asks for the vendor's own roles, of which there are none here.
            case "soracom" -> Uni.createFrom().item(List.of());
            default -> throw new DomainException(ErrorCode.BAD_REQUEST, "owner is operator, soracom or all.");
        };
    }

    @GET
    @Path("/roles/{role_id}")
    @SoracomOperation(value = "Role:getRole", action = Action.SAM_ROLE_READ)
    public Uni<SoracomRole> get(
            @Context ContainerRequestContext context,
            @PathParam("operator_id") String operatorId,
            @PathParam("role_id") String roleId) {
        return roles.get(SoracomCall.of(context).tenantIdOf(operatorId), roleId).map(SoracomIdentityMapper::role);
    }

    @POST
    @Path("/roles/{role_id}")
    @SoracomOperation(value = "Role:createRole", action = Action.SAM_ROLE_MANAGE)
    public Uni<Response> create(
            @Context ContainerRequestContext context,
            @PathParam("operator_id") String operatorId,
            @PathParam("role_id") String roleId,
            byte @Nullable [] body) {
        SoracomCall call = SoracomCall.of(context);
        String tenantId = call.tenantIdOf(operatorId);
        SoracomBody json = SoracomBody.object(body);
        String permission = json.requiredText("permission");
        String description = json.text("description").orElse("");
        return guard.write(
                call.write(json),
                () -> roles.create(new SamRoleCommand.Create(tenantId, roleId, description, permission, call.actor())),
                role -> Response.ok(new SoracomRoleId(role.id())).build());
    }

    @PUT
    @Path("/roles/{role_id}")
    @SoracomOperation(value = "Role:updateRole", action = Action.SAM_ROLE_MANAGE)
    public Uni<Response> update(
            @Context ContainerRequestContext context,
            @PathParam("operator_id") String operatorId,
            @PathParam("role_id") String roleId,
            byte @Nullable [] body) {
        SoracomCall call = SoracomCall.of(context);
        String tenantId = call.tenantIdOf(operatorId);
        SoracomBody json = SoracomBody.object(body);
        String permission = json.requiredText("permission");
        String description = json.text("description").orElse("");
        return guard.write(
                call.write(json),
                () -> roles.change(new SamRoleCommand.Change(tenantId, roleId, description, permission, call.actor())),
                done -> Response.ok().build());
    }

    @DELETE
    @Path("/roles/{role_id}")
    @SoracomOperation(value = "Role:deleteRole", action = Action.SAM_ROLE_MANAGE)
    public Uni<Response> delete(
            @Context ContainerRequestContext context,
            @PathParam("operator_id") String operatorId,
            @PathParam("role_id") String roleId) {
        SoracomCall call = SoracomCall.of(context);
        String tenantId = call.tenantIdOf(operatorId);
        return guard.write(
                call.write(),
                () -> roles.delete(new SamRoleCommand.Delete(tenantId, roleId, call.actor())),
                done -> noContent());
    }

    @GET
    @Path("/roles/{role_id}/users")
    @SoracomOperation(value = "Role:listRoleAttachedUsers", action = Action.SAM_ROLE_READ)
    public Uni<List<SoracomUser>> users(
            @Context ContainerRequestContext context,
            @PathParam("operator_id") String operatorId,
            @PathParam("role_id") String roleId) {
        return details.havingRole(SoracomCall.of(context).tenantIdOf(operatorId), roleId);
    }

    @GET
    @Path("/users/{user_name}/roles")
    @SoracomOperation(value = "Role:listUserRoles", action = Action.SAM_ROLE_READ)
    public Uni<List<SoracomRole>> rolesOf(
            @Context ContainerRequestContext context,
            @PathParam("operator_id") String operatorId,
            @PathParam("user_name") String userName) {
        return roles.rolesOf(SoracomCall.of(context).tenantIdOf(operatorId), userName)
                .map(found -> found.stream().map(SoracomIdentityMapper::role).toList());
    }

    @POST
    @Path("/users/{user_name}/roles")
    @SoracomOperation(value = "Role:attachRole", action = Action.SAM_ROLE_MANAGE)
    public Uni<Response> attach(
            @Context ContainerRequestContext context,
            @PathParam("operator_id") String operatorId,
            @PathParam("user_name") String userName,
            byte @Nullable [] body) {
        SoracomCall call = SoracomCall.of(context);
        String tenantId = call.tenantIdOf(operatorId);
        SoracomBody json = SoracomBody.object(body);
        String roleId = json.requiredText("roleId");
        return guard.write(
                call.write(json),
                () -> roles.attach(new SamRoleCommand.Attach(tenantId, userName, roleId, call.actor())),
                done -> Response.ok().build());
    }

    @DELETE
    @Path("/users/{user_name}/roles/{role_id}")
    @SoracomOperation(value = "Role:detachRole", action = Action.SAM_ROLE_MANAGE)
    public Uni<Response> detach(
            @Context ContainerRequestContext context,
            @PathParam("operator_id") String operatorId,
            @PathParam("user_name") String userName,
            @PathParam("role_id") String roleId) {
        SoracomCall call = SoracomCall.of(context);
        String tenantId = call.tenantIdOf(operatorId);
        return guard.write(
                call.write(),
                () -> roles.detach(new SamRoleCommand.Detach(tenantId, userName, roleId, call.actor())),
                done -> Response.ok().build());
    }

    private static Response noContent() {
        return Response.noContent().build();
    }
}
