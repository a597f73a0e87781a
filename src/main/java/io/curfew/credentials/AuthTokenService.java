package io.curfew.credentials;

import io.curfew.events.DomainEvent;
import io.curfew.events.EventPublisher;
import io.curfew.events.EventType;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.Ids;
import io.curfew.kernel.RealClock;
import io.quarkus.hibernate.reactive.panache.common.WithSession;
import io.quarkus.hibernate.reactive.panache.common.WithTransaction;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Shows and rotates auth tokens. Changes hold from their commit on. */
@ApplicationScoped
public class AuthTokenService {
    private final AuthTokenRepository tokens;
    private final SecretCipher cipher;
    private final EventPublisher events;
    private final RealClock clock;

    AuthTokenService(AuthTokenRepository tokens, SecretCipher cipher, EventPublisher events, RealClock clock) {
        this.tokens = tokens;
        this.cipher = cipher;
        this.events = events;
        this.clock = clock;
    }

    /** The account's tokens; {@link ErrorCode#NOT_FOUND} when there is no such account. */
    @CheckReturnValue
    @WithSession
    public Uni<AuthTokenView> get(String tenantId, String accountId) {
        return tokens.findOf(tenantId, accountId).map(this::view);
    }

    /**
     * The tokens of an account that was made in this very transaction: the session still has them, so it takes no
     * statement.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<AuthTokenView> ofNewborn(String accountId) {
        return tokens.findById(accountId).map(this::view);
    }

    /** Primary tokens of many accounts of a tree by account id, in one statement. */
    @CheckReturnValue
    @WithSession
    public Uni<Map<String, String>> primaries(String tenantId, Collection<String> accountIds) {
        return (accountIds.isEmpty()
                        ? Uni.createFrom().item(List.<AuthToken>of())
                        : tokens.findOf(tenantId, accountIds))
                .map(found -> found.stream()
                        .collect(Collectors.toMap(
                                AuthToken::accountId,
                                token -> cipher.decryptText(token.primaryPlace(), token.primaryToken()))));
    }

    /**
     * {@link AuthTokenCommand.CreateSecondary}. A primary token that cannot be read is shown empty, since replacing it is
     * what helps.
     */
    @CheckReturnValue
    @WithTransaction
    public Uni<AuthTokenView> createSecondary(AuthTokenCommand.CreateSecondary command) {
        Instant now = clock.now();
        return locked(command)
                .invoke(token -> {
                    if (token.secondaryToken() != null) {
                        throw new DomainException(
                                ErrorCode.SECONDARY_TOKEN_EXISTS, "The account has a secondary auth token already.");
                    }
                    token.addSecondary(cipher.encrypt(token.secondaryPlace(), newToken()), now);
                })
                .call(() -> publish(EventType.AUTH_TOKEN_SECONDARY_CREATED, command, now))
                .map(token -> view(
                        token,
                        Objects.requireNonNullElse(
                                cipher.decryptTextOrNull(token.primaryPlace(), token.primaryToken()), "")));
    }

    /** {@link AuthTokenCommand.DeleteSecondary}. */
    @CheckReturnValue
    @WithTransaction
    public Uni<Void> deleteSecondary(AuthTokenCommand.DeleteSecondary command) {
        Instant now = clock.now();
        return locked(command)
                .invoke(token -> {
                    requireSecondary(token);
                    token.dropSecondary(now);
                })
                .chain(() -> publish(EventType.AUTH_TOKEN_SECONDARY_DELETED, command, now));
    }

    /** {@link AuthTokenCommand.Promote}. */
    @CheckReturnValue
    @WithTransaction
    public Uni<AuthTokenView> promote(AuthTokenCommand.Promote command) {
        Instant now = clock.now();
        return locked(command)
                .invoke(token -> token.promote(forPrimary(token), now))
                .call(() -> publish(EventType.AUTH_TOKEN_PROMOTED, command, now))
                .map(this::view);
    }

    /** Sets the token of an account that was made in the same transaction, as bootstrap does. */
    @CheckReturnValue
    @WithTransaction
    public Uni<AuthTokenView> adopt(String tenantId, String accountId, String token) {
        return tokens.lockForChange(tenantId, accountId)
                .map(AuthTokenService::requireFound)
                .invoke(found -> found.adopt(cipher.encrypt(found.primaryPlace(), token)))
                .map(this::view);
    }

    private Uni<AuthToken> locked(AuthTokenCommand command) {
        return tokens.lockForChange(command.tenantId(), command.accountId()).map(AuthTokenService::requireFound);
    }

    private Uni<Void> publish(EventType type, AuthTokenCommand command, Instant now) {
        return events.publish(new DomainEvent(
                type, command.tenantId(), command.accountId(), command.accountId(), now, command.actor(), Map.of()));
    }

    private AuthTokenView view(@Nullable AuthToken found) {
        AuthToken token = requireFound(found);
        return view(token, cipher.decryptText(token.primaryPlace(), token.primaryToken()));
    }

    private AuthTokenView view(AuthToken token, String primary) {
        byte[] secondary = token.secondaryToken();
        return new AuthTokenView(
                token.accountId(),
                primary,
                secondary == null ? null : cipher.decryptText(token.secondaryPlace(), secondary),
                token.createdAt(),
                token.updatedAt(),
                token.secondaryCreatedAt());
    }

    /** 32 lower-case hex digits, as Twilio's are. */
    public static String newToken() {
        return Ids.hex(16);
    }

    /** A ciphertext is good for its own column only. */
    private byte[] forPrimary(AuthToken token) {
        String secondary = cipher.decryptText(token.secondaryPlace(), requireSecondary(token));
        return cipher.encrypt(token.primaryPlace(), secondary);
    }

    private static byte[] requireSecondary(AuthToken token) {
        byte[] secondary = token.secondaryToken();
        if (secondary == null) {
            throw new DomainException(ErrorCode.NOT_FOUND, "The account has no secondary auth token.");
        }
        return secondary;
    }

    private static AuthToken requireFound(@Nullable AuthToken found) {
        if (found == null) {
            throw new DomainException(ErrorCode.NOT_FOUND, "There is no such account.");
        }
        return found;
    }
}
