package io.curfew.dialects.twilio;

import io.curfew.accounts.AccountType;
import io.curfew.accounts.AccountView;
import io.curfew.dialects.twilio.wire.TwilioAccount;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Maps the core's accounts to Twilio's. */
final class TwilioAccountMapper {
    static final String ACCOUNTS = "/2010-04-01/Accounts";

    private static final List<String[]> SUBRESOURCES = List.of(
            new String[] {"addresses", "Addresses"},
            new String[] {"applications", "Applications"},
            new String[] {"authorized_connect_apps", "AuthorizedConnectApps"},
            new String[] {"available_phone_numbers", "AvailablePhoneNumbers"},
            new String[] {"balance", "Balance"},
            new String[] {"calls", "Calls"},
            new String[] {"conferences", "Conferences"},
            new String[] {"connect_apps", "ConnectApps"},
            new String[] {"incoming_phone_numbers", "IncomingPhoneNumbers"},
            new String[] {"keys", "Keys"},
            new String[] {"messages", "Messages"},
            new String[] {"notifications", "Notifications"},
            new String[] {"outgoing_caller_ids", "OutgoingCallerIds"},
            new String[] {"queues", "Queues"},
            new String[] {"recordings", "Recordings"},
            new String[] {"short_codes", "SMS/ShortCodes"},
            new String[] {"signing_keys", "SigningKeys"},
            new String[] {"sip", "SIP"},
            new String[] {"transcriptions", "Transcriptions"},
            new String[] {"usage", "Usage"});

    private TwilioAccountMapper() {}

    /**
     * The account as Twilio shows it.
     *
     * @param authToken its token, empty for a caller who may not see it
     */
    static TwilioAccount account(AccountView account, String authToken) {
        return new TwilioAccount(
                account.id(),
                account.tenantId(),
                account.name(),
                account.status().name().toLowerCase(Locale.ROOT),
                account.type() == AccountType.TRIAL ? "Trial" : "Full",
                authToken,
                TwilioDates.rfc2822(account.createdAt()),
                TwilioDates.rfc2822(account.updatedAt()),
                uri(account.id()) + ".json",
                subresources(account.id()));
    }

    /** The path of an account without its suffix. */
    static String uri(String accountId) {
        return ACCOUNTS + "/" + accountId;
    }

    private static Map<String, String> subresources(String accountId) {
        Map<String, String> uris = new LinkedHashMap<>();
        for (String[] subresource : SUBRESOURCES) {
            uris.put(subresource[0], uri(accountId) + "/" + subresource[1] + ".json");
        }
        return uris;
    }
}
