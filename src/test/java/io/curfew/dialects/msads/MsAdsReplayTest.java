package io.curfew.dialects.msads;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.dialects.msads.MsAdsClient.Answer;
import io.curfew.kernel.Ids;
import io.curfew.people.CustomerRole;
import io.curfew.testing.Advertisers;
import io.curfew.testing.Advertisers.Customer;
import io.curfew.testing.Advertisers.Person;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jboss.logmanager.ExtLogRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A repeated write gets the first one's answer with the first one's name in the log, in header and body alike. */
@CurfewTest
class MsAdsReplayTest {
    @Inject
    Advertisers advertisers;

    @Inject
    Database database;

    @ParameterizedTest
    @EnumSource
    void repeatedWriteBearsTheNameOfTheFirst(Transport transport) {
        // Given
        Customer customer = advertisers.customer();
        Person admin = advertisers.person(customer, CustomerRole.SUPER_ADMIN);
        String body = MsAdsAccountsTest.newAccount(customer.id(), "Falcon");
        Map<String, String> made = Map.of("Idempotency-Key", Ids.hex(8));
        Map<String, String> refused = Map.of("Idempotency-Key", Ids.hex(8));
        try (Log log = new Log()) {
            // When
            Answer first = add(transport, admin, body, made).requireSuccess();
            Answer again = add(transport, admin, body, made);
            Answer taken = add(transport, admin, body, refused);
            Answer takenAgain = add(transport, admin, body, refused);
            // Then
            assertThat(again).isEqualTo(first);
            assertThat(taken.outcome()).isEqualTo("ApiFault 90101");
            assertThat(takenAgain).isEqualTo(taken);
            assertThat(taken.trackingId()).isNotEqualTo(first.trackingId());
            assertThat(log.linesOf(first)).hasSize(2);
            assertThat(log.linesOf(taken)).hasSize(2);
        }
        assertThat(database.count("select count(*) from account where parent_id = $1", customer.tenantId()))
                .isOne();
    }

    @Test
    void orderOfMembersDoesNotMakeAnotherRequest() {
        // Given
        Customer customer = advertisers.customer();
        Person admin = advertisers.person(customer, CustomerRole.SUPER_ADMIN);
        Map<String, String> key = Map.of("Idempotency-Key", Ids.hex(8));
        String body = MsAdsAccountsTest.newAccount(customer.id(), "Falcon");
        String address = "\"City\":\"Redmond\",\"CountryCode\":\"US\"";
        assertThat(body).contains(address);
        String turned = body.replace(address, "\"CountryCode\" : \"US\", \"City\" : \"Redmond\"");
        // When
        Answer first = add(Transport.REST, admin, body, key).requireSuccess();
        Answer again = add(Transport.REST, admin, turned, key);
        // Then
        assertThat(again).isEqualTo(first);
    }

    private static Answer add(Transport transport, Person caller, String body, Map<String, String> headers) {
        return MsAdsClient.call(transport, caller.accessToken(), caller.developerToken(), "AddAccount", body, headers);
    }

    /** What the door has entered in the log since this was made. */
    private static final class Log extends Handler implements AutoCloseable {
        private final Logger logger = Logger.getLogger("io.curfew.dialects.msads");
        private final List<String> lines = new CopyOnWriteArrayList<>();

        Log() {
            logger.addHandler(this);
        }

        List<String> linesOf(Answer answer) {
            return lines.stream()
                    .filter(line -> line.contains("trackingId=" + answer.trackingId() + " "))
                    .toList();
        }

        @Override
        public void publish(LogRecord record) {
            lines.add(record instanceof ExtLogRecord full ? full.getFormattedMessage() : record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {
            logger.removeHandler(this);
        }
    }
}
