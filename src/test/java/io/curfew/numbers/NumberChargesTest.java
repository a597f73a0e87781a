package io.curfew.numbers;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NumberChargesTest {
    @Test
    void monthsAreCountedFromThePurchase() {
        // Given
        PhoneNumber number = boughtAt("2027-12-31T10:00:00Z");
        List<String> due = new ArrayList<>();
        // When
        Instant next = number.createdAt();
        for (int i = 0; i < 5; i++) {
            next = NumberCharges.next(number, next);
            due.add(next.toString());
        }
        // Then
        assertThat(due)
                .containsExactly(
                        "2028-01-31T10:00:00Z",
                        "2028-02-29T10:00:00Z",
                        "2028-03-31T10:00:00Z",
                        "2028-04-30T10:00:00Z",
                        "2028-05-31T10:00:00Z");
    }

    private static PhoneNumber boughtAt(String instant) {
        InventoryNumber number = new InventoryNumber(
                "+14155550103",
                "US",
                NumberType.LOCAL,
                new Capabilities(true, true, true, true),
                AddressRequirement.NONE,
                false);
        return new PhoneNumber(
                "PN1", "AC1", "AC1", number, NumberSettings.initial("any"), false, Instant.parse(instant));
    }
}
