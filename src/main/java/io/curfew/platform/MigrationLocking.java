package io.curfew.platform;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import java.util.Map;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * How Flyway migrates where replicas start together and starts are killed.
 *
 * <p>A replica waits for as long as another one migrates: Flyway's own patience ends after about fifty seconds, which
 * would turn a long migration into failing starts of everybody else.
 *
 * <p>One connection writes a migration's objects and its line in the history, in one transaction. By default Flyway holds
 * its lock by a transaction and writes the history within that one, on a second connection: a start that is killed between
 * the two commits would leave objects that no later start expects.
 */
@Singleton
class MigrationLocking implements FlywayConfigurationCustomizer {
    private static final int WITHOUT_END = -1;

    @Override
    public void customize(FluentConfiguration configuration) {
        configuration.lockRetryCount(WITHOUT_END);
        configuration.configuration(Map.of("flyway.postgresql.transactional.lock", "false"));
    }
}
