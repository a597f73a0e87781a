package io.curfew.operators;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.sql.Sql;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * How many SAM users and roles an operator can have, and how large they can be. Permissions are looked at in every
 * call, and lists show all users with all their roles, so both have to stay small. What exceeded a limit before there
 * was one stays, and can be made smaller.
 */
@ApplicationScoped
class SamLimits {
    /** Users of an operator. */
    static final int MAX_USERS = 1_000;

    /** Roles of an operator. */
    static final int MAX_ROLES = 200;

    /** Roles of a user. */
    static final int MAX_ROLES_OF_USER = 20;

    /** Auth keys of a user, and of the root user. */
    static final int MAX_KEYS_OF_USER = 100;

    /** Tokens of an API key that are good at the same time. */
    static final int MAX_TOKENS_OF_SESSION = 1_000;

    /** Bytes of the documents that apply to one user: the default's, the roles' and the user's own. */
    static final int MAX_USER_BYTES = 65_536;

    /** Bytes of all documents and descriptions of an operator, those of roles once for each user who has them. */
    static final int MAX_OPERATOR_BYTES = 2_097_152;

    /** Characters of a description. */
    static final int MAX_DESCRIPTION = 1_000;

    static final String PERMISSIONS_TOO_LARGE =
            "The permissions of one user have up to " + MAX_USER_BYTES + " bytes, roles and defaults included.";

    /** This lock's own seed among those of advisory locks. */
    private static final String LOCK = "select count(*) from pg_advisory_xact_lock(hashtextextended($1, 11))";

    private static final String MEASURE = """
            with role as (
                select id, octet_length(permission) as document,
                    octet_length(permission) + octet_length(description) as bytes
                from sam_role where tenant_id = $1),
            attached as (
                select a.user_id, count(*) as roles, sum(r.document) as documents, sum(r.bytes) as bytes
                from sam_user_role a join role r on r.id = a.role_id where a.tenant_id = $1 group by a.user_id),
            preset as (
                select coalesce(max(octet_length(permission)), 0) as document
                from sam_default_permission where tenant_id = $1),
            member as (
                select coalesce(octet_length(u.permission), 0) + coalesce(a.documents, 0)
                        + (select document from preset) as documents,
                    coalesce(octet_length(u.permission), 0) + coalesce(octet_length(u.trust_policy), 0)
                        + octet_length(u.description) + octet_length(u.permission_description)
                        + coalesce(a.bytes, 0) as bytes,
                    coalesce(a.roles, 0) as roles
                from sam_user u left join attached a on a.user_id = u.id where u.tenant_id = $1)
            select count(*), (select count(*) from role),
                count(*) filter (where roles > $2), count(*) filter (where documents > $3),
                coalesce(sum(bytes), 0) + (select coalesce(sum(bytes), 0) from role) + (select document from preset)
            from member
            """;

    private enum Measure {
        USERS(MAX_USERS, "An operator has up to " + MAX_USERS + " users."),
        ROLES(MAX_ROLES, "An operator has up to " + MAX_ROLES + " roles."),
        USERS_OF_TOO_MANY_ROLES(0, "A user has up to " + MAX_ROLES_OF_USER + " roles."),
        USERS_OF_TOO_LARGE_PERMISSIONS(0, PERMISSIONS_TOO_LARGE),
        BYTES(
                MAX_OPERATOR_BYTES,
                "The documents and descriptions of an operator's users and roles have up to " + MAX_OPERATOR_BYTES
                        + " bytes, those of roles counted for each user who has them.");

        private final long max;
        private final String refusal;

        Measure(long max, String refusal) {
            this.max = max;
            this.refusal = refusal;
        }
    }

    /**
     * Makes a change that may add something, in the caller's transaction, one at a time for each operator. Refuses
     * with {@link ErrorCode#OPERATOR_LIMIT} what exceeds a limit that it did not exceed as much before.
     */
    @CheckReturnValue
    <T> Uni<T> keep(String tenantId, Supplier<Uni<T>> change) {
        return Sql.of(LOCK, tenantId)
                .exactlyOne(row -> row.number(0))
                .chain(() -> measure(tenantId))
                .chain(before -> change.get().call(() -> measure(tenantId).invoke(after -> require(before, after))));
    }

    /** Refuses a description that is too long with {@link ErrorCode#BAD_REQUEST}. */
    static void requireDescription(String description) {
        if (description.codePointCount(0, description.length()) > MAX_DESCRIPTION) {
            throw new DomainException(
                    ErrorCode.BAD_REQUEST, "A description has up to " + MAX_DESCRIPTION + " characters.");
        }
    }

    private static Uni<List<Long>> measure(String tenantId) {
        return Sql.of(MEASURE, tenantId, MAX_ROLES_OF_USER, MAX_USER_BYTES)
                .exactlyOne(row -> Arrays.stream(Measure.values())
                        .map(measure -> row.number(measure.ordinal()))
                        .toList());
    }

    private static void require(List<Long> before, List<Long> after) {
        for (Measure measure : Measure.values()) {
            long now = after.get(measure.ordinal());
            if (now > measure.max && now > before.get(measure.ordinal())) {
                throw new DomainException(ErrorCode.OPERATOR_LIMIT, measure.refusal);
            }
        }
    }
}
