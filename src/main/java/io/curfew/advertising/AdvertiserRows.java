package io.curfew.advertising;

import io.curfew.accounts.AccountRows;
import io.curfew.accounts.AccountView;
import io.curfew.lifecycle.StandingSql;
import io.curfew.sql.Row;
import org.jspecify.annotations.Nullable;

/** Reads advertiser accounts out of queries over {@code a} (the account), {@code m} (its main account), {@code p}. */
final class AdvertiserRows {
    static final String COLUMNS = AccountRows.columns("a")
            + ", " + AccountRows.standingColumns("m") + ", m.customer_id as m_customer,"
            + " p.account_id as p_id, p.draft as p_draft, p.currency_code as p_currency, p.language as p_language,"
            + " p.time_zone as p_zone, p.auto_tag_type as p_tag, p.primary_user_id as p_user,"
            + " p.payment_method_id as p_payment, p.backup_payment_instrument_id as p_backup,"
            + " p.sold_to_payment_instrument_id as p_sold, p.billing_threshold_amount as p_threshold,"
            + " p.business_address as p_address, p.linked_agencies as p_agencies, p.tax_information as p_tax,"
            + " p.forward_compatibility_map as p_map, p.modified_by as p_by, p.modified_version as p_version";

    /** The effective state of {@code a}. */
    static final StandingSql STANDING = StandingSql.of("a", "m");

    /** Whether {@code a} was never activated. */
    static final String DRAFT = "coalesce(p.draft, false)";

    /** The joins that follow {@code from … a}. */
    static final String JOINS = " join account m on m.tenant_id = a.tenant_id and m.id = a.tenant_id"
            + " left join advertiser_account p on p.tenant_id = a.tenant_id and p.account_id = a.id";

    private AdvertiserRows() {}

    /** The account of a row; null where an outer join found none. */
    static @Nullable AdvertiserAccountView read(Row row) {
        AccountView account = AccountRows.read(row, "a", "m");
        if (account == null) {
            return null;
        }
        AdvertiserProfile profile = row.stringOrNull("p_id") == null ? AdvertiserProfile.defaults() : profile(row);
        Long version = row.numberOrNull("p_version");
        return new AdvertiserAccountView(
                account,
                row.string("m_customer"),
                AdvertiserStatus.of(account.standing(), profile.draft()),
                profile,
                version != null && version == account.version() ? row.numberOrNull("p_by") : null);
    }

    private static AdvertiserProfile profile(Row row) {
        return new AdvertiserProfile(
                row.bool("p_draft"),
                row.string("p_currency"),
                row.string("p_language"),
                row.string("p_zone"),
                row.string("p_tag"),
                row.numberOrNull("p_user"),
                row.numberOrNull("p_payment"),
                row.numberOrNull("p_backup"),
                row.numberOrNull("p_sold"),
                row.decimalOrNull("p_threshold"),
                Documents.address(row.stringOrNull("p_address")),
                Documents.agencies(row.stringOrNull("p_agencies")),
                Documents.map(row.string("p_tax")),
                Documents.map(row.string("p_map")));
    }
}
