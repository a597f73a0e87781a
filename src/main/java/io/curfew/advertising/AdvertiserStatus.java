package io.curfew.advertising;

/** Where an advertiser account stands: its own state and its customer's, and whether it was ever put to work. */
public enum AdvertiserStatus {
    /** At work. */
    ACTIVE,
    /** Made, and waiting for a means of payment. */
    DRAFT,
    /** Closed, until it is purged. */
    INACTIVE,
    /** Stopped by the customer. */
    PAUSED,
    /** Stopped by the platform, or with its customer. */
    SUSPENDED;

    /** The status as SQL, of table aliases {@code a} (the account), {@code m} (its main account), {@code p} (its row). */
    static final String SQL = "case when a.status = 'CLOSED' or m.status = 'CLOSED' then 'INACTIVE'"
            + " when m.status = 'SUSPENDED' or (a.status = 'SUSPENDED' and a.status_cause = 'PLATFORM') then 'SUSPENDED'"
            + " when a.status = 'SUSPENDED' then 'PAUSED'"
            + " when coalesce(p.draft, false) then 'DRAFT' else 'ACTIVE' end";
}
