package io.curfew.dialects.msads;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.dialects.msads.MsAdsFaults.Row;
import io.curfew.dialects.msads.wire.WireFault;
import io.curfew.dialects.msads.wire.WireFault.Kind;
import io.curfew.kernel.DomainError;
import io.curfew.kernel.ErrorCode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every refusal has a fault, and the vendor's numbers mean what the vendor says (sections 3 and 5.4). */
class MsAdsFaultsTest {
    private static final int FIRST_OF_OURS = 90001;

    /** The vendor's generic faults, which have symbols, with the statuses of section 5.4. */
    private static final Map<Integer, String> GENERIC = Map.of(
            0, "500 InternalError",
            100, "400 NullRequest",
            105, "401 InvalidCredentials",
            106, "403 UserIsNotAuthorized",
            109, "401 AuthenticationTokenExpired",
            113, "400 InvalidDateObject",
            116, "400 RequestMissingHeaders",
            117, "429 CallRateExceeded");

    /** The numbers that the vendor's service has for bad data. */
    private static final Set<Integer> SPECIFIC = Stream.of(
                    IntStream.of(200, 205, 207, 209, 310, 1001, 1472, 2108, 2180, 2192, 2203, 2204, 3030, 3079),
                    IntStream.of(3080),
                    IntStream.rangeClosed(1137, 1148))
            .flatMap(IntStream::boxed)
            .collect(Collectors.toSet());

    private static DomainError error(ErrorCode code, Map<String, Object> details) {
        return new DomainError(code, "What is wrong.", details);
    }

    @ParameterizedTest
    @EnumSource
    void everyRefusalIsAFaultThatClientsRead(ErrorCode code) {
        // When
        DomainError error = error(code, Map.of());
        Row row = MsAdsFaults.row(error);
        WireFault fault = MsAdsFaults.fault(error);
        // Then
        assertThat(row).isEqualTo(MsAdsFaults.row(code));
        assertThat(row.status()).isIn(400, 401, 403, 429, 500);
        assertThat(Transport.REST.status(error)).isEqualTo(row.status());
        assertThat(Transport.SOAP.status(error)).isEqualTo(500);
        assertThat(fault).isEqualTo(new WireFault(row.kind(), row.code(), row.symbol(), "What is wrong.", null));
    }

    @ParameterizedTest
    @EnumSource
    void numberIsTheVendorsOrOneThatTheVendorHasNot(ErrorCode code) {
        Row row = MsAdsFaults.row(code);
        if (row.kind() == Kind.API) {
            assertThat(row.symbol()).isNull();
            assertThat(row.status()).isEqualTo(400);
            assertThat(row.code() >= FIRST_OF_OURS || SPECIFIC.contains(row.code()))
                    .as("%d", row.code())
                    .isTrue();
        } else if (row.code() < FIRST_OF_OURS) {
            assertThat(row.status() + " " + row.symbol()).isEqualTo(GENERIC.get(row.code()));
        } else {
            assertThat(row.symbol()).matches("[A-Z][A-Za-z]+");
            assertThat(row.status()).isEqualTo(400);
        }
    }

    @Test
    void oneNumberHasOneSymbol() {
        Map<Integer, String> symbols = new HashMap<>();
        Map<String, Integer> numbers = new HashMap<>();
        for (ErrorCode code : ErrorCode.values()) {
            Row row = MsAdsFaults.row(code);
            if (row.symbol() != null) {
                assertThat(symbols.merge(row.code(), row.symbol(), (first, next) -> first))
                        .isEqualTo(row.symbol());
                assertThat(numbers.merge(row.symbol(), row.code(), (first, next) -> first))
                        .isEqualTo(row.code());
            }
        }
        assertThat(symbols.keySet()).containsAll(GENERIC.keySet());
    }

    @ParameterizedTest
    @CsvSource({
        "INTERNAL, AD_API, 0",
        "UNAVAILABLE, AD_API, 0",
        "REQUEST_EMPTY, AD_API, 100",
        "UNAUTHENTICATED, AD_API, 105",
        "FORBIDDEN, AD_API, 106",
        "ACCESS_TOKEN_EXPIRED, AD_API, 109",
        "DATE_INVALID, AD_API, 113",
        "CREDENTIALS_MISSING, AD_API, 116",
        "RATE_LIMITED, AD_API, 117",
        "VERSION_MISMATCH, API, 209",
        "CUSTOMER_MISSING, API, 310",
        "BUSINESS_ADDRESS_MISSING, API, 1139",
        "BUSINESS_ADDRESS_INVALID, API, 1140",
        "TAX_INFORMATION_INVALID, API, 1148",
        "ADVERTISER_ACCOUNT_UNKNOWN, API, 2108",
        "PURGED, API, 2108",
        "ACCOUNT_CLOSED, API, 2192",
        "BILLING_THRESHOLD_FORBIDDEN, API, 2203",
        "BLOCKED, API, 2204",
        "PREDICATE_INVALID, API, 3030",
        "PREDICATE_MISSING, API, 3079",
        "PAGE_INVALID, API, 3080",
        "ACCOUNT_NAME_TAKEN, API, 90101"
    })
    void refusalIsWhatTheContractSays(ErrorCode code, Kind kind, int number) {
        assertThat(MsAdsFaults.row(code).kind()).isEqualTo(kind);
        assertThat(MsAdsFaults.row(code).code()).isEqualTo(number);
    }

    @ParameterizedTest
    @CsvSource({"City, 200", "Line1, 205", "Line3, 207", "PostalCode, 209", "Line2, 1140", "BusinessName, 1140"})
    void partOfAnAddressHasTheVendorsNumberWhereThereIsOne(String field, int number) {
        // When
        WireFault fault = MsAdsFaults.fault(error(ErrorCode.BUSINESS_ADDRESS_INVALID, Map.of("field", field)));
        // Then
        assertThat(fault).isEqualTo(new WireFault(Kind.API, number, null, "What is wrong.", field));
    }

    @Test
    void whatStandsInTheWayIsTold() {
        // Given
        List<Map<String, Object>> blockers =
                List.of(Map.of("kind", "invoice", "id", "7"), Map.of("kind", "number", "id", "8"));
        // When
        WireFault fault = MsAdsFaults.fault(error(ErrorCode.BLOCKED, Map.of("blockers", blockers)));
        // Then
        assertThat(fault.details()).isEqualTo("id=7, kind=invoice; id=8, kind=number");
    }

    @Test
    void whatStandsInTheWayBeyondThatIsCounted() {
        // Given
        Map<String, Object> facts = Map.of("blockers", List.of(Map.of("kind", "sim", "id", "7")), "blockerCount", 3L);
        // When, Then
        assertThat(MsAdsFaults.fault(error(ErrorCode.BLOCKED, facts)).details())
                .isEqualTo("id=7, kind=sim; and 2 more");
    }
}
