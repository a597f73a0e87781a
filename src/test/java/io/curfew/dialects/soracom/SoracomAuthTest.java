package io.curfew.dialects.soracom;

import static io.curfew.dialects.soracom.SoracomHttp.as;
import static io.curfew.dialects.soracom.SoracomHttp.assertError;
import static io.curfew.dialects.soracom.SoracomHttp.login;
import static io.curfew.dialects.soracom.SoracomHttp.payload;
import static io.curfew.dialects.soracom.SoracomHttp.post;
import static io.curfew.dialects.soracom.SoracomHttp.root;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.dialects.soracom.SoracomHttp.Pair;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.Operators;
import io.curfew.testing.Operators.Operator;
import io.curfew.testing.SettableClock;
import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Map;
import org.junit.jupiter.api.Test;

@CurfewTest
class SoracomAuthTest {
    @Inject
    Operators operators;

    @Inject
    SettableClock clock;

    @Inject
    Database database;

    @Test
    void rootLogsInWithItsAuthKey() {
        // Given
        Operator operator = operators.operator();
        // When
        Response response = login(Map.of("authKeyId", operator.authKeyId(), "authKey", operator.authKey()));
        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.jsonPath().<String, Object>getMap("$"))
                .containsOnlyKeys("apiKey", "token", "operatorId")
                .containsEntry("operatorId", operator.id());
        assertThat(response.<String>path("apiKey"))
                .matches("api-[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}");
        String token = response.path("token");
        assertThat(token.split("\\.", -1)).hasSize(3);
        assertThat(JsonPath.from(payload(token)).getString("operator.operatorId"))
                .isEqualTo(operator.id());
    }

    @Test
    void loggedOutPairIsDeadAtOnce() {
        // Given
        Pair pair = root(operators.operator());
        // When
        Response logout = post(pair, "/v1/auth/logout");
        // Then
        assertThat(logout.statusCode()).isEqualTo(204);
        assertThat(logout.body().asString()).isEmpty();
        assertError(post(pair, "/v1/auth/logout"), 401, "AUM0013", "Invalid API key or token.");
    }

    @Test
    void prefixIsTakenOffAndLimitsAreTold() {
        // Given
        Pair pair = root(operators.operator());
        // When
        Response logout = as(pair).noContentType().post("/jp/v1/auth/logout");
        // Then
        assertThat(logout.statusCode()).isEqualTo(204);
        assertThat(logout.header("X-Soracom-Ratelimit-Limit")).isEqualTo("60000");
        assertThat(logout.header("X-Soracom-Ratelimit-Remaining")).isEqualTo("59999");
        assertThat(logout.header("X-Soracom-Ratelimit-Seconds-Before-Refresh")).isEqualTo("60");
    }
}
