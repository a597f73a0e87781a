package io.curfew.dialects.twilio;

import static io.curfew.testing.Reactive.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.twilio.exception.ApiException;
import com.twilio.http.NetworkHttpClient;
import com.twilio.http.TwilioRestClient;
import com.twilio.rest.api.v2010.Account;
import com.twilio.rest.api.v2010.account.IncomingPhoneNumber;
import com.twilio.rest.api.v2010.account.availablephonenumbercountry.Local;
import com.twilio.type.PhoneNumber;
import io.curfew.lifecycle.WorkRunner;
import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.curfew.testing.Database;
import io.curfew.testing.SettableClock;
import io.quarkus.test.common.http.TestHTTPResource;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.hc.client5.http.HttpRoute;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.core5.http.HttpHost;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Twilio's own client for Java, unchanged but for where it connects to. */
@CurfewTest
class TwilioJavaSdkTest {
    @Inject
    Accounts accounts;

    @Inject
    WorkRunner runner;

    @Inject
    SettableClock clock;

    @Inject
    Database database;

    @TestHTTPResource
    URI url;

    private TwilioRestClient client(Credentials caller) {
        HttpHost curfew = new HttpHost("http", url.getHost(), url.getPort());
        return new TwilioRestClient.Builder(caller.sid(), caller.token())
                .httpClient(new NetworkHttpClient(
                        HttpClientBuilder.create().setRoutePlanner((target, context) -> new HttpRoute(curfew))))
                .build();
    }

    private static ApiException refusal(ThrowingCallable call) {
        return catchThrowableOfType(ApiException.class, call);
    }

    private static void assertRefused(ThrowingCallable call, int status, int code) {
        ApiException refusal = refusal(call);
        assertThat(refusal.getStatusCode()).isEqualTo(status);
        assertThat(refusal.getCode()).isEqualTo(code);
        assertThat(refusal.getMoreInfo()).isEqualTo("https://www.twilio.com/docs/errors/" + code);
    }

    @Test
    void accountsLifeFromCreationToPurge() {
        // Given
        Credentials parent = accounts.main();
        TwilioRestClient main = client(parent);

        // When a subaccount is made, it has its own sid and token, which work at once
        Account created = Account.creator().setFriendlyName("FalconFlights").create(main);
        assertThat(created.getOwnerAccountSid()).isEqualTo(parent.sid());
        assertThat(created.getStatus()).isEqualTo(Account.Status.ACTIVE);
        assertThat(created.getType()).isEqualTo(Account.Type.FULL);
        assertThat(created.getDateCreated()).isNotNull().isEqualTo(created.getDateUpdated());
        assertThat(created.getSubresourceUris()).hasSize(20);
        Credentials sub = new Credentials(created.getSid(), created.getAuthToken());
        assertThat(Account.fetcher(sub.sid()).fetch(client(sub)).getFriendlyName())
                .isEqualTo("FalconFlights");

        // When it is suspended its credentials fail, when it is resumed they work again
        assertThat(Account.updater(sub.sid())
                        .setStatus(Account.Status.SUSPENDED)
                        .update(main)
                        .getStatus())
                .isEqualTo(Account.Status.SUSPENDED);
        assertRefused(() -> Account.fetcher(sub.sid()).fetch(client(sub)), 401, 20003);
        Account.updater(sub.sid()).setStatus(Account.Status.ACTIVE).update(main);
        assertThat(Account.fetcher(sub.sid()).fetch(client(sub)).getStatus()).isEqualTo(Account.Status.ACTIVE);

        // When a number is bought for the parent and moved, it keeps its sid and its URLs
        PhoneNumber number = Local.reader("US")
                .setAreaCode(415)
                .limit(1)
                .read(main)
                .iterator()
                .next()
                .getPhoneNumber();
        IncomingPhoneNumber bought = IncomingPhoneNumber.creator(number)
                .setVoiceUrl("https://example.com/voice")
                .setSmsUrl("https://example.com/sms")
                .create(main);
        assertThat(bought.getAccountSid()).isEqualTo(parent.sid());
        clock.advance(Duration.ofMinutes(1));
        IncomingPhoneNumber moved = IncomingPhoneNumber.updater(bought.getSid())
                .setAccountSid(sub.sid())
                .update(main);
        assertThat(moved.getSid()).isEqualTo(bought.getSid());
        assertThat(moved.getAccountSid()).isEqualTo(sub.sid());
        assertThat(moved.getVoiceUrl()).isEqualTo(URI.create("https://example.com/voice"));
        assertThat(moved.getSmsUrl()).isEqualTo(URI.create("https://example.com/sms"));
        assertThat(moved.getDateUpdated()).isAfter(moved.getDateCreated());
        assertThat(sids(IncomingPhoneNumber.reader().read(client(sub)))).containsExactly(bought.getSid());
        assertThat(sids(IncomingPhoneNumber.reader().read(main))).isEmpty();

        // When it is closed, that is for good; its numbers are gone, its history stays with the parent
        assertThat(Account.updater(sub.sid())
                        .setStatus(Account.Status.CLOSED)
                        .update(main)
                        .getStatus())
                .isEqualTo(Account.Status.CLOSED);
        assertRefused(
                () -> Account.updater(sub.sid())
                        .setStatus(Account.Status.ACTIVE)
                        .update(main),
                400,
                21479);
        assertThat(IncomingPhoneNumber.reader(sub.sid()).read(main)).isEmpty();
        assertRefused(
                () -> IncomingPhoneNumber.fetcher(sub.sid(), bought.getSid()).fetch(main), 404, 20404);
        assertThat(Account.fetcher(sub.sid()).fetch(main).getStatus()).isEqualTo(Account.Status.CLOSED);
        await(runner::runDue);
        assertThat(database.column("select state from number_inventory where phone_number = $1", number.toString()))
                .containsExactly("QUARANTINED");

        // When thirty days have passed
        clock.advance(Duration.ofDays(30));
        await(runner::runDue);
        assertRefused(() -> Account.fetcher(sub.sid()).fetch(main), 404, 20404);
        assertThat(database.count("select count(*) from phone_number where account_id = $1", sub.sid()))
                .isZero();
    }

    private static List<String> sids(Iterable<IncomingPhoneNumber> numbers) {
        List<String> sids = new ArrayList<>();
        numbers.forEach(number -> sids.add(number.getSid()));
        return sids;
    }

    @Test
    void listsTwoHundredAccountsThroughFiltersAndPages() {
        // Given
        Credentials parent = accounts.main();
        TwilioRestClient main = client(parent);
        List<String> expected = new ArrayList<>(List.of(parent.sid()));
        for (int i = 0; i < 210; i++) {
            expected.add(0, accounts.sub(parent, i % 2 == 0 ? "even" : "odd").sid());
        }
        // When
        List<String> all = new ArrayList<>();
        Account.reader().pageSize(50).read(main).forEach(account -> all.add(account.getSid()));
        List<String> odd = new ArrayList<>();
        Account.reader().setFriendlyName("odd").pageSize(20).read(main).forEach(account -> odd.add(account.getSid()));
        // Then
        assertThat(all).isEqualTo(expected);
        assertThat(odd).hasSize(105).isSubsetOf(expected);
        assertThat(Account.reader()
                        .setStatus(Account.Status.SUSPENDED)
                        .read(main)
                        .iterator()
                        .hasNext())
                .isFalse();
    }
}
