package io.curfew.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SentJsonTest {
    private static final SentJson STRICT =
            SentJson.strict(name -> new DomainException(ErrorCode.BAD_REQUEST, "twice: " + name));

    private static String canonical(String document) {
        return SentJson.canonical(SentJson.lenient().read(document));
    }

    private static void refused(SentJson json, String document, String message) {
        assertThatExceptionOfType(DomainException.class)
                .as(document)
                .isThrownBy(() -> json.read(document))
                .withMessage(message)
                .satisfies(refusal -> assertThat(refusal.code()).isEqualTo(ErrorCode.BAD_REQUEST));
    }

    @Test
    void orderAndSpacingOfMembersDoNotCountHoweverDeepTheyAre() {
        assertThat(canonical(
                        " { \"b\" : [ { \"z\" : 1 , \"a\" : { \"d\":null, \"c\":\"\u00e9\" } } ], \"a\" : true } "))
                .isEqualTo(canonical("{\"a\":true,\"b\":[{\"a\":{\"c\":\"\\u00e9\",\"d\":null},\"z\":1}]}"))
                .isEqualTo("{\"a\":true,\"b\":[{\"a\":{\"c\":\"\u00e9\",\"d\":null},\"z\":1}]}");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "[1,2]|[2,1]",
                "{\"a\":1}|{\"a\":\"1\"}",
                "{\"a\":null}|{}",
                "{\"a\":{\"b\":1}}|{\"a\":{},\"b\":1}",
                "{\"a\":\"x\\\",\\\"b\\\":\\\"y\"}|{\"a\":\"x\",\"b\":\"y\"}"
            })
    void whatIsNotTheSameIsWrittenDifferently(String one, String other) {
        assertThat(canonical(one)).isNotEqualTo(canonical(other));
    }

    @Test
    void memberThatIsThereTwiceIsRefusedByNameWhereTheDoorSaysSo() {
        refused(STRICT, "{\"a\":{\"b\":1,\"b\":2}}", "twice: b");
        assertThat(canonical("{\"a\":1,\"a\":2}")).isEqualTo("{\"a\":2}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "{} {}", "{a:1}", "[1,]", "nul", "{\"a\":01}", "\u0000", "{\"a\":1e99999999999}"})
    void whatIsNotOneDocumentIsRefused(String document) {
        refused(SentJson.exact(), document, "The body is not JSON.");
        if (!document.contains("e9")) {
            refused(STRICT, document, "The body is not JSON.");
        }
    }

    @Test
    void noTextIsAMissingNode() {
        assertThat(SentJson.lenient().read(" ").isMissingNode()).isTrue();
    }

    @Test
    void depthAndNumbersHaveAnEnd() {
        assertThat(canonical("[".repeat(64) + "]".repeat(64))).hasSize(128);
        refused(SentJson.lenient(), "[".repeat(65) + "]".repeat(65), "The body is not JSON.");
        refused(STRICT, "[".repeat(100_000), "The body is not JSON.");
        assertThat(canonical("9".repeat(400))).hasSize(400);
        refused(SentJson.lenient(), "9".repeat(401), "The body is not JSON.");
    }

    @Test
    void fractionsAreExactWhereTheDoorWantsThem() {
        assertThat(SentJson.exact().read("0.10000000000000000001").decimalValue())
                .hasToString("0.10000000000000000001");
    }

    @Test
    void bodyHasToBeInUtf8() {
        byte[] latin = "\"\u00e9\"".getBytes(StandardCharsets.ISO_8859_1);
        assertThatExceptionOfType(DomainException.class)
                .isThrownBy(() -> STRICT.read(latin))
                .withMessage("The body is not in UTF-8.");
        assertThat(STRICT.read("\"\u00e9\"".getBytes(StandardCharsets.UTF_8)).textValue())
                .isEqualTo("\u00e9");
    }
}
