package io.curfew.events;

import io.curfew.sql.Autocommit;
import io.curfew.sql.Sql;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;

/** Erases what the audit and the events say about people. The entries keep their commitments and stay verifiable. */
@ApplicationScoped
public class PersonalValues {
    private static final int PAGE = 5_000;

    private static final String OF_ACCOUNT = """
            delete from audit_personal where ctid = any(array(
                select ctid from audit_personal where tenant_id = $1 and account_id = $2 limit $3))
            """;

    private static final String OLD = """
            delete from audit_personal where ctid = any(array(
                select ctid from audit_personal where recorded_at < $1 limit $2))
            """;

    private final Autocommit sql;

    PersonalValues(Autocommit sql) {
        this.sql = sql;
    }

    /**
     * Erases the next values of entries of an account. Needs an open transaction.
     *
     * @param limit how many at most
     * @return how many it were; less than {@code limit} when none is left
     */
    @CheckReturnValue
    public Uni<Integer> erase(String tenantId, String accountId, int limit) {
        return Sql.of(OF_ACCOUNT, tenantId, accountId, limit).update();
    }

    /** Erases the values of everybody's entries that were recorded before {@code instant}, by pages of their own. */
    @CheckReturnValue
    Uni<Void> eraseRecordedBefore(Instant instant) {
        return sql.of(OLD, instant, PAGE)
                .update()
                .chain(erased -> erased < PAGE ? Uni.createFrom().voidItem() : eraseRecordedBefore(instant));
    }
}
