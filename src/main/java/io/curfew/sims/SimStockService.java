package io.curfew.sims;

import io.curfew.kernel.ErrorCode;
import io.smallrye.common.annotation.CheckReturnValue;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SIMs that nobody holds yet. For the platform operator, and for the sandbox. */
@ApplicationScoped
public class SimStockService {
    /**
     * Adds SIMs, all of them or none.
     *
     * <p>Refuses with {@link ErrorCode#SUBSCRIPTION_INVALID} (unknown, virtual, or of another coverage),
     * {@link ErrorCode#BAD_REQUEST} for ids that are not digits or a missing secret, and
     * {@link ErrorCode#STOCK_DUPLICATE}.
     */
    @CheckReturnValue
    public Uni<List<StockView>> add(List<StockSim> sims) {
        throw new UnsupportedOperationException();
    }

    /**
     * Makes up a SIM with fictional ids and a secret, and adds it: what a sandbox hands out.
     *
     * <p>Refuses with {@link ErrorCode#SUBSCRIPTION_INVALID}.
     *
     * @param forTenantId the only main account that may register it, null for anybody
     * @return with its secret, which is shown nowhere else
     */
    @CheckReturnValue
    public Uni<StockSim> make(Coverage coverage, String subscription, @Nullable String forTenantId) {
        throw new UnsupportedOperationException();
    }

    /** A SIM of the stock, registered or not; {@link ErrorCode#NOT_FOUND} when this installation does not know it. */
    @CheckReturnValue
    public Uni<StockView> find(SimRef sim) {
        throw new UnsupportedOperationException();
    }

    /**
     * A page of the stock that can be registered, by id.
     *
     * @param after the last id of the page before, null for the first page
     */
    @CheckReturnValue
    public Uni<List<StockView>> list(int size, @Nullable String after) {
        throw new UnsupportedOperationException();
    }
}
