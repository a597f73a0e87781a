package io.curfew.events;

/** The parts that both statements share which record what happened: the rows' identity, the personal values, the journal. */
final class Recording {
    /** Columns that every row to be recorded brings along, of one instant and id in all tables. */
    static final String IDENTITY = "gen_random_uuid() as id, clock_timestamp() as recorded_at";

    /**
     * Keeps the personal values of the rows of {@code event}. What is recorded of an account after its purge, such as
     * logins that failed before, brings none back.
     */
    static final String PERSONAL = """
            personal as (
                insert into audit_personal (tenant_id, account_id, recorded_at, row_id, field, salt, value)
                select e.tenant, e.account, e.recorded_at, e.id, p.field, decode(p.salt, 'base64'), p.value
                from event e
                cross join lateral json_to_recordset(e.personal) as p (field text, salt text, value text)
                where not exists (
                    select from tombstone t where t.tenant_id = e.tenant and t.account_id = e.account offset 0))
            """;

    private Recording() {}

    /** Puts the rows of {@code event} into the queue for the journal, in their order. */
    static String pending(JournalKind kind) {
        return """
                insert into journal_pending (tenant_id, account_id, recorded_at, kind, row_id)
                select tenant, account, recorded_at, '%s', id from event
                """.formatted(kind.name());
    }
}
