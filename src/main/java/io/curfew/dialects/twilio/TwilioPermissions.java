package io.curfew.dialects.twilio;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The permission that a restricted key needs for each route of the door, under the names of Twilio's catalogue. A route
 * that is not in the table is closed to restricted keys: making and changing accounts and rotating auth tokens, which
 * Twilio's catalogue has no permission for either, making standard keys, which may do more than any restricted one, and
 * whatever somebody forgets to add.
 */
final class TwilioPermissions {
    private static final String ACCOUNT = "/2010-04-01/Accounts/{}";
    private static final String NUMBERS = ACCOUNT + "/IncomingPhoneNumbers";
    private static final String AVAILABLE = ACCOUNT + "/AvailablePhoneNumbers";

    private static final List<Rule> RULES = List.of(
            rule("GET", "/2010-04-01/Accounts.json", "twilio/iam/accounts/list"),
            rule("GET", ACCOUNT + ".json", "twilio/iam/accounts/read"),
            rule("GET", ACCOUNT + "/Keys.json", "twilio/iam/api-keys/list"),
            rule("GET", ACCOUNT + "/Keys/{}.json", "twilio/iam/api-keys/read"),
            rule("POST", ACCOUNT + "/Keys/{}.json", "twilio/iam/api-keys/update"),
            rule("DELETE", ACCOUNT + "/Keys/{}.json", "twilio/iam/api-keys/delete"),
            rule("GET", ACCOUNT + "/SigningKeys.json", "twilio/iam/api-keys/list"),
            rule("GET", ACCOUNT + "/SigningKeys/{}.json", "twilio/iam/api-keys/read"),
            rule("POST", ACCOUNT + "/SigningKeys/{}.json", "twilio/iam/api-keys/update"),
            rule("DELETE", ACCOUNT + "/SigningKeys/{}.json", "twilio/iam/api-keys/delete"),
            rule("GET", "/v1/Keys", "twilio/iam/api-keys/list"),
            rule("POST", "/v1/Keys", "twilio/iam/api-keys/create"),
            rule("GET", "/v1/Keys/{}", "twilio/iam/api-keys/read"),
            rule("POST", "/v1/Keys/{}", "twilio/iam/api-keys/update"),
            rule("DELETE", "/v1/Keys/{}", "twilio/iam/api-keys/delete"),
            rule("GET", NUMBERS + ".json", "twilio/phone-numbers/active-numbers/list"),
            rule("POST", NUMBERS + ".json", "twilio/phone-numbers/active-numbers/create"),
            rule("GET", NUMBERS + "/Local.json", "twilio/phone-numbers/active-numbers/list"),
            rule("POST", NUMBERS + "/Local.json", "twilio/phone-numbers/active-numbers/create"),
            rule("GET", NUMBERS + "/Mobile.json", "twilio/phone-numbers/active-numbers/list"),
            rule("POST", NUMBERS + "/Mobile.json", "twilio/phone-numbers/active-numbers/create"),
            rule("GET", NUMBERS + "/TollFree.json", "twilio/phone-numbers/active-numbers/list"),
            rule("POST", NUMBERS + "/TollFree.json", "twilio/phone-numbers/active-numbers/create"),
            rule("GET", NUMBERS + "/{}.json", "twilio/phone-numbers/active-numbers/read"),
            rule("POST", NUMBERS + "/{}.json", "twilio/phone-numbers/active-numbers/update"),
            rule("DELETE", NUMBERS + "/{}.json", "twilio/phone-numbers/active-numbers/delete"),
            rule("GET", AVAILABLE + ".json", "twilio/phone-numbers/available-numbers/list"),
            rule("GET", AVAILABLE + "/{}.json", "twilio/phone-numbers/available-numbers/read"),
            rule("GET", AVAILABLE + "/{}/{}.json", "twilio/phone-numbers/available-numbers/list"));

    private TwilioPermissions() {}

    private record Rule(String method, Pattern path, String permission) {}

    private static Rule rule(String method, String path, String permission) {
        return new Rule(method, Pattern.compile(path.replace(".", "\\.").replace("{}", "[^/.]+")), permission);
    }

    /** What a call needs, without the leading slash; empty when no permission covers it. HEAD is a GET. */
    static Optional<String> needed(String method, String path) {
        String asked = method.equals("HEAD") ? "GET" : method;
        return RULES.stream()
                .filter(rule ->
                        rule.method.equals(asked) && rule.path.matcher(path).matches())
                .map(Rule::permission)
                .findFirst();
    }
}
