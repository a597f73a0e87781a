package io.curfew.dialects.soracom;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.Slice;
import io.curfew.sims.HistoryRange;
import io.curfew.sims.SessionRecord;
import io.curfew.sims.StatusRecord;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Pages of what happened to a SIM. */
final class SoracomHistory {
    private SoracomHistory() {}

    /**
     * What a call asks for by {@code from}, {@code to}, {@code sort}, {@code limit} and {@code last_evaluated_key}.
     *
     * @param limit records at most unless the call says otherwise
     */
    static HistoryRange range(SoracomQuery query, int limit) {
        SoracomPaging paging = SoracomPaging.strict(query, limit);
        Instant from = instant(query, "from");
        Instant to = instant(query, "to");
        if (from != null && to != null && from.isAfter(to)) {
            throw new DomainException(ErrorCode.BAD_REQUEST, "from is not after to.");
        }
        boolean oldestFirst = switch (query.get("sort").orElse("desc")) {
            case "desc" -> false;
            case "asc" -> true;
            default -> throw new DomainException(ErrorCode.BAD_REQUEST, "sort is desc or asc.");
        };
        return new HistoryRange(from, to, oldestFirst, paging.limit(), paging.position());
    }

    private static @Nullable Instant instant(SoracomQuery query, String name) {
        return query.number(name).map(Instant::ofEpochMilli).orElse(null);
    }

    static Response statuses(SoracomCall call, Slice<StatusRecord> page) {
        return SoracomPaging.page(
                call,
                page.items().stream().map(SoracomSimMapper::status).toList(),
                SoracomLists.next(page, status -> Long.toString(status.position())));
    }

    static Response sessions(SoracomCall call, Slice<SessionRecord> page) {
        return SoracomPaging.page(
                call,
                page.items().stream()
                        .map(event -> SoracomSimMapper.event(event, call.operatorId()))
                        .toList(),
                SoracomLists.next(page, event -> Long.toString(event.position())));
    }
}
