package io.curfew.accounts;

import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.accounts.Directory.Kind;
import io.curfew.kernel.Ids;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.Race;
import io.quarkus.hibernate.reactive.panache.Panache;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@CurfewTest
class DirectoryTest {
    @Inject
    Directory directory;

    @Inject
    Database database;

    private final String tenantId = "AC" + Ids.hex(16);
    private final String sim = Ids.digits(19);
    private final String imsi = Ids.digits(15);

    private Map<String, Kind> ids(String simId, String imsiId) {
        Map<String, Kind> ids = new LinkedHashMap<>();
        ids.put(simId, Kind.SIM);
        ids.put(imsiId, Kind.IMSI);
        return ids;
    }

    private boolean claim(Map<String, Kind> ids, String targetId) {
        return await(() -> Panache.withTransaction(() -> directory.claim(ids, tenantId, targetId)));
    }

    private List<Object> entries() {
        return database.column("select id from directory where tenant_id = $1 order by id", tenantId);
    }

    @Test
    void idsThatAreFreeAreAllEntered() {
        assertThat(claim(ids(sim, imsi), sim)).isTrue();
        assertThat(entries())
                .containsExactlyElementsOf(Stream.of(sim, imsi).sorted().toList());
    }

    @Test
    void whereOneIsTakenNothingIsLeftBehind() {
        // Given
        claim(Map.of(imsi, Kind.IMSI), "another");
        // When
        boolean claimed = claim(ids(sim, imsi), sim);
        // Then
        assertThat(claimed).isFalse();
        assertThat(entries()).containsExactly(imsi);
        assertThat(database.column("select target_id from directory where id = $1", imsi))
                .as("what was there before stays")
                .containsExactly("another");
        assertThat(claim(Map.of(sim, Kind.SIM), "another"))
                .as("the id is free for whoever comes next")
                .isTrue();
    }

    @Test
    void ofTwoWhoClaimTheSameAtTheSameTimeOneGetsAllAndTheOtherNothing() {
        // Given
        String other = Ids.digits(19);
        // When
        List<Race.Result<Boolean>> results = Race.run(
                () -> Panache.withTransaction(() -> directory.claim(ids(sim, imsi), tenantId, sim)),
                () -> Panache.withTransaction(() -> directory.claim(ids(other, imsi), tenantId, other)));
        // Then
        assertThat(results.stream().map(Race.Result::item)).containsExactlyInAnyOrder(true, false);
        assertThat(database.column("select target_id from directory where tenant_id = $1", tenantId))
                .hasSize(2)
                .containsOnly(Boolean.TRUE.equals(results.get(0).item()) ? sim : other);
    }
}
