package io.curfew.dialects.soracom;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.dialects.soracom.wire.SoracomError;
import io.curfew.kernel.DomainError;
import io.curfew.kernel.ErrorCode;
import jakarta.ws.rs.core.Response;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class SoracomErrorsTest {
    private static final String CORE = "What the core says.";

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void everyRefusalHasAFormInBothLanguages(ErrorCode code) {
        // When
        SoracomError english = body(code, SoracomLanguage.ENGLISH);
        SoracomError japanese = body(code, SoracomLanguage.JAPANESE);
        // Then
        assertThat(english.code())
                .isEqualTo(japanese.code())
                .matches("(AUM9|SEM9)[0-9]{3}|AUM0001|AUM0003|AUM0013|SEM0016|AGW0005");
        assertThat(english.message()).isNotBlank().matches("\\p{ASCII}+");
        assertThat(japanese.message()).containsPattern("[\\p{IsHiragana}\\p{IsKatakana}\\p{IsHan}]");
    }

    @ParameterizedTest
    @EnumSource(
            value = ErrorCode.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"RATE_LIMITED", "UNAVAILABLE", "INTERNAL"})
    void refusalsAreNeverRepeatedByClients(ErrorCode code) {
        assertThat(SoracomErrors.row(code).status()).isBetween(400, 431).isNotEqualTo(429);
    }

    @ParameterizedTest
    @CsvSource({
        "CREDENTIALS_MISSING, 401, AUM0001",
        "UNAUTHENTICATED, 401, AUM0013",
        "TOKEN_EXPIRED, 400, AUM0013",
        "PERMISSION_MISSING, 403, AUM9002",
        "NOT_FOUND, 404, SEM9002",
        "PURGED, 404, SEM9002",
        "BLOCKED, 400, AUM9014",
        "RATE_LIMITED, 429, AUM9003",
        "INTERNAL, 500, AGW0005"
    })
    void documentedOnesAreAsDocumented(ErrorCode code, int status, String foreign) {
        // When
        Response response = SoracomErrors.response(new DomainError(code, CORE), SoracomLanguage.ENGLISH);
        // Then
        assertThat(response.getStatus()).isEqualTo(status);
        assertThat(((SoracomError) response.getEntity()).code()).isEqualTo(foreign);
        assertThat(response.getMediaType()).hasToString("application/json");
    }

    @Test
    void coreIsQuotedWhereItKnowsMore() {
        assertThat(body(ErrorCode.BAD_REQUEST, SoracomLanguage.ENGLISH).message())
                .isEqualTo(CORE);
        assertThat(body(ErrorCode.INTERNAL, SoracomLanguage.ENGLISH).message()).isEqualTo("Internal error");
    }

    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void everyCodeIsInTheDocument(ErrorCode code) throws IOException {
        assertThat(Files.readString(Path.of("docs/dialects/soracom.md")))
                .contains("`" + SoracomErrors.row(code).code() + "`");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"en", "fr", "", "japanese", "en-US"})
    void unknownLanguageIsEnglish(String header) {
        assertThat(SoracomLanguage.of(header)).isEqualTo(SoracomLanguage.ENGLISH);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ja", "JA", " ja "})
    void japaneseIsJapanese(String header) {
        assertThat(SoracomLanguage.of(header)).isEqualTo(SoracomLanguage.JAPANESE);
    }

    private static SoracomError body(ErrorCode code, SoracomLanguage language) {
        return (SoracomError)
                SoracomErrors.response(new DomainError(code, CORE), language).getEntity();
    }
}
