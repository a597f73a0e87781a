package io.curfew.advertising;

import io.curfew.accounts.AccountView;
import org.jspecify.annotations.Nullable;

/**
 * An advertiser account as readers see it.
 *
 * @param account the subaccount it is
 * @param customerId the number of its customer
 * @param status where it stands
 * @param profile what it has beyond the account
 * @param modifiedBy the number of the person whose write was the last one; null when another door's was
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

    /** Its name for people, eight letters and digits. */
    public String number() {
        String number = account.ids().advertiserAccountNumber();
        if (number == null) {
            throw new IllegalStateException("every subaccount is an advertiser account");
        }
        return number;
    }
}
