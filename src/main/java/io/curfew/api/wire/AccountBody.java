package io.curfew.api.wire;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An account. {@code credentials} are in the answer that made it, and never again. */
@Schema(name = "Account", description = "A main account, or a subaccount of one.")
public record AccountBody(
        @Schema(
                description = "The id that Twilio's door calls SID.",
                required = true,
                examples = "AC6d5f0d6b0a8e4b0d9a54c2e1c7a9f3b1")
        String id,

        @Schema(description = "The main account; null for a main account.", nullable = true, required = true) @Nullable
        String parentId,

        @Schema(required = true, maxLength = 100) String name,

        @Schema(
                required = true,
                enumeration = {"full", "trial"})
        String type,

        @Schema(
                description = "The account's own status.",
                required = true,
                enumeration = {"active", "suspended", "closed"})
        String status,

        @Schema(
                description = "Its own status and its main account's combined: the more severe of the two.",
                required = true,
                enumeration = {"active", "suspended", "closed"})
        String effectiveStatus,

        @Schema(
                description = "Who suspended it, `customer` or `platform`; null unless suspended.",
                nullable = true,
                required = true)
        @Nullable
        String cause,

        @Schema(description = "The reason given for the last change of status.", nullable = true, required = true)
        @Nullable
        String reason,

        @Schema(required = true) Ids ids,
        @Schema(required = true) Instant createdAt,
        @Schema(required = true) Instant updatedAt,
        @Schema(nullable = true, required = true) @Nullable Instant closedAt,

        @Schema(
                description = "When it will be purged; null while that is not settled.",
                nullable = true,
                required = true)
        @Nullable
        Instant purgeAt,

        @Schema(description = "Grows with every change.", required = true)
        long version,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Credentials credentials) {

    /** Its ids in every door. Any of them may stand where the API takes an account's id. */
    @Schema(
            name = "AccountIds",
            description = "A main account has an operator id and a customer id, a subaccount an advertiser account id"
                    + " and number.")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Ids(
            @Schema(required = true) String twilioSid,
            @Nullable String operatorId,
            @Nullable String customerId,
            @Nullable String advertiserAccountId,
            @Nullable String advertiserAccountNumber) {}

    /** Secrets, shown once. */
    @Schema(name = "AccountCredentials", description = "Shown once, in the answer that made the account.")
    @JsonInclude(JsonInclude.Include.NON_NULL)
    public record Credentials(
            @Schema(description = "The auth token, for Twilio's door.", required = true)
            String authToken,

            @Schema(description = "A bearer token of the owner; for main accounts.") @Nullable
            String apiToken) {
        /** Without the secrets. */
        @Override
        public String toString() {
            return "Credentials[]";
        }
    }
}
