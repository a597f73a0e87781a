package io.curfew.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The form by itself; what the doors make of it is in AddressSpellingTest. */
class PathFormTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/a b~",
                "/%7E",
                "/%c3%bC",
                "/2010-04-01/Accounts.json",
            })
    void text(String path) {
        assertThat(PathForm.isText(path)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/\t", "/\u001f", "/\u007f", "/ü", "/%00", "/%7f", "/%c3", "/%ff", "/%", "/%4", "/%4g", "/ü%7E",
            })
    void noText(String path) {
        assertThat(PathForm.isText(path)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/a",
                "/a.json",
                "/.a",
                "/..a",
                "/...",
                "/a./b",
                "/a../b..",
                "/a.b/c.d",
                "/tags/a%2Fb",
            })
    void plain(String path) {
        assertThat(PathForm.isPlain(path, path.contains("tags") ? 6 : path.length()))
                .isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/a/",
                "//a",
                "/a//b",
                "/a;b",
                "/.",
                "/..",
                "/./a",
                "/../a",
                "/a/.",
                "/a/..",
                "/a/./b",
                "/a/../b",
                "/.a/..",
                "/a%2Fb",
                "/a%5Cb",
                "/a%3Bb",
                "/a%252Fb",
            })
    void notPlain(String path) {
        assertThat(PathForm.isPlain(path, path.length())).isFalse();
    }
}
