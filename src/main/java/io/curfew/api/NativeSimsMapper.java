package io.curfew.api;

import io.curfew.api.wire.SimBody;
import io.curfew.api.wire.StockSimBody;
import io.curfew.sims.Coverage;
import io.curfew.sims.ModuleType;
import io.curfew.sims.SimType;
import io.curfew.sims.SimView;
import io.curfew.sims.StockSim;
import io.curfew.sims.StockView;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Between the core's SIMs and the native API's. */
final class NativeSimsMapper {
    private static final int MAX_TEXT = 100;
    private static final int MAX_SIMS = 1000;
    private static final List<String> COVERAGES =
            Arrays.stream(Coverage.values()).map(Coverage::code).toList();
    private static final List<String> TYPES = List.of("uicc", "euicc");
    private static final List<String> MODULES =
            Arrays.stream(ModuleType.values()).map(NativeSimsMapper::word).toList();

    private NativeSimsMapper() {}

    /**
     * A SIM to be added to the stock.
     *
     * @param forAccountId the account it is meant for as the caller names it, null for none
     * @param sim the SIM, given the main account it is meant for
     */
    record Wanted(@Nullable String forAccountId, Function<@Nullable String, StockSim> sim) {}

    /** The SIMs that {@code sims} lists; what is wrong is noted in the body. */
    static List<Wanted> stock(JsonBody body) {
        return body.objects("sims", MAX_SIMS).stream()
                .map(NativeSimsMapper::wanted)
                .toList();
    }

    private static Wanted wanted(JsonBody sim) {
        String simId = sim.requiredText("simId", MAX_TEXT);
        String coverage = sim.requiredWord("coverage", COVERAGES);
        String type = sim.requiredWord("type", TYPES);
        String module = sim.requiredWord("moduleType", MODULES);
        String subscription = sim.requiredText("subscription", MAX_TEXT);
        String iccid = sim.requiredText("iccid", MAX_TEXT);
        String imsi = sim.requiredText("imsi", MAX_TEXT);
        String msisdn = sim.requiredText("msisdn", MAX_TEXT);
        String serialNumber = sim.requiredText("serialNumber", MAX_TEXT);
        String secret = sim.requiredText("registrationSecret", MAX_TEXT);
        return new Wanted(
                sim.text("forAccountId", MAX_TEXT),
                tenant -> new StockSim(
                        simId,
                        coverage.equals(Coverage.JAPAN.code()) ? Coverage.JAPAN : Coverage.GLOBAL,
                        type.equals("euicc") ? SimType.EUICC : SimType.UICC,
                        ModuleType.valueOf(module.toUpperCase(Locale.ROOT)),
                        subscription,
                        iccid,
                        imsi,
                        msisdn,
                        serialNumber,
                        secret,
                        tenant));
    }

    static StockSimBody stock(StockView sim) {
        return new StockSimBody(
                sim.simId(),
                sim.coverage().code(),
                word(sim.type()),
                word(sim.moduleType()),
                sim.subscription(),
                sim.iccid(),
                sim.imsi(),
                sim.msisdn(),
                sim.serialNumber(),
                null,
                sim.forTenantId(),
                word(sim.state()),
                sim.addedAt());
    }

    static SimBody sim(SimView sim) {
        SimView.Session session = sim.session();
        return new SimBody(
                sim.simId(),
                sim.accountId(),
                sim.coverage().code(),
                sim.subscription(),
                word(sim.status()),
                sim.isOnline(),
                session == null
                        ? null
                        : new SimBody.Session(
                                session.sessionId(),
                                session.imsi(),
                                session.imei(),
                                session.ueIpAddress(),
                                session.startedAt(),
                                session.endedAt()),
                sim.returnDue(),
                sim.returnedAt(),
                sim.version());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
