package io.curfew.platform;

import io.quarkus.flyway.FlywayConfigurationCustomizer;
import jakarta.inject.Singleton;
import org.flywaydb.core.api.configuration.FluentConfiguration;

/**
 * Lets a replica wait for as long as another one migrates. Flyway's own patience ends after about fifty seconds, which
 * would turn a long migration into failing starts of everybody else.
 */
@Singleton
class PatientMigration implements FlywayConfigurationCustomizer {

    private static final int WITHOUT_END = -1;

    @Override
    public void customize(FluentConfiguration configuration) {
        configuration.lockRetryCount(WITHOUT_END);
    }
}
