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
 * @param expiresAt from when on it is refused, null for never
 * @param chosen an id and a secret to take instead of new ones, as at bootstrap
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
        Chosen chosen,
        Actor actor) {

    /**
     * What the caller chooses; null where a new one is made.
     *
     * @param id the credential's id
     * @param secret its secret
     */
    public record Chosen(@Nullable String id, @Nullable String secret) {
        /** A new id and a new secret. */
        public static final Chosen NOTHING = new Chosen(null, null);

        /** Without the secret. */
        @Override
        public String toString() {
            return "Chosen[" + id + "]";
        }
    }

    /** An API key of the Twilio door. */
    public static IssueCredential apiKey(
            CredentialKind kind,
            String tenantId,
            String accountId,
            @Nullable String name,
            @Nullable String policy,
            Actor actor) {
        return new IssueCredential(kind, tenantId, accountId, null, name, policy, false, null, Chosen.NOTHING, actor);
    }

    /** A bearer token of the platform operator, to be used beside the existing ones or instead of one. */
    public static IssueCredential ofOperator(
            String tenantId, @Nullable String name, @Nullable Instant expiresAt, Actor actor) {
        return new IssueCredential(
                CredentialKind.NATIVE_TOKEN,
                tenantId,
                tenantId,
                null,
                name,
                null,
                true,
                expiresAt,
                Chosen.NOTHING,
                actor);
    }

    /**
     * Whether it acts wherever its user has a role, and not only in its own tree: only the platform operator issues
     * these.
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
        return new IssueCredential(
                kind, tenantId, accountId, null, name, null, false, expiresAt, Chosen.NOTHING, actor);
    }

    /** A credential of a person, for all of their tree; refused from {@code expiresAt} on, or never when that is null. */
    public static IssueCredential ofUser(
            CredentialKind kind,
            String tenantId,
            @Nullable String userId,
            @Nullable String name,
            @Nullable Instant expiresAt,
            Actor actor) {
        return new IssueCredential(
                kind, tenantId, tenantId, userId, name, null, false, expiresAt, Chosen.NOTHING, actor);
    }
}
