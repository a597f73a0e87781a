package io.curfew.advertising;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.kernel.DomainException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AdvertiserRulesTest {
    /** The refusal's code and the field that it names; empty when it was not refused. */
    private static String refusal(Runnable check) {
        try {
            check.run();
            return "";
        } catch (DomainException e) {
            return e.code()
                    + Optional.ofNullable(e.error().details().get("field"))
                            .map(field -> " " + field)
                            .orElse("");
        }
    }

    private static BusinessAddress in(@Nullable String country, @Nullable String state, @Nullable String postalCode) {
        return new BusinessAddress("Biz", "1 Main", null, null, null, "Redmond", state, postalCode, country);
    }

    @ParameterizedTest
    @CsvSource({"2, NAME_INVALID", "3, ''", "100, ''", "101, NAME_INVALID"})
    void accountsNameHasThreeToAHundredCharacters(int length, String refused) {
        assertThat(refusal(() -> AdvertiserRules.requireName("\ud83d\ude00".repeat(length))))
                .isEqualTo(refused);
    }

    @ParameterizedTest
    @CsvSource({"1, ''", "90, ''", "91, NAME_INVALID"})
    void customersNameHasOneToNinetyCharacters(int length, String refused) {
        assertThat(refusal(() -> AdvertiserRules.requireCustomerName("\ud83d\ude00".repeat(length))))
                .isEqualTo(refused);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "\t\t\t"})
    void blankIsNoName(String name) {
        assertThat(refusal(() -> AdvertiserRules.requireName(name))).isEqualTo("NAME_INVALID");
        assertThat(refusal(() -> AdvertiserRules.requireCustomerName(name))).isEqualTo("NAME_INVALID");
    }

    @Test
    void countryDecidesWhatAnAddressNeeds() {
        assertThat(refusal(() -> AdvertiserRules.requireAddress(in("DE", null, null))))
                .isEmpty();
        assertThat(refusal(() -> AdvertiserRules.requireAddress(in(null, null, null))))
                .isEmpty();
        assertThat(refusal(() -> AdvertiserRules.requireAddress(in("BR", "SP", null))))
                .isEqualTo("BUSINESS_ADDRESS_INVALID PostalCode");
        assertThat(refusal(() -> AdvertiserRules.requireAddress(in("IN", " ", "400001"))))
                .isEqualTo("BUSINESS_ADDRESS_INVALID StateOrProvince");
        assertThat(refusal(() -> AdvertiserRules.requireAddress(in("IN", "MH", "400001"))))
                .isEmpty();
        assertThat(refusal(() -> AdvertiserRules.requireAddress(in("de", null, null))))
                .isEqualTo("BUSINESS_ADDRESS_INVALID CountryCode");
        assertThat(refusal(() -> AdvertiserRules.requireAddress(in("DE", null, "12345678901"))))
                .isEqualTo("BUSINESS_ADDRESS_INVALID PostalCode");
    }

    @Test
    void mapsHaveAnEnd() {
        Map<String, String> many = new HashMap<>();
        for (int i = 0; i < 50; i++) {
            many.put("k" + i, "v".repeat(1000));
        }
        assertThat(refusal(() -> AdvertiserRules.requireMap(many, "Map"))).isEmpty();
        assertThat(refusal(() -> AdvertiserRules.requireMap(Map.of("k", "v".repeat(1001)), "Map")))
                .isEqualTo("FIELD_INVALID Map");
        many.put("one", "more");
        assertThat(refusal(() -> AdvertiserRules.requireMap(many, "Map"))).isEqualTo("FIELD_INVALID Map");
    }

    @Test
    void stampIsComparedByAllOfItsBytes() {
        TimeStamp stamp = TimeStamp.of(new byte[] {0, 1, (byte) 0xab});
        assertThat(stamp.hex()).isEqualTo("0001ab");
        assertThat(TimeStamp.of(stamp.bytes())).isEqualTo(stamp);
        assertThat(stamp.matches(new TimeStamp("0001ab"))).isTrue();
        assertThat(stamp.matches(new TimeStamp("0001ab00"))).isFalse();
        assertThat(stamp.matches(new TimeStamp(""))).isFalse();
    }
}
