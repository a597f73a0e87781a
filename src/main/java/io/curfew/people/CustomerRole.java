package io.curfew.people;

import java.util.Optional;

/** What a person may be to a customer, with the numbers of Microsoft Advertising's user roles. */
public enum CustomerRole {
    /** Everything but ending the customer. */
    SUPER_ADMIN(41),
    /** Makes and changes accounts for others; ends none. */
    AGGREGATOR(33),
    /** Changes accounts; makes and ends none. */
    STANDARD_USER(203),
    /** Works with campaigns; of an account itself, changes only its tagging. */
    CAMPAIGN_MANAGER(16),
    /** Reads. */
    VIEWER(100);

    private final int number;

    CustomerRole(int number) {
        this.number = number;
    }

    /** The role's number on the wire. */
    public int number() {
        return number;
    }

    /** The role of that number; empty where no role has it. */
    public static Optional<CustomerRole> of(long number) {
        for (CustomerRole role : values()) {
            if (role.number == number) {
                return Optional.of(role);
            }
        }
        return Optional.empty();
    }
}
