package io.curfew.api;

import io.curfew.kernel.Cursor;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.PageRequest;
import io.curfew.kernel.Slice;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Cursors. A cursor names the last row of a page, so that the next one neither repeats nor loses rows. */
final class Paging {
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;
    private static final Pattern PLACE = Pattern.compile("([0-9]{1,18}):([A-Z]{2}[0-9a-f]{32}|[1-9][0-9]{14})");

    private Paging() {}

    /**
     * The page asked for.
     *
     * <p>Refuses with {@link ErrorCode#BAD_REQUEST}, {@link ErrorCode#PAGE_SIZE_TOO_LARGE} and
     * {@link ErrorCode#PAGE_TOKEN_INVALID}.
     */
    static PageRequest of(@Nullable String limit, @Nullable String cursor) {
        return new PageRequest(limit(limit), cursor == null ? null : read(cursor), 0);
    }

    private static int limit(@Nullable String text) {
        if (text == null) {
            return DEFAULT_LIMIT;
        }
        if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) == 0) {
            throw FieldErrors.refusal("limit", "Is a number from 1 to " + MAX_LIMIT + ".");
        }
        int limit = Integer.parseInt(text);
        if (limit > MAX_LIMIT) {
            throw new DomainException(ErrorCode.PAGE_SIZE_TOO_LARGE, "A page has " + MAX_LIMIT + " rows at most.");
        }
        return limit;
    }

    private static Cursor read(String cursor) {
        try {
            Matcher place = PLACE.matcher(new String(Base64.getUrlDecoder().decode(cursor), StandardCharsets.US_ASCII));
            if (place.matches()) {
                Instant at = Instant.EPOCH.plus(Long.parseLong(place.group(1)), ChronoUnit.MICROS);
                return new Cursor(at, place.group(2), Cursor.Direction.OLDER);
            }
        } catch (IllegalArgumentException e) {
            // Told below, like one of another form.
        }
        throw new DomainException(ErrorCode.PAGE_TOKEN_INVALID, "The cursor is not one of this service's.");
    }

    /** The cursor of the page after {@code page}; null when that was the last one. */
    static <T> @Nullable String next(Slice<T> page, Function<T, Instant> at, Function<T, String> id) {
        if (!page.hasOlder() || page.items().isEmpty()) {
            return null;
        }
        T last = page.items().get(page.items().size() - 1);
        String place = ChronoUnit.MICROS.between(Instant.EPOCH, at.apply(last)) + ":" + id.apply(last);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(place.getBytes(StandardCharsets.US_ASCII));
    }
}
