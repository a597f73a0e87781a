package io.curfew.dialects.soracom;

import io.curfew.kernel.Cursor;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.PageRequest;
import io.smallrye.mutiny.Uni;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * SORACOM's paging: {@code limit} and {@code last_evaluated_key}. The key is the {@code x-soracom-next-key} of the
 * previous page or, for older clients, what the last row of that page shows. A key names a position, so that pages
 * neither repeat nor lose rows while others are added or removed, and continue even if the key's own row is gone. A
 * limit beyond the largest page is reduced to that, since a page may always hold less than was asked for.
 *
 * @param limit rows per page
 * @param key the key sent, null for the first page
 */
record SoracomPaging(int limit, @Nullable String key) {
    /** Rows per page unless the call says otherwise. */
    static final int DEFAULT_LIMIT = 100;

    private static final String KEY = "last_evaluated_key";
    private static final int MAX_LIMIT = 100;
    private static final Pattern PLACE = Pattern.compile("([0-9a-f]{1,14})-([0-9A-Za-z-]{1,64})");
    private static final Pattern GROUP_ID = Pattern.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}");

    /** Reads the paging parameters of a list. */
    static SoracomPaging of(SoracomQuery query) {
        return of(query, DEFAULT_LIMIT);
    }

    /**
     * Reads the paging parameters; refuses a limit below 1 with {@link ErrorCode#BAD_REQUEST}.
     *
     * @param preset rows per page unless the call says otherwise
     */
    static SoracomPaging of(SoracomQuery query, int preset) {
        long limit = query.number("limit").orElse((long) preset);
        if (limit < 1) {
            throw new DomainException(ErrorCode.BAD_REQUEST, "limit is at least 1.");
        }
        return new SoracomPaging(
                (int) Math.min(limit, MAX_LIMIT), query.get(KEY).orElse(null));
    }

    /**
     * The page of a list whose keys are ids; refuses an unknown id with {@link ErrorCode#PAGE_TOKEN_INVALID}.
     *
     * @param place finds the position in the list right after an id
     */
    Uni<PageRequest> byId(Function<String, Uni<Cursor>> place) {
        if (key == null) {
            return Uni.createFrom().item(PageRequest.first(limit));
        }
        return place.apply(key)
                .map(this::after)
                .onFailure(
                        failure -> failure instanceof DomainException refusal && refusal.code() == ErrorCode.NOT_FOUND)
                .transform(failure -> invalid());
    }

    /**
     * The page of a list whose keys come from {@link #key(Instant, String)} or are ids; otherwise like {@link #byId}.
     */
    Uni<PageRequest> byPlace(Function<String, Uni<Cursor>> place) {
        Matcher parts = PLACE.matcher(key == null ? "" : key);
        if (!parts.matches()) {
            return byId(place);
        }
        Instant at = Instant.EPOCH.plus(Long.parseLong(parts.group(1), 16), ChronoUnit.MICROS);
        return Uni.createFrom().item(after(new Cursor(at, parts.group(2), Cursor.Direction.OLDER)));
    }

    /** The id of the last group of the page before, null for the first page; {@link ErrorCode#PAGE_TOKEN_INVALID}. */
    @Nullable
    String afterGroup() {
        if (key != null && !GROUP_ID.matcher(key).matches()) {
            throw invalid();
        }
        return key;
    }

    private PageRequest after(Cursor cursor) {
        return new PageRequest(limit, cursor, 0);
    }

    /** The key of a row in a list that is sorted by creation time. */
    static String key(Instant createdAt, String id) {
        return Long.toHexString(ChronoUnit.MICROS.between(Instant.EPOCH, createdAt)) + "-" + id;
    }

    /** The refusal of a key that does not belong to the list. */
    static DomainException invalid() {
        return new DomainException(ErrorCode.PAGE_TOKEN_INVALID, "last_evaluated_key is not one of this list's.");
    }

    /**
     * The response for a page: a JSON array, and headers that lead to the next page by a path with the caller's own
     * prefix and without a host.
     *
     * @param rows the rows, mapped
     * @param next the key of the last row, null when none follow
     */
    static Response page(SoracomCall call, List<?> rows, @Nullable String next) {
        Response.ResponseBuilder answer = Response.ok(rows);
        if (next == null) {
            return answer.build();
        }
        String rest = call.query().without(KEY);
        String link =
                call.calledPath() + "?" + (rest.isEmpty() ? "" : rest + "&") + KEY + "=" + SoracomText.escaped(next);
        return answer.header("x-soracom-next-key", next)
                .header("link", "<" + link + ">; rel=next")
                .build();
    }
}
