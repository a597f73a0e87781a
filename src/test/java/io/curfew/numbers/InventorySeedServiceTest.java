package io.curfew.numbers;

import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

@CurfewTest
class InventorySeedServiceTest {
    @Inject
    Database database;

    @Inject
    InventorySeedService seeding;

    @Test
    void inventoryHoldsOverTenThousandNumbersOfSeveralCountriesAndTypes() {
        assertThat(database.count("select count(*) from number_inventory")).isGreaterThan(10_000);
        assertThat(database.column("select distinct country || '/' || type from number_inventory order by 1"))
                .containsExactly(
                        "AU/LOCAL",
                        "AU/MOBILE",
                        "AU/TOLL_FREE",
                        "CA/LOCAL",
                        "DE/LOCAL",
                        "DE/MOBILE",
                        "FR/LOCAL",
                        "FR/MOBILE",
                        "GB/LOCAL",
                        "GB/MOBILE",
                        "GB/TOLL_FREE",
                        "JP/LOCAL",
                        "JP/MOBILE",
                        "SE/LOCAL",
                        "SE/MOBILE",
                        "US/LOCAL",
                        "US/TOLL_FREE");
    }

    @Test
    void everyNumberIsPossibleAndOfItsCountry() throws NumberParseException {
        // Given
        PhoneNumberUtil util = PhoneNumberUtil.getInstance();
        List<List<Object>> rows = database.rows("select phone_number, country from number_inventory");
        Set<String> impossible = new TreeSet<>();
        // When
        for (List<Object> row : rows) {
            var number = util.parse((String) row.get(0), null);
            boolean sameCountry = util.getCountryCodeForRegion((String) row.get(1)) == number.getCountryCode();
            if (!util.isPossibleNumber(number) || !sameCountry) {
                impossible.add((String) row.get(0));
            }
        }
        // Then
        assertThat(impossible).isEmpty();
    }

    @Test
    void secondStartAddsNothing() {
        long before = database.count("select count(*) from number_inventory");
        assertThat(await(seeding::seed)).isZero();
        assertThat(database.count("select count(*) from number_inventory")).isEqualTo(before);
    }
}
