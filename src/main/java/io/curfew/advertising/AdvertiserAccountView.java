package io.curfew.advertising;

import io.curfew.accounts.AccountView;
import org.jspecify.annotations.Nullable;

/**
 * An advertiser account as readers see it.
 *
 * @param account the subaccount
 * @param customerId the number of its customer
 * @param status its status
 * @param profile its data beyond the account
 * @param modifiedBy the number of the person who made the last write; null when it came through another door
 */
public record AdvertiserAccountView(
        AccountView account,
        String customerId,
        AdvertiserStatus status,
        AdvertiserProfile profile,
        @Nullable Long modifiedBy) {
    /** Its number as an advertiser account. */
    public String id() {
        String id = account.ids().advertiserAccountId();
        if (id == null) {
            throw new IllegalStateException("every subaccount is an advertiser account");
        }
        return id;
    }

    /** Its number for people, which has eight letters and digits. */
    public String number() {
        String number = account.ids().advertiserAccountNumber();
        if (number == null) {
            throw new IllegalStateException("every subaccount is an advertiser account");
        }
        return number;
    }
}
