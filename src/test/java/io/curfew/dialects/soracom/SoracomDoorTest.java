package io.curfew.dialects.soracom;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SoracomDoorTest {
    private final SoracomDoor door = new SoracomDoor();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/auth",
                "/v1/auth/logout",
                "/v1/sims",
                "/v1/sims/8981/tags/a%2Fb",
                "/v1/subscribers/44010",
                "/v1/query/sims",
                "/v1/operators/OP1",
                "/v1/groups",
                "/v1/bills/latest",
                "/v1/coupons",
                "/v1/stats/air/sims/1",
                "/v1/sandbox/init",
                "/v1/resource_summaries/simsPerStatus",
                "/g/v1/sims",
                "/jp/v1/sims",
                "/jp/v1",
                "/g/v1/anything"
            })
    void ownsItsPaths(String path) {
        assertThat(door.owns(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/Services",
                "/v1/AuthTokens/Secondary",
                "/v1/Keys",
                "/v1/authx",
                "/v1/simsalabim",
                "/v1",
                "/g/v2/sims",
                "/g/v1x",
                "/xx/v1/sims",
                "/api/v1/sims",
                "/2010-04-01/Accounts.json",
                "/"
            })
    void ownsNothingElse(String path) {
        assertThat(door.owns(path)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/sims, localhost, GLOBAL",
        "/v1/sims, g.api.soracom.io, GLOBAL",
        "/v1/sims, g.api-sandbox.soracom.io, GLOBAL",
        "/v1/sims, api.soracom.io, JAPAN",
        "/v1/sims, API.Soracom.io, JAPAN",
        "/v1/sims, api-sandbox.soracom.io, JAPAN",
        "/g/v1/sims, api.soracom.io, GLOBAL",
        "/jp/v1/sims, g.api.soracom.io, JAPAN",
        "/jp/v1/sims, localhost, JAPAN"
    })
    void coverageIsThePrefixsElseTheHosts(String path, String host, SoracomCoverage coverage) {
        assertThat(SoracomCoverage.of(path, host)).isEqualTo(coverage);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/sims, SIMS",
        "/v1/sims/8942310/terminate, SIMS",
        "/v1/resource_summaries/sims, RESOURCE_SUMMARIES",
        "/v1/auth/logout, AUTH",
        "/v1/invented1, OTHER",
        "/v1/invented2/x, OTHER",
        "/v1, OTHER"
    })
    void callsAreLimitedByKnownGroups(String path, SoracomCallGroup group) {
        assertThat(SoracomCallGroup.of(path)).isEqualTo(group);
    }
}
