package io.curfew.events;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.CurfewTest;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the journal makes of what was recorded before there was one. */
@CurfewTest
class JournalMigrationTest {
    private static final String SCHEMA = "journal_migration";

    @ConfigProperty(name = "quarkus.datasource.jdbc.url")
    String url;

    @ConfigProperty(name = "curfew.database.username")
    String user;

    @ConfigProperty(name = "curfew.database.password")
    String password;

    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = DriverManager.getConnection(url, user, password);
        execute("drop schema if exists " + SCHEMA + " cascade");
    }

    @AfterEach
    void dropSchema() throws SQLException {
        execute("drop schema if exists " + SCHEMA + " cascade");
        connection.close();
    }

    private void migrate(String target) throws SQLException {
        Flyway.configure()
                .dataSource(url, user, password)
                .schemas(SCHEMA)
                .locations("db/migration")
                .target(target)
                .load()
                .migrate();
        execute("set search_path to " + SCHEMA);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private List<String> column(String sql) throws SQLException {
        List<String> column = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                column.add(rows.getString(1));
            }
        }
        return column;
    }

    @Test
    void whatWasRecordedBeforeIsSealedInItsOrderAndGivesItsPersonalValuesUp() throws SQLException {
        // Given: two tenants, one with a purged account
        migrate("13");
        execute("""
                insert into audit_entry (tenant_id, recorded_at, occurred_at, account_id, action, actor_kind, actor_id, door,
                    subject, detail)
                values
                    ('ACone', '2026-11-02 00:00:02Z', now(), 'ACone', 'work.dropped', 'CUSTOMER', 'x', 'native', 'second',
                        '{"reason": "Jane", "address": "192.0.2.1"}'),
                    ('ACone', '2026-10-02 00:00:00Z', now(), 'ACgone', 'login.failed', 'STRANGER', 'x', 'native', 'first',
                        '{"address": "192.0.2.2"}'),
                    ('ACtwo', '2026-11-02 00:00:01Z', now(), 'ACtwo', 'access.refused', 'CUSTOMER', 'x', 'native', 'only',
                        '{"reason": "role"}')
                """);
        execute("""
                insert into outbox_event (tenant_id, recorded_at, occurred_at, account_id, type, subject, data)
                values ('ACone', '2026-11-02 00:00:03Z', now(), 'ACone', 'work.dropped', 'second', '{"reason": "Jane"}')
                """);
        execute("insert into tombstone (tenant_id, account_id, closed_at, purged_at, certificate)"
                + " values ('ACone', 'ACgone', now(), now(), 'x')");
        // When
        migrate("15");
        // Then
        assertThat(column("select concat_ws(' ', tenant_id, position, account_id, kind) from journal order by 1"))
                .containsExactly(
                        "ACone 1 ACgone AUDIT", "ACone 2 ACone AUDIT", "ACone 3 ACone EVENT", "ACtwo 1 ACtwo AUDIT");
        assertThat(column("""
                select subject from journal j join (
                    select tenant_id, recorded_at, id, subject from audit_entry
                    union all select tenant_id, recorded_at, id, subject from outbox_event) r
                    on r.tenant_id = j.tenant_id and r.recorded_at = j.recorded_at and r.id = j.row_id
                order by j.tenant_id, j.position
                """)).containsExactly("first", "second", "second", "only");
        assertThat(column("select concat_ws(' ', tenant_id, position) from journal_head order by 1"))
                .containsExactly("ACone 3", "ACtwo 1");
        assertThat(
                        column(
                                "select detail::text || (select string_agg(data::text, '') from outbox_event) from audit_entry"))
                .noneMatch(text -> text.contains("Jane") || text.contains("192.0.2"));
        assertThat(column("""
                select concat_ws(' ', p.account_id, p.field, p.value, e.facts ->> p.field
                    = 'sha256:' || encode(sha256(p.salt || convert_to(p.value, 'UTF8')), 'hex'))
                from audit_personal p join (
                    select id, detail as facts from audit_entry union all select id, data from outbox_event) e
                    on e.id = p.row_id
                order by 1
                """))
                .containsExactly("ACone address 192.0.2.1 t", "ACone reason Jane t", "ACone reason Jane t");
        assertThat(column("select detail ->> 'reason' from audit_entry where tenant_id = 'ACtwo'"))
                .containsExactly("role");
        assertThat(column("select count(*) from journal_pending")).containsExactly("0");
        assertThat(column("select count(*) from pg_trigger where tgname like '%_append_only' and tgenabled <> 'O'"))
                .containsExactly("0");
    }

    @Test
    void rowsOfAnOlderReplicaAreQueued() throws SQLException {
        // Given
        migrate("15");
        // When
        execute("""
                with audit as (
                    insert into audit_entry (tenant_id, occurred_at, account_id, action, actor_kind, actor_id, door, subject,
                        detail)
                    values ('ACone', now(), 'ACone', 'x', 'CUSTOMER', 'x', 'native', 'x', '{}'))
                insert into outbox_event (tenant_id, occurred_at, account_id, type, subject, data)
                values ('ACone', now(), 'ACone', 'x', 'x', '{}')
                """);
        // Then
        assertThat(column("select concat_ws(' ', tenant_id, account_id, kind) from journal_pending order by 1"))
                .containsExactly("ACone ACone AUDIT", "ACone ACone EVENT");
    }
}
