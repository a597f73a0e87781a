package io.curfew.advertising;

import io.curfew.people.CustomerRole;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/** What a person may do with a customer and its accounts. */
public enum Permission {
    READ,
    ADD_ACCOUNT,
    UPDATE_ACCOUNT,
    /** Of an account, its tagging only. */
    TAG_ACCOUNT,
    DELETE_ACCOUNT,
    UPDATE_CUSTOMER,
    DELETE_CUSTOMER;

    /** What the role allows. Ending an account is a Super Admin's; ending a customer is the platform's own people's. */
    static Set<Permission> of(CustomerRole role) {
        return Collections.unmodifiableSet(
                switch (role) {
                    case SUPER_ADMIN ->
                        EnumSet.of(READ, ADD_ACCOUNT, UPDATE_ACCOUNT, TAG_ACCOUNT, DELETE_ACCOUNT, UPDATE_CUSTOMER);
                    case AGGREGATOR -> EnumSet.of(READ, ADD_ACCOUNT, UPDATE_ACCOUNT, TAG_ACCOUNT, UPDATE_CUSTOMER);
                    case STANDARD_USER -> EnumSet.of(READ, UPDATE_ACCOUNT, TAG_ACCOUNT);
                    case CAMPAIGN_MANAGER -> EnumSet.of(READ, TAG_ACCOUNT);
                    case VIEWER -> EnumSet.of(READ);
                });
    }

    /** Whether it is about the customer as a whole, which a role for some of its accounts does not reach. */
    boolean isOfCustomer() {
        return this == ADD_ACCOUNT || this == UPDATE_CUSTOMER || this == DELETE_CUSTOMER;
    }
}
