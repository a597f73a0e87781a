package io.curfew.dialects.twilio;

import io.curfew.credentials.AuthTokenCommand;
import io.curfew.credentials.AuthTokenService;
import io.curfew.credentials.AuthTokenView;
import io.curfew.dialects.twilio.wire.TwilioPromotedToken;
import io.curfew.dialects.twilio.wire.TwilioSecondaryToken;
import io.curfew.kernel.Action;
import io.curfew.security.IdempotencyGuard;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Twilio's AuthTokens: creates a secondary token of the caller's own account, promotes it, or deletes it. */
@Path("/v1/AuthTokens")
@Produces(MediaType.APPLICATION_JSON)
class TwilioAuthTokensResource {
    private final AuthTokenService tokens;
    private final IdempotencyGuard guard;

    TwilioAuthTokensResource(AuthTokenService tokens, IdempotencyGuard guard) {
        this.tokens = tokens;
        this.guard = guard;
    }

    @POST
    @Path("/Secondary")
    @TwilioOperation(Action.AUTH_TOKEN_ROTATE)
    public Uni<Response> createSecondary(@Context ContainerRequestContext context, byte @Nullable [] body) {
        TwilioCall call = TwilioCall.of(context);
        return guard.write(
                call.write(call.form(body)),
                () -> tokens.createSecondary(new AuthTokenCommand.CreateSecondary(
                        call.tenantId(), call.target().id(), call.actor())),
                token -> Response.status(201).entity(secondary(call, token)).build());
    }

    @DELETE
    @Path("/Secondary")
    @TwilioOperation(Action.AUTH_TOKEN_ROTATE)
    public Uni<Response> deleteSecondary(@Context ContainerRequestContext context) {
        TwilioCall call = TwilioCall.of(context);
        return guard.write(
                call.write(call.form(null)),
                () -> tokens.deleteSecondary(new AuthTokenCommand.DeleteSecondary(
                        call.tenantId(), call.target().id(), call.actor())),
                dropped -> Response.noContent().build());
    }

    @POST
    @Path("/Promote")
    @TwilioOperation(Action.AUTH_TOKEN_ROTATE)
    public Uni<Response> promote(@Context ContainerRequestContext context, byte @Nullable [] body) {
        TwilioCall call = TwilioCall.of(context);
        return guard.write(
                call.write(call.form(body)),
                () -> tokens.promote(new AuthTokenCommand.Promote(
                        call.tenantId(), call.target().id(), call.actor())),
                token -> Response.ok(promoted(call, token)).build());
    }

    private static TwilioSecondaryToken secondary(TwilioCall call, AuthTokenView token) {
        return new TwilioSecondaryToken(
                token.accountId(),
                Objects.requireNonNull(token.secondary()),
                TwilioDates.iso8601(Objects.requireNonNull(token.secondaryCreatedAt())),
                TwilioDates.iso8601(token.updatedAt()),
                call.absolute(call.path()));
    }

    private static TwilioPromotedToken promoted(TwilioCall call, AuthTokenView token) {
        return new TwilioPromotedToken(
                token.accountId(),
                token.primary(),
                TwilioDates.iso8601(token.createdAt()),
                TwilioDates.iso8601(token.updatedAt()),
                call.absolute(call.path()));
    }
}
