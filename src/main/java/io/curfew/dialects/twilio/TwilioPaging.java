package io.curfew.dialects.twilio;

import io.curfew.dialects.twilio.wire.TwilioMeta;
import io.curfew.kernel.Cursor;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import io.curfew.kernel.PageRequest;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Twilio's paging: {@code PageSize}, {@code Page} and {@code PageToken}. The token names the row at which a page
 * starts, so that pages neither repeat nor lose rows while others are added. {@code Page} is the client's own count;
 * without a token it is an offset.
 *
 * @param page the number of the page as the client counts, from 0
 * @param size rows per page
 * @param token the token sent, null for none
 * @param request the part of the list that is asked for
 */
record TwilioPaging(int page, int size, @Nullable String token, PageRequest request) {
    private static final int DEFAULT_SIZE = 50;
    private static final int MAX_SIZE = 1000;
    private static final int MAX_PAGE = 1_000_000;
    private static final Pattern TOKEN = Pattern.compile("P([AB])([A-Z]{2}[0-9a-f]{32})([0-9a-f]{1,14})");

    /** A row that pages can start from. */
    record Position(Instant at, String id) {}

    /**
     * Reads the paging parameters.
     *
     * <p>Refuses with {@link ErrorCode#PAGE_SIZE_TOO_LARGE}, {@link ErrorCode#PAGE_TOKEN_INVALID} and
     * {@link ErrorCode#BAD_REQUEST}.
     */
    static TwilioPaging of(TwilioParams query) {
        int size = query.integer("PageSize").orElse(DEFAULT_SIZE);
        int page = query.integer("Page").orElse(0);
        if (size > MAX_SIZE) {
            throw new DomainException(ErrorCode.PAGE_SIZE_TOO_LARGE, "PageSize is " + MAX_SIZE + " at most");
        }
        if (size < 1 || page < 0 || page > MAX_PAGE) {
            throw new DomainException(ErrorCode.BAD_REQUEST, "PageSize is at least 1, Page at least 0");
        }
        Optional<String> token = query.get("PageToken").filter(text -> !text.isEmpty());
        PageRequest request = token.map(text -> new PageRequest(size, cursor(text), 0))
                .orElseGet(() -> new PageRequest(size, null, (long) page * size));
        return new TwilioPaging(page, size, token.orElse(null), request);
    }

    /** How many rows come before this page, as the client counts. */
    long offset() {
        return (long) page * size;
    }

    private static Cursor cursor(String token) {
        Matcher parts = TOKEN.matcher(token);
        if (!parts.matches()) {
            throw new DomainException(ErrorCode.PAGE_TOKEN_INVALID, "Invalid PageToken");
        }
        Instant at = Instant.EPOCH.plus(Long.parseLong(parts.group(3), 16), ChronoUnit.MICROS);
        return new Cursor(
                at, parts.group(2), parts.group(1).equals("A") ? Cursor.Direction.OLDER : Cursor.Direction.NEWER);
    }

    private static String token(char kind, Position position) {
        return "P" + kind + position.id() + Long.toHexString(ChronoUnit.MICROS.between(Instant.EPOCH, position.at()));
    }

    /**
     * Links of a page.
     *
     * @param start zero-based number of the first row, 0 on an empty page
     * @param end zero-based number of the last row, 0 on an empty page
     * @param uri this page
     * @param first the first page
     * @param next the next page, null at the end
     * @param previous the previous page, null at the start
     */
    record Links(
            int start,
            int end,
            String uri,
            String first,
            @Nullable String next,
            @Nullable String previous) {}

    /**
     * The links of this page.
     *
     * @param base what links begin with, up to the query
     * @param query the call's parameters
     * @param filters names of the filters, which the links repeat
     * @param rows the positions of the page's rows in the list
     * @param hasMore whether rows follow
     */
    Links links(String base, TwilioParams query, List<String> filters, List<Position> rows, boolean hasMore) {
        List<String> repeated = new ArrayList<>();
        for (String filter : filters) {
            query.all(filter).forEach(value -> repeated.add(encode(filter) + "=" + encode(value)));
        }
        int start = rows.isEmpty() ? 0 : page * size;
        return new Links(
                start,
                rows.isEmpty() ? 0 : start + rows.size() - 1,
                link(base, repeated, page, token),
                link(base, repeated, 0, null),
                hasMore && !rows.isEmpty()
                        ? link(base, repeated, page + 1, token('A', rows.get(rows.size() - 1)))
                        : null,
                page > 0 ? previous(base, repeated, rows) : null);
    }

    /**
     * The envelope of the v1 products for this page.
     *
     * @param key the name under which the list appears
     * @param links the page's links, absolute
     */
    TwilioMeta meta(String key, Links links) {
        return new TwilioMeta(key, page, size, links.uri(), links.first(), links.previous(), links.next());
    }

    /** The page before an empty one depends on the client's own count, which only an offset can express. */
    private String previous(String base, List<String> repeated, List<Position> rows) {
        return link(base, repeated, page - 1, rows.isEmpty() ? null : token('B', rows.get(0)));
    }

    private String link(String base, List<String> repeated, int number, @Nullable String withToken) {
        List<String> parameters = new ArrayList<>(repeated);
        parameters.add("PageSize=" + size);
        parameters.add("Page=" + number);
        if (withToken != null) {
            parameters.add("PageToken=" + withToken);
        }
        return base + "?" + String.join("&", parameters);
    }

    private static String encode(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
