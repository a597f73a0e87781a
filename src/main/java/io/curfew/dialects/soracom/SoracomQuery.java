package io.curfew.dialects.soracom;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The query parameters of a call. Unknown parameters are ignored, and an empty one means the same as an absent one
 * unless it would restrict a list. A bad percent escape and text that is not UTF-8 are {@link ErrorCode#BAD_REQUEST}.
 */
final class SoracomQuery {
    private static final int MAX_PARAMETERS = 1000;

    private final Map<String, List<String>> values = new LinkedHashMap<>();

    /** The names of parameters that came without a value. */
    private final Set<String> empty = new HashSet<>();

    private SoracomQuery() {}

    /** The parameters of a raw query string, which may be empty: some clients send an empty one with every call. */
    static SoracomQuery of(@Nullable String rawQuery) {
        SoracomQuery query = new SoracomQuery();
        if (rawQuery == null || rawQuery.isEmpty()) {
            return query;
        }
        List<String> pairs = List.of(rawQuery.split("&", -1));
        if (pairs.size() > MAX_PARAMETERS) {
            throw new DomainException(ErrorCode.BAD_REQUEST, "The query holds too many parameters.");
        }
        pairs.forEach(query::add);
        return query;
    }

    private void add(String pair) {
        int equals = pair.indexOf('=');
        String name = SoracomText.ofQuery(equals < 0 ? pair : pair.substring(0, equals));
        if (name.isEmpty()) {
            return;
        }
        if (equals < 0 || equals == pair.length() - 1) {
            empty.add(name);
        } else {
            values.computeIfAbsent(name, fresh -> new ArrayList<>())
                    .add(SoracomText.ofQuery(pair.substring(equals + 1)));
        }
    }

    /** The parameters except {@code leftOut}, in their order and escaped again. */
    String without(String leftOut) {
        return values.entrySet().stream()
                .filter(entry -> !entry.getKey().equals(leftOut))
                .flatMap(entry -> entry.getValue().stream()
                        .map(value -> SoracomText.escaped(entry.getKey()) + "=" + SoracomText.escaped(value)))
                .collect(Collectors.joining("&"));
    }

    /** The last value given for {@code name}. */
    Optional<String> get(String name) {
        List<String> all = all(name);
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1));
    }

    /** Every value given for {@code name}, in order. */
    List<String> all(String name) {
        return values.getOrDefault(name, List.of());
    }

    /** Whether {@code name} came without a value, even if it also came with one. */
    boolean isEmpty(String name) {
        return empty.contains(name);
    }

    /** A whole number; anything else is {@link ErrorCode#BAD_REQUEST}. */
    Optional<Long> number(String name) {
        return get(name).map(text -> SoracomNumber.whole(name, SoracomNumber.ofQuery(text)));
    }

    /**
     * Refuses with {@link ErrorCode#BAD_REQUEST} a filter that the call does not have or that has no value: its sender
     * would take the whole list for the filtered one.
     */
    void requireFilters(Collection<String> served) {
        Stream.concat(values.keySet().stream(), empty.stream())
                .filter(name -> name.endsWith("_filter") && !(served.contains(name) && !isEmpty(name)))
                .findFirst()
                .ifPresent(name -> {
                    throw new DomainException(
                            ErrorCode.BAD_REQUEST,
                            served.contains(name)
                                    ? name + " needs a value."
                                    : "This call does not filter by " + name + ".");
                });
    }
}
