package io.curfew.sims;

import static io.curfew.sims.SimDesk.refusal;
import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.credentials.SecretHash;
import io.curfew.kernel.ErrorCode;
import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.Race;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.inject.Inject;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** How registration secrets are kept, and that those kept in the earlier way are not lost. */
@CurfewTest
class SimSecretsTest {
    @Inject
    SimStockService stock;

    @Inject
    SimService sims;

    @Inject
    SimDesk desk;

    @Inject
    Accounts accounts;

    @Inject
    Database database;

    private StockSim made() {
        return await(() -> stock.make(Coverage.GLOBAL, "plan01s", null, Accounts.PLATFORM));
    }

    /** As an earlier version has kept it. */
    private StockSim madeEarlier() {
        StockSim sim = made();
        database.execute(
                "update sim_stock set secret_hash = $2, secret_sealed = false where sim_id = $1",
                sim.simId(),
                Buffer.buffer(SecretHash.of(sim.registrationSecret())));
        return sim;
    }

    private Object kept(StockSim sim) {
        return database.column("select secret_hash from sim_stock where sim_id = $1", sim.simId())
                .get(0);
    }

    @Test
    void secretCannotBeFoundFromWhatIsKept() {
        // Given
        StockSim sim = made();
        StockSim twin = new StockSim(
                SimIds.iccid(),
                sim.coverage(),
                sim.type(),
                sim.moduleType(),
                sim.subscription(),
                SimIds.iccid(),
                SimIds.imsi(),
                sim.msisdn(),
                SimIds.serialNumber(),
                sim.registrationSecret(),
                null);
        await(() -> stock.add(List.of(twin), Accounts.PLATFORM));
        // Then
        assertThat(kept(sim))
                .isNotEqualTo(Buffer.buffer(SecretHash.of(sim.registrationSecret())))
                .isNotEqualTo(kept(twin));
        assertThat(((Buffer) kept(sim)).length()).isEqualTo(32);
    }

    @Test
    void secretsOfAnEarlierVersionAreSealedAndStillRight() {
        // Given
        Credentials main = accounts.main();
        List<StockSim> earlier =
                IntStream.range(0, 20).mapToObj(i -> madeEarlier()).toList();
        StockSim unsealed = madeEarlier();
        assertThat(desk.register(main, main, unsealed).simId())
                .as("one that was not sealed yet")
                .isEqualTo(unsealed.simId());
        // When two replicas start
        Supplier<Uni<Integer>> start = () -> stock.sealSecrets();
        List<Race.Result<Integer>> sealed = Race.run(Collections.nCopies(2, start));
        // Then
        assertThat(sealed).allSatisfy(result -> assertThat(result.failure()).isNull());
        assertThat(database.count("select count(*) from sim_stock where not secret_sealed and secret_hash is not null"))
                .isZero();
        assertThat(await(() -> stock.sealSecrets())).isZero();
        for (StockSim sim : earlier) {
            assertThat(kept(sim)).isNotEqualTo(Buffer.buffer(SecretHash.of(sim.registrationSecret())));
            RegisterSim right = SimDesk.registering(main, main, sim);
            String secret = sim.registrationSecret();
            assertThat(await(() -> sims.register(right, secret)).simId()).isEqualTo(sim.simId());
            assertThat(refusal(() -> await(() -> sims.register(right, secret + "0"))))
                    .contains(ErrorCode.REGISTRATION_REFUSED);
        }
    }
}
