package io.curfew.dialects.soracom;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.Slice;
import io.curfew.sims.HistoryRange;
import io.curfew.sims.SessionRecord;
import io.curfew.sims.StatusRecord;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Pages of a SIM's history. The key of a record is its time and, after an underscore, its position, since several
 * records may have the same time. The bare time that a record shows, in milliseconds or seconds, is accepted too, and
 * the page then begins after that time.
 */
final class SoracomHistory {
    private static final Pattern KEY = Pattern.compile("[0-9]{1,18}_([0-9]{1,18})");

    /** The smallest number that is read as milliseconds and not as seconds, the same as for an expiry. */
    private static final long FIRST_MILLIS = SoracomSimRequests.FIRST_MILLIS;

    /** The latest time that is accepted. No record is later, and every database can store it. */
    private static final long LAST_MILLIS = 253_402_300_799_999L;

    private static final Duration TICK = Duration.of(1, ChronoUnit.MICROS);

    private SoracomHistory() {}

    /**
     * The range that a call asks for with {@code from}, {@code to}, {@code sort}, {@code limit} and
     * {@code last_evaluated_key}.
     *
     * @param limit how many records a page has at most unless the call says otherwise
     */
    static HistoryRange range(SoracomQuery query, int limit) {
        SoracomPaging paging = SoracomPaging.of(query, limit);
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
        return after(paging.key(), new HistoryRange(from, to, oldestFirst, paging.limit(), null));
    }

    private static @Nullable Instant instant(SoracomQuery query, String name) {
        return query.number(name).map(SoracomHistory::instant).orElse(null);
    }

    private static Instant instant(long millis) {
        return Instant.ofEpochMilli(Math.max(0, Math.min(millis, LAST_MILLIS)));
    }

    /** The part of a range after a key; refuses a malformed key with {@link ErrorCode#PAGE_TOKEN_INVALID}. */
    private static HistoryRange after(@Nullable String key, HistoryRange all) {
        if (key == null) {
            return all;
        }
        Matcher parts = KEY.matcher(key);
        if (parts.matches()) {
            return new HistoryRange(
                    all.from(), all.to(), all.oldestFirst(), all.size(), Long.parseLong(parts.group(1)));
        }
        long time = SoracomNumber.whole(SoracomNumber.ofQuery(key)).orElseThrow(SoracomPaging::invalid);
        if (time < 0) {
            throw SoracomPaging.invalid();
        }
        Duration unit = time < FIRST_MILLIS ? Duration.ofSeconds(1) : Duration.ofMillis(1);
        Instant shown = time < FIRST_MILLIS ? Instant.ofEpochSecond(time) : instant(time);
        return all.oldestFirst() ? all.notBefore(shown.plus(unit)) : all.notAfter(shown.minus(TICK));
    }

    private static String key(Instant at, long position) {
        return at.toEpochMilli() + "_" + position;
    }

    static Response statuses(SoracomCall call, Slice<StatusRecord> page) {
        return SoracomPaging.page(
                call,
                page.items().stream().map(SoracomSimMapper::status).toList(),
                SoracomLists.next(page, status -> key(status.at(), status.position())));
    }

    static Response sessions(SoracomCall call, Slice<SessionRecord> page) {
        return SoracomPaging.page(
                call,
                page.items().stream()
                        .map(event -> SoracomSimMapper.event(event, call.operatorId()))
                        .toList(),
                SoracomLists.next(page, event -> key(event.at(), event.position())));
    }
}
