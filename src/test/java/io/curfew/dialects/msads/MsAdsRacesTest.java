package io.curfew.dialects.msads;

import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.accounts.AccountView;
import io.curfew.dialects.msads.MsAdsClient.Answer;
import io.curfew.people.CustomerRole;
import io.curfew.testing.Advertisers;
import io.curfew.testing.Advertisers.Customer;
import io.curfew.testing.Advertisers.Person;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.Race;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Real concurrency on the real database, through the door: no lost update, every loser is told. */
@CurfewTest
class MsAdsRacesTest {
    private static final int FEW = 25;
    private static final int MANY = 1000;

    @Inject
    Advertisers advertisers;

    @Inject
    Database database;

    @Test
    void updatesAndDeletionsByOldTimeStampsAreLostToNobody() {
        readUpdateDelete(FEW);
    }

    @Test
    @Tag("slow")
    void updatesAndDeletionsByOldTimeStampsAreLostToNobodyManyTimes() {
        readUpdateDelete(MANY);
    }

    /**
     * Two clients, each of another transport, read the same account and write it by what they read: one is first. The
     * account is deleted in the last round of ten, so that both meet an update too late and a deletion too late.
     */
    private void readUpdateDelete(int rounds) {
        Customer customer = advertisers.customer();
        Person one = advertisers.person(customer, CustomerRole.SUPER_ADMIN);
        Person other = advertisers.person(customer, CustomerRole.SUPER_ADMIN);
        String id = "";
        for (int round = 0; round < rounds; round++) {
            boolean deleting = round % 10 == 9;
            if (round % 10 == 0) {
                id = advertisers.subaccount(customer, "Account " + round).ids().advertiserAccountId();
            }
            // Given
            Object stamp = MsAdsAccountsTest.account(Transport.REST, one, id).get("TimeStamp");
            AccountView before = advertisers.account(customer, id);
            // When
            List<Answer> answers = new ArrayList<>();
            for (Race.Result<Answer> result : Race.run(
                    write(Transport.REST, one, id, stamp, "Rest " + round, deleting),
                    write(Transport.SOAP, other, id, stamp, "Soap " + round, false))) {
                assertThat(result.failure()).isNull();
                answers.add(result.item());
            }
            // Then
            AccountView after = advertisers.account(customer, id);
            assertThat(answers).extracting(Answer::outcome).containsOnlyOnce("ok");
            boolean restWon = answers.get(0).outcome().equals("ok");
            String loser = answers.get(restWon ? 1 : 0).outcome();
            assertThat(loser).isEqualTo(deleting && restWon ? "ApiFault 2192" : "ApiFault 209");
            assertThat(after.version()).isEqualTo(before.version() + 1);
            if (deleting && restWon) {
                assertThat(after.name()).isEqualTo(before.name());
                assertThat(after.closedAt()).isNotNull();
            } else {
                assertThat(after.name()).isEqualTo((restWon ? "Rest " : "Soap ") + round);
                assertThat(after.closedAt()).isNull();
            }
            assertThat(database.count(
                            "select count(*) from audit_entry where account_id = $1 and action in"
                                    + " ('account.updated', 'account.closed')",
                            after.id()))
                    .isEqualTo(after.version());
        }
    }

    /** Off the event loop, for the client waits. */
    private static Supplier<Uni<Answer>> write(
            Transport transport, Person caller, String id, Object stamp, String name, boolean deleting) {
        String body = deleting
                ? MsAdsAccountsTest.delete(id, stamp)
                : "{\"Account\":{\"Id\":\"%s\",\"Name\":\"%s\",\"TimeStamp\":\"%s\"}}".formatted(id, name, stamp);
        return () -> Uni.createFrom()
                .item(() -> MsAdsClient.call(transport, caller, deleting ? "DeleteAccount" : "UpdateAccount", body))
                .runSubscriptionOn(Infrastructure.getDefaultWorkerPool());
    }

    @Test
    void oneNameIsTakenOnce() {
        sameName(FEW);
    }

    @Test
    @Tag("slow")
    void oneNameIsTakenOnceManyTimes() {
        sameName(MANY / 5);
    }

    private void sameName(int rounds) {
        Customer customer = advertisers.customer();
        Person one = advertisers.person(customer, CustomerRole.SUPER_ADMIN);
        for (int round = 0; round < rounds; round++) {
            // Given
            String body = MsAdsAccountsTest.newAccount(customer.id(), "Account " + round);
            List<Supplier<Uni<Answer>>> both = new ArrayList<>();
            for (Transport transport : Transport.values()) {
                both.add(() -> Uni.createFrom()
                        .item(() -> MsAdsClient.call(transport, one, "AddAccount", body))
                        .runSubscriptionOn(Infrastructure.getDefaultWorkerPool()));
            }
            // When
            List<Race.Result<Answer>> results = Race.run(both);
            // Then
            assertThat(results)
                    .extracting(
                            result -> result.item() == null ? "" : result.item().outcome())
                    .containsExactlyInAnyOrder("ok", "ApiFault 90101");
            assertThat(database.count(
                            "select count(*) from account where tenant_id = $1 and name = $2",
                            customer.tenantId(),
                            "Account " + round))
                    .isEqualTo(1);
        }
    }
}
