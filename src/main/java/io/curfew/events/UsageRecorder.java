package io.curfew.events;

/**
 * Records what was used and is to be charged: usage events, which are never changed once they are there. Always a part of
 * the statement that makes the change, so that there is no use without the change and no charge twice.
 */
public final class UsageRecorder {
    private UsageRecorder() {}

    /**
     * Records usage as part of a statement of another room, or as one of its own.
     *
     * @param rows a query or {@code values} for the tenant, the instant, the account, the category (lower case, with dashes), the
     *     subject's id and the quantity, in this order
     * @return an {@code insert} without {@code returning}
     */
    public static String recording(String rows) {
        return "insert into usage_event (tenant_id, occurred_at, account_id, category, subject, quantity) " + rows;
    }
}
