package io.curfew.dialects.twilio;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.curfew.testing.Accounts.Credentials;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.Map;

/** Calls of the Twilio door as its clients make them. */
final class TwilioHttp {
    static final String ACCOUNTS = "/2010-04-01/Accounts";

    private TwilioHttp() {}

    static RequestSpecification as(Credentials caller) {
        return given().auth()
                .preemptive()
                .basic(caller.sid(), caller.token())
                .redirects()
                .follow(false);
    }

    static Response get(Credentials caller, String path) {
        return as(caller).get(path);
    }

    static Response post(Credentials caller, String path, Map<String, ?> form) {
        return as(caller)
                .contentType("application/x-www-form-urlencoded; charset=UTF-8")
                .formParams(form)
                .post(path);
    }

    static String account(Credentials account) {
        return ACCOUNTS + "/" + account.sid() + ".json";
    }

    static String under(Credentials account, String resource) {
        return ACCOUNTS + "/" + account.sid() + "/" + resource;
    }

    /** The whole error body, and the status that it repeats. */
    static void assertError(Response response, int status, int code, String message) {
        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.contentType()).startsWith("application/json");
        assertThat(response.jsonPath().<String, Object>getMap("$"))
                .containsExactlyInAnyOrderEntriesOf(Map.of(
                        "code",
                        code,
                        "message",
                        message,
                        "more_info",
                        "https://www.twilio.com/docs/errors/" + code,
                        "status",
                        status));
    }

    static void assertError(Response response, int status, int code) {
        assertError(response, status, code, response.jsonPath().getString("message"));
    }

    static void assertNotFound(Response response, String path) {
        assertError(response, 404, 20404, "The requested resource " + path + " was not found");
    }
}
