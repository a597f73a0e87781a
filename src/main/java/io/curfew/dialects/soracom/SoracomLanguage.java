package io.curfew.dialects.soracom;

import org.jspecify.annotations.Nullable;

/** The language of an answer's sentences. */
enum SoracomLanguage {
    ENGLISH,
    JAPANESE;

    static final String HEADER = "X-Soracom-Lang";

    /** The language that the header asks for; English for an unknown one. */
    static SoracomLanguage of(@Nullable String header) {
        return header != null && header.strip().equalsIgnoreCase("ja") ? JAPANESE : ENGLISH;
    }
}
