package io.curfew.platform.start;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseAddressTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://db:5432/curfew",
                "postgresql://db/curfew",
                "postgresql://[::1]:5432/curfew",
                "postgresql://a:5432,[::1]:5433,c/curfew?targetServerType=primary",
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
                "postgresql://a,,b/curfew",
                "postgresql://a:port,b/curfew",
                "db:5432/curfew"
            })
    void refusesEverythingElseWithoutRepeatingIt(String url) {
        assertThatThrownBy(() -> DatabaseAddress.configured(url, "curfew", "hidden"))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("postgresql://host:port/database")
                .hasMessageNotContaining("hidden");
    }

    @ParameterizedTest
    @CsvSource({
        "'postgresql://a,b/curfew', ?targetServerType=primary, ''",
        "'postgresql://a,b/curfew?sslmode=require', &targetServerType=primary, ?sslmode=require",
        "'postgresql://a,b/curfew?targetServerType=primary&sslmode=require', '', ?sslmode=require",
    })
    void ofSeveralHostsOnlyThePrimaryIsMeant(String url, String added, String byHost) {
        // When
        DatabaseAddress address = DatabaseAddress.configured(url, "curfew", "hidden");
        // Then
        assertThat(address.hasSeveralHosts()).isTrue();
        assertThat(address.url()).isEqualTo(url + added);
        assertThat(address.urlsByHost())
                .containsExactly("postgresql://a/curfew" + byHost, "postgresql://b/curfew" + byHost);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgresql://a,b/curfew?targetServerType=secondary",
                "postgresql://a,b/curfew?sslmode=require&targetServerType=any",
                "postgresql://a/curfew?targetServerType=preferSecondary"
            })
    void refusesAnAddressOfStandbys(String url) {
        assertThatThrownBy(() -> DatabaseAddress.configured(url, "curfew", "hidden"))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("targetServerType can only be primary");
    }

    @Test
    void namesTheHostAndNotThePassword() {
        DatabaseAddress address = DatabaseAddress.configured("postgresql://db:5432/curfew", "me", "hidden");

        assertThat(address).hasToString("me at db:5432");
    }
}
