package io.curfew.dialects.twilio;

import static io.curfew.dialects.twilio.TwilioHttp.as;
import static io.curfew.dialects.twilio.TwilioHttp.assertError;
import static io.curfew.dialects.twilio.TwilioHttp.assertNotFound;
import static io.curfew.dialects.twilio.TwilioHttp.get;
import static io.curfew.dialects.twilio.TwilioHttp.post;
import static io.curfew.dialects.twilio.TwilioHttp.under;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@CurfewTest
class TwilioAvailableNumbersTest {
    @Inject
    Accounts accounts;

    private Credentials main;

    @BeforeEach
    void openAccount() {
        main = accounts.main();
    }

    @Test
    void countriesAreListedWithTheirTypes() {
        // When
        Response response = get(main, under(main, "AvailablePhoneNumbers.json"));
        // Then
        assertThat(response.jsonPath().<String, Object>getMap("$")).containsOnlyKeys("countries", "uri");
        assertThat(response.<String>path("uri")).isEqualTo(under(main, "AvailablePhoneNumbers.json"));
        assertThat(response.<List<String>>path("countries.country_code"))
                .containsExactly("AU", "CA", "DE", "FR", "GB", "JP", "SE", "US");
        Map<String, Object> britain = new LinkedHashMap<>();
        britain.put("country_code", "GB");
        britain.put("country", "United Kingdom");
        britain.put("uri", under(main, "AvailablePhoneNumbers/GB.json"));
        britain.put("beta", false);
        britain.put(
                "subresource_uris",
                Map.of(
                        "local", under(main, "AvailablePhoneNumbers/GB/Local.json"),
                        "toll_free", under(main, "AvailablePhoneNumbers/GB/TollFree.json"),
                        "mobile", under(main, "AvailablePhoneNumbers/GB/Mobile.json")));
        assertThat(response.jsonPath().<Map<String, Object>>getList("countries"))
                .contains(britain);
        assertThat(get(main, under(main, "AvailablePhoneNumbers/GB.json"))
                        .jsonPath()
                        .<String, Object>getMap("$"))
                .isEqualTo(britain);
        assertThat(get(main, under(main, "AvailablePhoneNumbers/US.json"))
                        .<Map<String, String>>path("subresource_uris"))
                .containsOnlyKeys("local", "toll_free");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "US/Mobile",
                "CA/TollFree",
                "US/National",
                "US/Voip",
                "US/SharedCost",
                "US/MachineToMachine",
                "US/local",
                "us/Local",
                "ZZ/Local",
                "XX",
                "us"
            })
    void whatIsNotSoldIsNotFound(String path) {
        String full = under(main, "AvailablePhoneNumbers/" + path + ".json");
        assertNotFound(get(main, full), full);
    }

    @Test
    void foundNumberHasEveryField() {
        // When
        Response response = search("US/Local", "Contains", "+14155550199");
        // Then
        assertThat(response.statusCode()).isEqualTo(200);
        Map<String, Object> number = new LinkedHashMap<>();
        number.put("friendly_name", "(415) 555-0199");
        number.put("phone_number", "+14155550199");
        number.put("lata", "722");
        number.put("locality", "San Francisco");
        number.put("rate_center", "SAN FRANCI");
        number.put("latitude", "37.774900");
        number.put("longitude", "-122.419400");
        number.put("region", "CA");
        number.put("postal_code", "94103");
        number.put("iso_country", "US");
        number.put("address_requirements", "none");
        number.put("beta", false);
        number.put("capabilities", Map.of("voice", true, "SMS", true, "MMS", true, "fax", true));
        assertThat(response.jsonPath().<String, Object>getMap("$"))
                .isEqualTo(Map.of(
                        "available_phone_numbers",
                        List.of(number),
                        "uri",
                        under(main, "AvailablePhoneNumbers/US/Local.json")
                                + "?Contains=%2B14155550199&PageSize=50&Page=0"));
    }

    @Test
    void pageSizeLimitsWithoutPaging() {
        assertThat(numbers(search("US/Local", "PageSize", "7"))).hasSize(7);
        assertThat(numbers(get(main, under(main, "AvailablePhoneNumbers/US/Local.json"))))
                .hasSize(50);
        assertError(search("US/Local", "PageSize", "1001"), 400, 20007);
    }

    @ParameterizedTest
    @CsvSource({
        "US/Local, AreaCode, 212, \\+1212.*",
        "US/Local, Contains, 5550142, \\+1...5550142",
        "US/Local, Contains, +1617, \\+1617.*",
        "US/Local, Contains, 0177$, .*0177",
        "US/Local, Contains, 617***01*3, .*617...01.3.*",
        "US/Local, Contains, +1617%77$, \\+1617.*77",
        "US/Local, Contains, JJJ01, .*55501.*",
        "US/Local, InRegion, CA, \\+1(209|213|310|408|415|510|559|619|661|916).*",
        "US/Local, InRegion, ca, \\+1(209|213|310|408|415|510|559|619|661|916).*",
        "US/Local, InLocality, Boston, \\+1617.*",
        "US/Local, InPostalCode, 02108, \\+1617.*",
        "US/Local, InRateCenter, BOSTON, \\+1617.*",
        "US/Local, InLata, 128, \\+1(508|617).*",
        "US/Local, NearNumber, +16175550100, \\+1617.*",
        "US/Local, NearLatLong, '42.36,-71.05', \\+1617.*",
        "CA/Local, AreaCode, 604, \\+1604.*",
        "US/TollFree, AreaCode, 888, \\+1888.*"
    })
    void filterFinds(String path, String filter, String value, String expected) {
        List<String> found = numbers(search(path, filter, value));
        assertThat(found).isNotEmpty().allMatch(number -> number.matches(expected));
    }

    @Test
    void pageGoesOnWithWhatFollows() {
        List<String> firstTwenty = numbers(search("US/Local", "PageSize", "20"));
        assertThat(numbers(get(main, under(main, "AvailablePhoneNumbers/US/Local.json?PageSize=10&Page=1"))))
                .containsExactlyElementsOf(firstTwenty.subList(10, 20));
        assertThat(numbers(get(main, under(main, "AvailablePhoneNumbers/US/Local.json?PageSize=1000&Page=999999"))))
                .isEmpty();
        assertThat(numbers(get(
                        main,
                        under(main, "AvailablePhoneNumbers/US/Local.json?Contains=%2B14155550199&PageSize=50&Page=1"))))
                .isEmpty();
        Response nearby = get(
                main,
                under(
                        main,
                        "AvailablePhoneNumbers/US/Local.json?NearLatLong=42.36,-71.05&Distance=40&PageSize=150&Page=1"));
        assertThat(numbers(nearby)).isNotEmpty().allMatch(number -> number.startsWith("+1508"));
    }

    @Test
    void pageOfCountriesGoesOnWithWhatFollows() {
        List<String> all = countries("");
        assertThat(countries("?PageSize=2&Page=1")).isEqualTo(all.subList(2, 4));
        assertThat(countries("?Page=1")).isEmpty();
    }

    private List<String> countries(String query) {
        return get(main, under(main, "AvailablePhoneNumbers.json" + query)).path("countries.country_code");
    }

    @ParameterizedTest
    @ValueSource(strings = {"020", "20", "161"})
    void areaCodeOutsideOfNorthAmericaIsRefused(String areaCode) {
        assertError(search("GB/Local", "AreaCode", areaCode), 400, 21457);
        assertError(search("GB/Mobile", "AreaCode", areaCode), 400, 21457);
    }

    @ParameterizedTest
    @CsvSource({
        "AreaCode, 999",
        "Contains, +44",
        "InRegion, ZZ",
        "InLata, 000",
        "InLocality, Atlantis",
        "InPostalCode, ''' or 1=1'",
        "NearLatLong, '0,0'"
    })
    void filterThatNothingMatchesFindsNothing(String filter, String value) {
        Response response = search("US/Local", filter, value);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(numbers(response)).isEmpty();
    }

    @Test
    void distanceIsAGreatCircleInMiles() {
        // Boston to Providence is some 41 miles, to Worcester some 39, to Manchester NH some 47
        Map<String, Object> query = new LinkedHashMap<>();
        query.put("NearLatLong", "42.3601,-71.0589");
        query.put("PageSize", 1000);
        assertThat(areas(query)).containsExactly("617");
        query.put("Distance", 40);
        assertThat(areas(query)).containsExactly("617", "508");
        query.put("Distance", 42);
        assertThat(areas(query)).containsExactly("617", "508", "401");
        query.put("Distance", 50);
        assertThat(areas(query)).startsWith("617", "508", "401", "603");
    }

    private List<String> areas(Map<String, Object> query) {
        Response response = as(main).queryParams(query).get(under(main, "AvailablePhoneNumbers/US/Local.json"));
        return numbers(response).stream()
                .map(number -> number.substring(2, 5))
                .distinct()
                .toList();
    }

    @Test
    void capabilitiesAddressesAndBetaFilter() {
        assertThat(numbers(search("GB/Mobile", "SmsEnabled", "true"))).isNotEmpty();
        assertThat(numbers(search("GB/Mobile", "SmsEnabled", "false"))).isEmpty();
        assertThat(numbers(search("GB/Local", "MmsEnabled", "true"))).isEmpty();
        assertThat(numbers(search("GB/Local", "VoiceEnabled", "true"))).isNotEmpty();
        assertThat(numbers(search("SE/Local", "FaxEnabled", "true"))).isEmpty();
        assertThat(numbers(search("FR/Local", "ExcludeAllAddressRequired", "true")))
                .isEmpty();
        assertThat(numbers(search("FR/Local", "ExcludeLocalAddressRequired", "true")))
                .isEmpty();
        assertThat(numbers(search("FR/Local", "ExcludeForeignAddressRequired", "true")))
                .isNotEmpty();
        assertThat(numbers(search("JP/Local", "ExcludeForeignAddressRequired", "true")))
                .isEmpty();
        assertThat(numbers(search("JP/Local", "ExcludeLocalAddressRequired", "true")))
                .isNotEmpty();
        assertThat(numbers(search("JP/Local", "Beta", "false"))).isEmpty();
        assertThat(numbers(search("JP/Local", "Beta", "true"))).isNotEmpty();
        assertThat(numbers(search("JP/Local", "Beta", ""))).isNotEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "AreaCode, 41, 21451",
        "AreaCode, abc, 21451",
        "Contains, 5, 20001",
        "Contains, 12345678901234567, 20001",
        "Contains, 55_5, 20001",
        "Contains, 5+5, 20001",
        "Contains, ''';drop', 20001",
        "SmsEnabled, maybe, 20001",
        "NearLatLong, here, 20001",
        "NearLatLong, '1,2,3', 20001",
        "NearLatLong, '91,0', 20001",
        "NearLatLong, 'NaN,0', 20001",
        "NearNumber, nonsense, 21401",
        "NearNumber, +819012345678, 21401",
        "Distance, far, 20001"
    })
    void badFilterIsRefused(String filter, String value, int code) {
        assertError(search("US/Local", filter, value), 400, code);
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1", "501"})
    void distanceIsAtMost500Miles(String distance) {
        assertError(
                as(main).queryParam("NearLatLong", "42.36,-71.05")
                        .queryParam("Distance", distance)
                        .get(under(main, "AvailablePhoneNumbers/US/Local.json")),
                400,
                20001);
    }

    @Test
    void soldNumberIsNotFoundAnyMore() {
        // Given
        String phoneNumber =
                numbers(search("US/Local", "InLocality", "Anchorage")).get(0);
        // When
        post(main, under(main, "IncomingPhoneNumbers.json"), Map.of("PhoneNumber", phoneNumber));
        // Then
        assertThat(numbers(search("US/Local", "Contains", phoneNumber))).isEmpty();
    }

    private Response search(String path, String filter, String value) {
        return as(main).queryParam(filter, value).get(under(main, "AvailablePhoneNumbers/" + path + ".json"));
    }

    private static List<String> numbers(Response response) {
        return response.path("available_phone_numbers.phone_number");
    }
}
