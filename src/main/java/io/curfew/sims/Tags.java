package io.curfew.sims;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import java.util.Map;

/** The rules for tags. */
final class Tags {
    private Tags() {}

    /** Refuses with {@link ErrorCode#TAG_INVALID}. */
    static void require(Map<String, String> tags) {
        boolean fine = tags.size() <= SimService.MAX_TAGS
                && tags.entrySet().stream()
                        .allMatch(tag -> fits(tag.getKey(), 1, SimService.MAX_TAG_NAME)
                                && fits(tag.getValue(), 0, SimService.MAX_TAG_VALUE));
        if (!fine) {
            throw new DomainException(
                    ErrorCode.TAG_INVALID,
                    "A tag has a name of 1 to " + SimService.MAX_TAG_NAME + " characters and a value of at most "
                            + SimService.MAX_TAG_VALUE + "; there are " + SimService.MAX_TAGS + " at most.");
        }
    }

    private static boolean fits(String text, int least, int most) {
        int length = text.codePointCount(0, text.length());
        // PostgreSQL cannot store a null character.
        return length >= least && length <= most && text.indexOf('\0') < 0;
    }
}
