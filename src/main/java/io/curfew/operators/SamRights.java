package io.curfew.operators;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.RealClock;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What callers may do, read from their documents once. A set of permissions never changes and is kept under its hash,
 * and a trust policy under its text, so what was read of them stays true. The sizes of the documents bound what is
 * kept, since what is read of one takes some twenty times its size.
 */
@ApplicationScoped
public class SamRights {
    private static final int MAX_CHARACTERS = 4_000_000;
    private static final int OVERHEAD = 500;

    private record SetKey(String tenantId, String setId) {}

    private record Read(List<SamPolicy> policies, int characters) {}

    private final SamPermissions permissions;
    private final RealClock clock;
    private final Vertx vertx;

    private final Cache<SetKey, Read> sets = Caffeine.newBuilder()
            .maximumWeight(MAX_CHARACTERS)
            .weigher((SetKey key, Read read) -> read.characters + OVERHEAD)
            .build();

    private final Cache<String, Optional<SamTrustPolicy>> trustPolicies = Caffeine.newBuilder()
            .maximumWeight(MAX_CHARACTERS)
            .weigher((String text, Optional<SamTrustPolicy> read) -> text.length() + OVERHEAD)
            .build();

    SamRights(SamPermissions permissions, RealClock clock, Vertx vertx) {
        this.permissions = permissions;
        this.clock = clock;
        this.vertx = vertx;
    }

    /**
     * What a caller may do: nothing for a document that cannot be read, and for the root user, for whom it is not
     * asked.
     */
    @CheckReturnValue
    public Uni<List<SamPolicy>> of(OperatorCaller caller) {
        String setId = caller.permissionSetId();
        if (setId == null) {
            return Uni.createFrom().item(List.of());
        }
        SetKey key = new SetKey(caller.tenantId(), setId);
        Read known = sets.getIfPresent(key);
        if (known != null) {
            return Uni.createFrom().item(known.policies);
        }
        return permissions
                .documents(key.tenantId, key.setId)
                .chain(this::read)
                .invoke(read -> sets.put(key, read))
                .map(Read::policies);
    }

    /** Off the event loop, for there may be a lot to read. */
    private Uni<Read> read(List<String> documents) {
        return Uni.createFrom()
                .completionStage(() ->
                        vertx.executeBlocking(() -> parse(documents), false).toCompletionStage());
    }

    private static Read parse(List<String> documents) {
        int characters = documents.stream().mapToInt(String::length).sum();
        try {
            return new Read(documents.stream().map(SamPolicy::parse).toList(), characters);
        } catch (DomainException e) {
            return new Read(List.of(), characters);
        }
    }

    /**
     * Whether a trust policy trusts a user at this instant.
     *
     * @param policy the policy, as JSON
     * @param operatorId whose user it is
     * @param userName the SAM user's name, null for the root user
     * @param address where the call comes from, empty when that is unknown
     */
    boolean trusts(String policy, String operatorId, @Nullable String userName, String address) {
        SamCircumstances circumstances = new SamCircumstances(Map.of(), userName, clock.now(), address);
        return trustPolicies.get(policy, SamRights::parseTrust).stream()
                .anyMatch(read -> read.trusts(SamTrustPolicy.principal(operatorId, userName), circumstances));
    }

    private static Optional<SamTrustPolicy> parseTrust(String policy) {
        try {
            return Optional.of(SamTrustPolicy.parse(policy));
        } catch (DomainException e) {
            return Optional.empty();
        }
    }
}
