package io.curfew.accounts;

import io.curfew.lifecycle.LifecycleStatus;
import io.curfew.lifecycle.SuspensionCause;
import io.curfew.sql.Row;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads accounts out of queries of other capabilities that join them, so that who calls and what is called come in one
 * round trip.
 */
public final class AccountRows {
    private static final List<String> COLUMNS = List.of(
            "tenant_id",
            "id",
            "parent_id",
            "name",
            "type",
            "status",
            "status_cause",
            "status_reason",
            "operator_id",
            "customer_id",
            "advertiser_account_id",
            "advertiser_account_number",
            "created_at",
            "updated_at",
            "closed_at",
            "purge_at",
            "version");

    private AccountRows() {}

    /** The columns of table alias {@code alias} for a select list; {@link #read} finds them by the alias. */
    public static String columns(String alias) {
        return COLUMNS.stream()
                .map(column -> alias + "." + column + " as " + alias + "_" + column)
                .collect(Collectors.joining(", "));
    }

    /** A condition that leaves out accounts whose purge is due at {@code instantParameter}. */
    public static String visible(String alias, String instantParameter) {
        return "(" + alias + ".purge_at is null or " + alias + ".purge_at > " + instantParameter + ")";
    }

    /**
     * The account under {@code alias}; null where an outer join found none.
     *
     * @param mainStatus the main account's own status
     */
    public static @Nullable AccountView read(Row row, String alias, LifecycleStatus mainStatus) {
        String id = row.stringOrNull(alias + "_id");
        if (id == null) {
            return null;
        }
        String parentId = row.stringOrNull(alias + "_parent_id");
        LifecycleStatus own = LifecycleStatus.valueOf(row.string(alias + "_status"));
        String cause = row.stringOrNull(alias + "_status_cause");
        return new AccountView(
                row.string(alias + "_tenant_id"),
                id,
                parentId,
                row.string(alias + "_name"),
                AccountType.valueOf(row.string(alias + "_type")),
                own,
                parentId == null ? own : own.under(mainStatus),
                cause == null ? null : SuspensionCause.valueOf(cause),
                row.stringOrNull(alias + "_status_reason"),
                new AccountView.DoorIds(
                        row.stringOrNull(alias + "_operator_id"),
                        row.stringOrNull(alias + "_customer_id"),
                        row.stringOrNull(alias + "_advertiser_account_id"),
                        row.stringOrNull(alias + "_advertiser_account_number")),
                row.instant(alias + "_created_at"),
                row.instant(alias + "_updated_at"),
                row.instantOrNull(alias + "_closed_at"),
                row.instantOrNull(alias + "_purge_at"),
                row.number(alias + "_version"));
    }
}
