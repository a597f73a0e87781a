package io.curfew.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import jakarta.inject.Inject;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A statement, a lock or a forgotten transaction holds a connection for so long and no longer. */
@CurfewTest
class DatabaseSettingsTest {
    @Inject
    Database database;

    @Test
    void serverGivesUpWhatTakesTooLong() {
        assertThat(database.rows("""
                        select name, setting from pg_settings
                        where name in ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout')
                        order by name
                        """))
                .containsExactly(
                        List.of("idle_in_transaction_session_timeout", "10000"),
                        List.of("lock_timeout", "5000"),
                        List.of("statement_timeout", "6000"));
    }
}
