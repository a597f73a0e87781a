package io.curfew.dialects.msads;

import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.accounts.AccountService;
import io.curfew.accounts.ChangeAccount;
import io.curfew.dialects.msads.MsAdsClient.Answer;
import io.curfew.kernel.Ids;
import io.curfew.lifecycle.LifecycleStatus;
import io.curfew.people.CustomerRole;
import io.curfew.testing.Accounts;
import io.curfew.testing.Advertisers;
import io.curfew.testing.Advertisers.Customer;
import io.curfew.testing.Advertisers.Person;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.SettableClock;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is let in: people with an access token, calling by a program with a developer token. */
@CurfewTest
class MsAdsCredentialsTest {
    @Inject
    Advertisers advertisers;

    @Inject
    AccountService accounts;

    @Inject
    SettableClock clock;

    private static String outcome(Transport transport, @Nullable String access, @Nullable String developer) {
        return MsAdsClient.call(transport, access, developer, "GetUser", "{}", Map.of())
                .outcome();
    }

    @ParameterizedTest
    @EnumSource
    void bothTokensAreRequiredAndHaveToBeGood(Transport transport) {
        // Given
        Customer customer = advertisers.customer();
        Person person = advertisers.person(customer, CustomerRole.VIEWER);
        String access = person.accessToken();
        String developer = person.developerToken();
        // Then
        assertThat(outcome(transport, access, developer)).isEqualTo("ok");
        assertThat(outcome(transport, null, developer)).isEqualTo("AdApiFaultDetail 116");
        assertThat(outcome(transport, access, null)).isEqualTo("AdApiFaultDetail 116");
        assertThat(outcome(transport, "", developer)).isEqualTo("AdApiFaultDetail 116");
        assertThat(outcome(transport, Ids.base62(43), developer)).isEqualTo("AdApiFaultDetail 105");
        assertThat(outcome(transport, access, Ids.base62(43))).isEqualTo("AdApiFaultDetail 105");
        // Each in the other's place.
        assertThat(outcome(transport, developer, access)).isEqualTo("AdApiFaultDetail 105");
        assertThat(outcome(transport, customer.token(), developer)).isEqualTo("AdApiFaultDetail 105");
        assertThat(outcome(transport, access, access)).isEqualTo("AdApiFaultDetail 105");
    }

    @ParameterizedTest
    @EnumSource
    void anyGoodDeveloperTokenWillDo(Transport transport) {
        Person person = advertisers.person(advertisers.customer(), CustomerRole.VIEWER);
        assertThat(outcome(
                        transport, person.accessToken(), advertisers.customer().developerToken()))
                .isEqualTo("ok");
    }

    @ParameterizedTest
    @EnumSource
    void tokenExpires(Transport transport) {
        // Given
        Person person = advertisers.person(advertisers.customer(), CustomerRole.VIEWER);
        String token = advertisers.accessToken(person, clock.now().plusSeconds(3600));
        assertThat(outcome(transport, token, person.developerToken())).isEqualTo("ok");
        // When
        clock.advance(Duration.ofSeconds(3600));
        // Then
        assertThat(outcome(transport, token, person.developerToken())).isEqualTo("AdApiFaultDetail 109");
    }

    @ParameterizedTest
    @EnumSource
    void peopleOfCustomersThatAreNotActiveAreNotLetIn(Transport transport) {
        // Given
        Customer suspended = advertisers.customer();
        Customer closed = advertisers.customer();
        Person ofSuspended = advertisers.person(suspended, CustomerRole.SUPER_ADMIN);
        Person ofClosed = advertisers.person(closed, CustomerRole.SUPER_ADMIN);
        Person active = advertisers.person(advertisers.customer(), CustomerRole.SUPER_ADMIN);
        // When
        move(suspended, LifecycleStatus.SUSPENDED);
        move(closed, LifecycleStatus.CLOSED);
        // Then
        for (Person person : new Person[] {ofSuspended, ofClosed}) {
            assertThat(outcome(transport, person.accessToken(), active.developerToken()))
                    .isEqualTo("AdApiFaultDetail 105");
            assertThat(outcome(transport, active.accessToken(), person.developerToken()))
                    .isEqualTo("AdApiFaultDetail 105");
        }
    }

    private void move(Customer customer, LifecycleStatus status) {
        await(() ->
                accounts.change(ChangeAccount.to(status, customer.tenantId(), customer.tenantId(), Accounts.PLATFORM)));
    }

    @ParameterizedTest
    @EnumSource
    void nameAndPasswordGiveNoAccessAndDoNoHarm(Transport transport) {
        // Given
        Person person = advertisers.person(advertisers.customer(), CustomerRole.VIEWER);
        // When
        Answer alone = withPassword(transport, null, person.developerToken());
        Answer beside = withPassword(transport, person.accessToken(), person.developerToken());
        // Then
        assertThat(alone.outcome()).isEqualTo("AdApiFaultDetail 116");
        assertThat(beside.outcome()).isEqualTo("ok");
    }

    private static Answer withPassword(Transport transport, @Nullable String access, String developer) {
        if (transport == Transport.REST) {
            return MsAdsClient.call(
                    transport, access, developer, "GetUser", "{}", Map.of("UserName", "ada", "Password", "secret"));
        }
        String envelope = MsAdsClient.envelope(access, developer, "GetUser", "{}")
                .replace("</soap:Header>", "<Password>secret</Password><UserName>ada</UserName></soap:Header>");
        return MsAdsClient.soap("GetUser", envelope, Map.of());
    }

    @ParameterizedTest
    @EnumSource
    void wrongTokenIsNotLookedUpForever(Transport transport) {
        // Given
        Customer customer = advertisers.customer();
        Person person = advertisers.person(customer, CustomerRole.VIEWER);
        String wrong = Ids.base62(43);
        // When
        for (int i = 0; i < 20; i++) {
            assertThat(outcome(transport, wrong, person.developerToken())).isEqualTo("AdApiFaultDetail 105");
        }
        // Then
        assertThat(outcome(transport, wrong, person.developerToken())).isEqualTo("AdApiFaultDetail 117");
        assertThat(outcome(transport, person.accessToken(), person.developerToken()))
                .isEqualTo("ok");
        clock.advance(Duration.ofMinutes(1));
        assertThat(outcome(transport, wrong, person.developerToken())).isEqualTo("AdApiFaultDetail 105");
    }

    @ParameterizedTest
    @EnumSource
    void credentialsAreJudgedBeforeTheRequest(Transport transport) {
        Person person = advertisers.person(advertisers.customer(), CustomerRole.VIEWER);
        String malformed = "{\"AccountId\":\"abc\",\"TimeStamp\":\"###\"}";
        assertThat(MsAdsClient.call(
                                transport,
                                Ids.base62(43),
                                person.developerToken(),
                                "DeleteAccount",
                                malformed,
                                Map.of())
                        .outcome())
                .isEqualTo("AdApiFaultDetail 105");
        // And so is whether the caller may do that anywhere at all.
        assertThat(MsAdsClient.call(transport, person, "DeleteAccount", malformed)
                        .outcome())
                .isEqualTo("AdApiFaultDetail 106");
    }
}
