package io.curfew.dialects.twilio;

import static io.curfew.dialects.twilio.TwilioHttp.ACCOUNTS;
import static io.curfew.dialects.twilio.TwilioHttp.post;
import static io.curfew.dialects.twilio.TwilioHttp.under;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.Accounts;
import io.curfew.testing.Accounts.Credentials;
import io.curfew.testing.CurfewTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever follows the links sees each row once, whatever others add meanwhile; in both envelopes. */
@CurfewTest
class TwilioPagingTest {
    private static final int ROWS = 30;
    private static final int WRITERS = 2;

    @Inject
    Accounts accounts;

    @ParameterizedTest
    @ValueSource(strings = {"accounts", "keys", "signing_keys", "iam"})
    void pagesNeitherSkipNorRepeatWhileOthersInsert(String list) throws Exception {
        // Given
        Credentials main = accounts.main();
        List<String> before = new ArrayList<>();
        for (int i = 0; i < ROWS; i++) {
            before.add(0, insert(main, list));
        }
        AtomicBoolean running = new AtomicBoolean(true);
        AtomicInteger inserted = new AtomicInteger();
        List<CompletableFuture<Void>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
            writers.add(CompletableFuture.runAsync(() -> {
                while (running.get()) {
                    insert(main, list);
                    inserted.incrementAndGet();
                }
            }));
        }
        // When
        List<String> forwards = new ArrayList<>();
        Response page = null;
        String next = first(main, list);
        String previous = null;
        while (next != null) {
            int seen = inserted.get();
            while (inserted.get() < seen + WRITERS) {
                Thread.onSpinWait();
            }
            page = follow(main, next);
            forwards.addAll(page.path(sids(list)));
            next = page.path(link(list, "next"));
            previous = page.path(link(list, "previous"));
        }
        List<String> backwards = new ArrayList<>(page == null ? List.of() : page.<List<String>>path(sids(list)));
        while (previous != null && !backwards.containsAll(before)) {
            page = follow(main, previous);
            backwards.addAll(0, page.path(sids(list)));
            previous = page.path(link(list, "previous"));
        }
        running.set(false);
        CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new)).get();
        // Then
        assertThat(forwards).doesNotHaveDuplicates().containsSubsequence(before);
        assertThat(backwards).doesNotHaveDuplicates().containsSubsequence(before);
        assertThat(inserted.get()).isPositive();
    }

    private static String insert(Credentials main, String list) {
        Response made = switch (list) {
            case "accounts" -> post(main, ACCOUNTS + ".json", Map.of());
            case "iam" -> post(main, "/v1/Keys", Map.of("AccountSid", main.sid()));
            default -> post(main, under(main, "Keys.json"), Map.of());
        };
        assertThat(made.statusCode()).isEqualTo(201);
        return made.path("sid");
    }

    private static String first(Credentials main, String list) {
        return switch (list) {
            case "accounts" -> ACCOUNTS + ".json?PageSize=7";
            case "keys" -> under(main, "Keys.json?PageSize=7");
            case "signing_keys" -> under(main, "SigningKeys.json?PageSize=7");
            default -> "/v1/Keys?AccountSid=" + main.sid() + "&PageSize=7";
        };
    }

    private static String sids(String list) {
        return (list.equals("iam") ? "keys" : list) + ".sid";
    }

    private static String link(String list, String which) {
        return list.equals("iam") ? "meta." + which + "_page_url" : which + "_page_uri";
    }

    private static Response follow(Credentials main, String link) {
        return TwilioHttp.as(main).urlEncodingEnabled(false).get(link);
    }
}
