package io.curfew.api.wire;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Where a SIM goes. */
@Schema(name = "SimMove")
public record SimMove(
        @Schema(
                description = "The account that is to hold it, by any of its ids: the SIM's main account or one of its"
                        + " subaccounts.",
                required = true)
        String accountId) {}
