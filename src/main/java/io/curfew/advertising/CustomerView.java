package io.curfew.advertising;

import io.curfew.accounts.AccountView;
import org.jspecify.annotations.Nullable;

/**
 * A customer as readers see it.
 *
 * @param account the main account
 * @param profile its data beyond the account
 * @param modifiedBy the number of the person who made the last write; null when it came through another door
 */
public record CustomerView(
        AccountView account,
        CustomerProfile profile,
        @Nullable Long modifiedBy) {
    /** Its number. */
    public String id() {
        String id = account.ids().customerId();
        if (id == null) {
            throw new IllegalStateException("every main account is a customer");
        }
        return id;
    }
}
