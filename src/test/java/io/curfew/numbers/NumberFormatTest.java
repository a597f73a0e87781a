package io.curfew.numbers;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NumberFormatTest {
    @ParameterizedTest
    @CsvSource({
        "+14155550111, +14155550111",
        "' +1 (415) 555-0111 ', +14155550111",
        "(415) 555-0111, +14155550111",
        "415.555.0111, +14155550111",
        "4155550111, +14155550111",
        "14155550111, +14155550111",
        "1-604-555-0111, +16045550111",
        // Ten digits are North American where nothing else is known of them.
        "2025550113, +12025550113",
        "+442079460018, +442079460018",
        "442079460018, +442079460018",
        "+44 20 7946 0018, +442079460018"
    })
    void isReadAsPeopleWriteIt(String text, String expected) {
        assertThat(NumberFormat.tryParse(text)).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "+",
                "5550111",
                "+15550111",
                "415555011",
                "0301234567",
                "020 7946 0018 0",
                "+14155550111;ext=5",
                "+14155550111 x5",
                "4155550111 ext. 5",
                "tel:+14155550111;isub=12345",
                "tel:5550111;phone-context=+1415",
                "+1415555011111111111111111111111111111111"
            })
    void whatIsNoWholeNumberOrMoreThanOneIsNot(String text) {
        assertThat(NumberFormat.tryParse(text)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "020 7946 0018, GB, +442079460018",
        "02079460018, GB, +442079460018",
        "030 23125000, DE, +493023125000",
        "01 99 00 12 34, FR, +33199001234"
    })
    void nationalFormIsOneOfACountry(String text, String country, String expected) {
        assertThat(NumberFormat.readings(text, List.of(country))).containsExactly(expected);
        assertThat(NumberFormat.tryParse(text)).isEmpty();
        assertThat(NumberFormat.readings(text + ";ext=5", List.of(country))).isEmpty();
        assertThat(NumberFormat.readings(text + " x5", List.of(country))).isEmpty();
    }

    @Test
    void withoutAPlusItMayBeSeveralNumbers() {
        assertThat(NumberFormat.readings(" 5512345678 ", List.of("US", "MX", "DE")))
                .containsExactly("+15512345678", "+5512345678", "+525512345678", "+495512345678");
        assertThat(NumberFormat.readings("612345678", List.of("ES"))).containsExactly("+612345678", "+34612345678");
        assertThat(NumberFormat.readings("+525512345678", List.of("MX"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "(",
                "123",
                "abc",
                "+525512345678",
                " +5255",
                "12345;ext=1",
                "12345678901234567890123456789012345678901"
            })
    void whatCannotBeNationalIsToldBeforeAnyCountryIsAsked(String text) {
        assertThat(NumberFormat.mayBeNational(text)).isFalse();
    }
}
