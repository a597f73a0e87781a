package io.curfew.dialects.soracom;

import io.curfew.kernel.Slice;
import io.curfew.sims.SimView;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Pages of SIMs and of subscribers. */
final class SoracomLists {
    private SoracomLists() {}

    /**
     * A page of SIMs.
     *
     * @param key gives the key of a SIM; the last SIM's key is the one for the next page
     */
    static Response sims(SoracomCall call, Slice<SimView> page, Function<SimView, String> key) {
        return SoracomPaging.page(
                call,
                page.items().stream()
                        .map(sim -> SoracomSimMapper.sim(sim, call.operatorId()))
                        .toList(),
                next(page, key));
    }

    /** A page of subscribers: the primary subscription of each SIM. */
    static Response subscribers(SoracomCall call, Slice<SimView> page) {
        return SoracomPaging.page(
                call,
                page.items().stream()
                        .map(sim -> SoracomSimMapper.subscriber(sim, sim.primaryImsi(), call.operatorId()))
                        .toList(),
                next(page, SimView::primaryImsi));
    }

    /** The key of a SIM in the list whose keys contain its creation time. */
    static String place(SimView sim) {
        return SoracomPaging.key(sim.createdAt(), sim.simId());
    }

    static <T> @Nullable String next(Slice<T> page, Function<T, String> key) {
        List<T> items = page.items();
        return page.hasOlder() && !items.isEmpty() ? key.apply(items.get(items.size() - 1)) : null;
    }
}
