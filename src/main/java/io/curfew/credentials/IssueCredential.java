package io.curfew.credentials;

import io.curfew.events.Actor;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A credential to be issued.
 *
 * @param kind what it shall be good for
 * @param tenantId the tree
 * @param accountId the account it shall act for
 * @param userId the person it shall act as, null for none
 * @param name what people shall call it, null for none
 * @param policy what a restricted key may do, as JSON; null for other kinds
 * @param platform whether it is the platform operator's; only for native tokens
 * @param expiresAt when it begins to be refused, null for never
 * @param chosenId an id to take instead of a new one, as at bootstrap; null for a new one
 * @param actor who asks
 */
public record IssueCredential(
        CredentialKind kind,
        String tenantId,
        String accountId,
        @Nullable String userId,
        @Nullable String name,
        @Nullable String policy,
        boolean platform,
        @Nullable Instant expiresAt,
        @Nullable String chosenId,
        Actor actor)
        implements CredentialCommand {
    /** An API key of the Twilio door. */
    public static IssueCredential apiKey(
            CredentialKind kind,
            String tenantId,
            String accountId,
            @Nullable String name,
            @Nullable String policy,
            Actor actor) {
        return new IssueCredential(kind, tenantId, accountId, null, name, policy, false, null, null, actor);
    }

    /** A bearer token of the platform operator, to be used beside the existing ones or instead of one. */
    public static IssueCredential ofOperator(
            String tenantId, @Nullable String name, @Nullable Instant expiresAt, Actor actor) {
        return new IssueCredential(
                CredentialKind.NATIVE_TOKEN, tenantId, tenantId, null, name, null, true, expiresAt, null, actor);
    }

    /**
     * Whether it acts wherever its user has a role, and not only in its own tree: only the platform operator issues
     * such tokens.
     */
    boolean everyTree() {
        return kind == CredentialKind.ACCESS_TOKEN && actor.kind() == Actor.Kind.PLATFORM;
    }

    /** A credential that is refused from {@code expiresAt} on, or never when that is null. */
    public static IssueCredential expiring(
            CredentialKind kind,
            String tenantId,
            String accountId,
            @Nullable String name,
            @Nullable Instant expiresAt,
            Actor actor) {
        return new IssueCredential(kind, tenantId, accountId, null, name, null, false, expiresAt, null, actor);
    }

    /** A credential of a person, for all of their tree; refused from {@code expiresAt} on, or never when that is null. */
    public static IssueCredential ofUser(
            CredentialKind kind,
            String tenantId,
            @Nullable String userId,
            @Nullable String name,
            @Nullable Instant expiresAt,
            Actor actor) {
        return new IssueCredential(kind, tenantId, tenantId, userId, name, null, false, expiresAt, null, actor);
    }
}
