package io.curfew.api;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Collects what is wrong with a request's members or parameters, so that a caller reads all of it at once. */
final class FieldErrors {
    private final List<Map<String, String>> errors = new ArrayList<>();

    /** Notes one fault. */
    void wrong(String field, String detail) {
        Map<String, String> error = new LinkedHashMap<>();
        error.put("field", field);
        error.put("detail", detail);
        errors.add(error);
    }

    /** Refuses with {@link ErrorCode#BAD_REQUEST} when anything was noted. */
    void check() {
        if (!errors.isEmpty()) {
            throw new DomainException(
                    ErrorCode.BAD_REQUEST,
                    errors.size() == 1 ? "A field is wrong." : errors.size() + " fields are wrong.",
                    Map.of("errors", List.copyOf(errors)));
        }
    }

    /** Refuses with one fault. */
    static DomainException refusal(String field, String detail) {
        return new DomainException(
                ErrorCode.BAD_REQUEST,
                "A field is wrong.",
                Map.of("errors", List.of(new LinkedHashMap<>(Map.of("field", field, "detail", detail)))));
    }

    /** Whether {@code text} can be kept and shown: no control characters, no half of a surrogate pair. */
    static boolean isPlain(String text) {
        return text.codePoints()
                .noneMatch(point -> Character.isISOControl(point) || Character.getType(point) == Character.SURROGATE);
    }
}
