package io.curfew.advertising;

import io.curfew.lifecycle.EndingAccount;
import io.curfew.lifecycle.LifecycleParticipant;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/**
 * Removes the data that advertisers have given for an account when the account is purged. Until then the data are
 * shown, whether or not the account is closed.
 */
@ApplicationScoped
class AdvertisingParticipant implements LifecycleParticipant {
    /** Comes after numbers and SIMs, which do not depend on it, and before identity. */
    private static final int ORDER = 500;

    private final AdvertiserAccountRepository advertisers;
    private final CustomerRepository customers;

    AdvertisingParticipant(AdvertiserAccountRepository advertisers, CustomerRepository customers) {
        this.advertisers = advertisers;
        this.customers = customers;
    }

    @Override
    public int order() {
        return ORDER;
    }

    @Override
    public String name() {
        return "advertising";
    }

    @Override
    public Uni<@Nullable String> purge(EndingAccount account, @Nullable String after) {
        return (account.accountId().equals(account.tenantId())
                        ? customers.deleteOf(account.tenantId())
                        : advertisers.deleteOf(account.tenantId(), account.accountId()))
                .replaceWith((String) null);
    }
}
