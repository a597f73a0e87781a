package io.curfew.platform.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://db:5432/curfew",
                "postgresql://db/curfew",
                "postgresql://[::1]:5432/curfew",
                "postgresql://db.example.test:6432/curfew?sslmode=require&connectTimeout=3"
            })
    void acceptsAPostgresqlAddress(String url) {
        assertThat(DatabaseAddress.configured(url, "curfew", "hidden").url()).isEqualTo(url);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://db:5432/curfew",
                "postgres://db:5432/curfew",
                "postgresql://me:hidden@db:5432/curfew",
                "postgresql://db:5432",
                "postgresql:///curfew",
                "db:5432/curfew"
            })
    void refusesEverythingElseWithoutRepeatingIt(String url) {
        assertThatThrownBy(() -> DatabaseAddress.configured(url, "curfew", "hidden"))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("postgresql://host:port/database")
                .hasMessageNotContaining("hidden");
    }

    @Test
    void namesTheHostAndNotThePassword() {
        DatabaseAddress address = DatabaseAddress.configured("postgresql://db:5432/curfew", "me", "hidden");

        assertThat(address).hasToString("me at db:5432");
    }
}
