package io.curfew.dialects.twilio;

import static io.curfew.dialects.twilio.TwilioHttp.ACCOUNTS;
import static io.curfew.dialects.twilio.TwilioHttp.account;
import static io.curfew.dialects.twilio.TwilioHttp.assertError;
import static io.curfew.dialects.twilio.TwilioHttp.get;
import static io.curfew.dialects.twilio.TwilioHttp.post;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Lists of accounts: their filters, pages and envelope. */
@CurfewTest
class TwilioAccountListsTest {
    @Inject
    Accounts accounts;

    @Test
    void listFiltersByNameAndStatus() {
        // Given
        Credentials main = accounts.main();
        Credentials alpha = accounts.sub(main, "alpha & co/ü");
        Credentials beta = accounts.sub(main, "beta");
        post(main, account(beta), Map.of("Status", "suspended"));
        // When
        Response byName =
                TwilioHttp.as(main).queryParam("FriendlyName", "alpha & co/ü").get(ACCOUNTS + ".json");
        Response byStatus = get(main, ACCOUNTS + ".json?Status=suspended");
        Response none = get(main, ACCOUNTS + ".json?FriendlyName=alph");
        // Then
        assertThat(byName.<List<String>>path("accounts.sid")).containsExactly(alpha.sid());
        assertThat(byName.<String>path("uri"))
                .isEqualTo("/2010-04-01/Accounts.json?FriendlyName=alpha%20%26%20co%2F%C3%BC&PageSize=50&Page=0");
        assertThat(byStatus.<List<String>>path("accounts.sid")).containsExactly(beta.sid());
        assertThat(none.<List<String>>path("accounts.sid")).isEmpty();
        assertThat(none.<Integer>path("start")).isZero();
        assertThat(none.<Integer>path("end")).isZero();
        assertError(get(main, ACCOUNTS + ".json?Status=gone"), 400, 20001);
    }

    @Test
    void pagesAreStableWhileAccountsAreAdded() {
        // Given
        Credentials main = accounts.main();
        List<String> expected = new ArrayList<>();
        expected.add(main.sid());
        for (int i = 0; i < 9; i++) {
            expected.add(0, accounts.sub(main, "Sub " + i).sid());
        }
        // When
        List<String> seen = new ArrayList<>();
        List<Integer> starts = new ArrayList<>();
        String next = ACCOUNTS + ".json?PageSize=4";
        String lastPrevious = null;
        while (next != null) {
            Response page = TwilioHttp.as(main).urlEncodingEnabled(false).get(next);
            seen.addAll(page.path("accounts.sid"));
            starts.add(page.path("start"));
            lastPrevious = page.path("previous_page_uri");
            next = page.path("next_page_uri");
            accounts.sub(main, "added meanwhile");
        }
        // Then
        assertThat(seen).isEqualTo(expected);
        assertThat(starts).containsExactly(0, 4, 8);
        Response back = TwilioHttp.as(main).urlEncodingEnabled(false).get(lastPrevious);
        assertThat(back.<List<String>>path("accounts.sid")).isEqualTo(expected.subList(4, 8));
        assertThat(back.<Integer>path("page")).isEqualTo(1);
        assertThat(get(main, ACCOUNTS + ".json?PageSize=4&Page=1").<List<String>>path("accounts.sid"))
                .hasSize(4);
    }

    @Test
    void envelopeHasEveryKey() {
        // Given
        Credentials main = accounts.main();
        // When
        Response page = get(main, ACCOUNTS + ".json");
        // Then
        Map<String, Object> envelope = new LinkedHashMap<>(page.jsonPath().getMap("$"));
        assertThat(envelope.remove("accounts"))
                .asInstanceOf(org.assertj.core.api.InstanceOfAssertFactories.LIST)
                .hasSize(1);
        Map<String, Object> expected = new LinkedHashMap<>();
        expected.put("page", 0);
        expected.put("page_size", 50);
        expected.put("start", 0);
        expected.put("end", 0);
        expected.put("uri", "/2010-04-01/Accounts.json?PageSize=50&Page=0");
        expected.put("first_page_uri", "/2010-04-01/Accounts.json?PageSize=50&Page=0");
        expected.put("next_page_uri", null);
        expected.put("previous_page_uri", null);
        assertThat(envelope).isEqualTo(expected);
    }

    @Test
    void badPagingIsRefused() {
        Credentials main = accounts.main();
        assertError(get(main, ACCOUNTS + ".json?PageSize=1001"), 400, 20007);
        assertError(get(main, ACCOUNTS + ".json?PageSize=0"), 400, 20001);
        assertError(get(main, ACCOUNTS + ".json?PageSize=ten"), 400, 20001);
        assertError(get(main, ACCOUNTS + ".json?Page=-1"), 400, 20001);
        assertError(get(main, ACCOUNTS + ".json?PageToken=PAnonsense"), 400, 21481);
    }
}
