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
     * SIMs.
     *
     * @param key what the next page is asked for by, of the last SIM of this one
     */
    static Response sims(SoracomCall call, Slice<SimView> page, Function<SimView, String> key) {
        return SoracomPaging.page(
                call,
                page.items().stream()
                        .map(sim -> SoracomSimMapper.sim(sim, call.operatorId()))
                        .toList(),
                next(page, key));
    }

    /** The primary subscription of each SIM. */
    static Response subscribers(SoracomCall call, Slice<SimView> page) {
        return SoracomPaging.page(
                call,
                page.items().stream()
                        .map(sim -> SoracomSimMapper.subscriber(sim, sim.primaryImsi(), call.operatorId()))
                        .toList(),
                next(page, SimView::primaryImsi));
    }

    /** The key of a SIM in the list whose keys tell when it began. */
    static String place(SimView sim) {
        return SoracomPaging.key(sim.createdAt(), sim.simId());
    }

    static <T> @Nullable String next(Slice<T> page, Function<T, String> key) {
        List<T> items = page.items();
        return page.hasOlder() && !items.isEmpty() ? key.apply(items.get(items.size() - 1)) : null;
    }
}
