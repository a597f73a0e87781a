package io.curfew.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.kernel.DomainError;
import io.curfew.kernel.ErrorCode;
import jakarta.ws.rs.core.Response;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ProblemsTest {
    @ParameterizedTest
    @EnumSource
    void everyRefusalIsAProblemWithAStableCode(ErrorCode code) {
        // When
        Response response = Problems.response(new DomainError(code, "A sentence."));
        // Then
        int status = response.getStatus();
        assertThat(status).isBetween(400, 503);
        assertThat(status >= 500).isEqualTo(code == ErrorCode.INTERNAL || code == ErrorCode.UNAVAILABLE);
        assertThat(response.getMediaType()).hasToString("application/problem+json");
        assertThat(response.getHeaderString("WWW-Authenticate"))
                .isEqualTo(status == 401 ? "Bearer realm=\"Curfew\"" : null);
        Map<?, ?> body = (Map<?, ?>) response.getEntity();
        assertThat(body.get("status")).isEqualTo(status);
        assertThat(body.get("code").toString()).matches("[a-z]+(-[a-z]+)*").isEqualTo(Problems.code(code));
        assertThat(body.get("title").toString()).isNotBlank();
        assertThat(body.get("detail")).isEqualTo("A sentence.");
    }

    @Test
    void factsAreMembersAndThoseOfAPurgedAccountATombstone() {
        Map<String, Object> facts = Map.of("closedAt", "2026-11-22T12:00:00Z");
        assertThat(((Map<?, ?>) Problems.response(new DomainError(ErrorCode.BLOCKED, "x", facts))
                                .getEntity())
                        .get("closedAt"))
                .isEqualTo("2026-11-22T12:00:00Z");
        assertThat(((Map<?, ?>) Problems.response(new DomainError(ErrorCode.PURGED, "x", facts))
                                .getEntity())
                        .get("tombstone"))
                .isEqualTo(facts);
    }
}
