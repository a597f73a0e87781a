/** The native API: JSON over HTTP with problems of RFC 9457, ETags, idempotency keys and cursors. */
@NullMarked
@OpenAPIDefinition(
        info =
                @Info(
                        title = "Curfew",
                        version = "1",
                        description = "Accounts that close, are suspended and are purged: on time and exactly once."),
        security = @SecurityRequirement(name = NativeApi.BEARER),
        components =
                @Components(
                        securitySchemes =
                                @SecurityScheme(
                                        securitySchemeName = NativeApi.BEARER,
                                        type = SecuritySchemeType.HTTP,
                                        scheme = "bearer",
                                        description = "A token of an account, or the platform operator's."),
                        parameters = {
                            @Parameter(
                                    name = NativeApi.IDEMPOTENCY_KEY,
                                    in = ParameterIn.HEADER,
                                    description = "The write happens once; a repetition gets the first answer.",
                                    schema = @Schema(type = SchemaType.STRING, maxLength = 255)),
                            @Parameter(
                                    name = NativeApi.IF_MATCH,
                                    in = ParameterIn.HEADER,
                                    description = "The ETag that was seen, or `*`.",
                                    schema = @Schema(type = SchemaType.STRING)),
                            @Parameter(
                                    name = NativeApi.IF_NONE_MATCH,
                                    in = ParameterIn.HEADER,
                                    description = "The ETags that the caller has: one of them is answered with 304.",
                                    schema = @Schema(type = SchemaType.STRING))
                        },
                        responses = {
                            @APIResponse(
                                    name = NativeApi.BAD_REQUEST,
                                    description = "Malformed; `errors` names the fields.",
                                    content =
                                            @Content(
                                                    mediaType = Problems.MEDIA_TYPE,
                                                    schema = @Schema(implementation = ProblemBody.class))),
                            @APIResponse(
                                    name = NativeApi.UNAUTHENTICATED,
                                    description = "No valid token of an active account.",
                                    headers = @Header(name = "WWW-Authenticate"),
                                    content =
                                            @Content(
                                                    mediaType = Problems.MEDIA_TYPE,
                                                    schema = @Schema(implementation = ProblemBody.class))),
                            @APIResponse(
                                    name = NativeApi.FORBIDDEN,
                                    description = "The caller may not do that.",
                                    content =
                                            @Content(
                                                    mediaType = Problems.MEDIA_TYPE,
                                                    schema = @Schema(implementation = ProblemBody.class))),
                            @APIResponse(
                                    name = NativeApi.NOT_FOUND,
                                    description = "There is no such thing, or it is another tenant's.",
                                    content =
                                            @Content(
                                                    mediaType = Problems.MEDIA_TYPE,
                                                    schema = @Schema(implementation = ProblemBody.class))),
                            @APIResponse(
                                    name = NativeApi.CONFLICT,
                                    description = "The account's state, or another's, stands in the way.",
                                    content =
                                            @Content(
                                                    mediaType = Problems.MEDIA_TYPE,
                                                    schema = @Schema(implementation = ProblemBody.class))),
                            @APIResponse(
                                    name = NativeApi.PURGED,
                                    description = "The account was purged; `tombstone` is what is left.",
                                    content =
                                            @Content(
                                                    mediaType = Problems.MEDIA_TYPE,
                                                    schema = @Schema(implementation = ProblemBody.class))),
                            @APIResponse(
                                    name = NativeApi.CHANGED,
                                    description = "It was changed since: `If-Match` names another version.",
                                    content =
                                            @Content(
                                                    mediaType = Problems.MEDIA_TYPE,
                                                    schema = @Schema(implementation = ProblemBody.class))),
                            @APIResponse(
                                    name = NativeApi.NOT_JSON,
                                    description = "The body has another content type.",
                                    content =
                                            @Content(
                                                    mediaType = Problems.MEDIA_TYPE,
                                                    schema = @Schema(implementation = ProblemBody.class))),
                            @APIResponse(
                                    name = NativeApi.KEY_REUSED,
                                    description = "The `Idempotency-Key` was used for another request.",
                                    content =
                                            @Content(
                                                    mediaType = Problems.MEDIA_TYPE,
                                                    schema = @Schema(implementation = ProblemBody.class))),
                            @APIResponse(
                                    name = NativeApi.TOO_MANY,
                                    description = "Too many wrong tokens from this address.",
                                    headers = @Header(name = "Retry-After", description = "Seconds"),
                                    content =
                                            @Content(
                                                    mediaType = Problems.MEDIA_TYPE,
                                                    schema = @Schema(implementation = ProblemBody.class)))
                        }))
package io.curfew.api;

import io.curfew.api.wire.ProblemBody;
import org.eclipse.microprofile.openapi.annotations.Components;
import org.eclipse.microprofile.openapi.annotations.OpenAPIDefinition;
import org.eclipse.microprofile.openapi.annotations.enums.ParameterIn;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.enums.SecuritySchemeType;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.info.Info;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.security.SecurityRequirement;
import org.eclipse.microprofile.openapi.annotations.security.SecurityScheme;
import org.jspecify.annotations.NullMarked;
