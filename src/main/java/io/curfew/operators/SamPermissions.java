package io.curfew.operators;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.sql.Autocommit;
import io.curfew.sql.Sql;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What SAM users may do: the operator's default, their roles' and their own permissions together. They are frozen when
 * a token is issued, as a set of documents that is kept under its hash: a set never changes, so what was read from it
 * can be kept.
 */
@ApplicationScoped
public class SamPermissions {
    /** Sets are kept for longer than the token they are frozen for needs, so that they are seldom written anew. */
    private static final Duration KEEP = Duration.ofDays(1);

    // The documents stay in the database. A set that is kept for long enough is left as it is: nobody removes it
    // meanwhile.
    private static final String FREEZE = """
            with permission as (
                select permission as document from sam_default_permission where tenant_id = $1
                union all
                select r.permission from sam_user_role a
                join sam_role r on r.tenant_id = a.tenant_id and r.id = a.role_id
                where a.tenant_id = $1 and a.user_id = $2
                union all
                select permission from sam_user where tenant_id = $1 and id = $2 and permission is not null),
            size as (
                select coalesce(sum(octet_length(document)), 0) as bytes from permission),
            frozen as materialized (
                select coalesce(array_agg(distinct document collate "C" order by document collate "C"),
                    cast(array[] as text[])) as documents
                from permission where (select bytes from size) <= $5),
            named as materialized (
                select documents, encode(sha256(convert_to(cast(documents as text), 'UTF8')), 'hex') as id from frozen),
            kept as (
                insert into sam_permission_set (tenant_id, id, documents, needed_until)
                select $1, n.id, n.documents, $4 from named n
                where (select bytes from size) <= $5 and not exists (
                    select 1 from sam_permission_set s
                    where s.tenant_id = $1 and s.id = n.id and s.needed_until >= $3)
                on conflict (tenant_id, id) do update
                set needed_until = greatest(sam_permission_set.needed_until, excluded.needed_until))
            select case when (select bytes from size) <= $5 then id end from named
            """;

    private static final String DOCUMENTS = "select documents from sam_permission_set where tenant_id = $1 and id = $2";

    private final Autocommit sql;

    SamPermissions(Autocommit sql) {
        this.sql = sql;
    }

    /**
     * Freezes what a user may do at this instant. Needs a transaction.
     *
     * <p>Refuses with {@link ErrorCode#OPERATOR_LIMIT} what is too much to be looked at in every call: only what was given
     * before there were limits can be that.
     *
     * @param until when the last token that refers to it ends
     * @return the set's id
     */
    @CheckReturnValue
    Uni<String> freeze(String tenantId, String userId, Instant until) {
        return Sql.of(FREEZE, tenantId, userId, until, until.plus(KEEP), SamLimits.MAX_USER_BYTES)
                .one(row -> row.stringOrNull(0))
                .map(id -> {
                    if (id == null) {
                        throw new DomainException(ErrorCode.OPERATOR_LIMIT, SamLimits.PERMISSIONS_TOO_LARGE);
                    }
                    return id;
                });
    }

    /** The documents of a set; none for one that is not there. Needs no session. */
    @CheckReturnValue
    public Uni<List<String>> documents(String tenantId, String setId) {
        return sql.of(DOCUMENTS, tenantId, setId)
                .one(row -> row.strings("documents"))
                .map(found -> found == null ? List.of() : found);
    }

    /** The main account of an operator; null when there is no such operator. Needs a session. */
    @CheckReturnValue
    Uni<@Nullable String> tenantOf(String operatorId) {
        return Sql.of("select tenant_id from directory where id = $1 and kind = 'OPERATOR'", operatorId)
                .one(row -> row.string(0));
    }
}
