package io.curfew.accounts;

import io.curfew.lifecycle.LifecycleStatus;
import io.curfew.lifecycle.SuspensionCause;
import io.vertx.mutiny.sqlclient.Row;
import java.time.Instant;
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
        String id = row.getString(alias + "_id");
        if (id == null) {
            return null;
        }
        String parentId = row.getString(alias + "_parent_id");
        LifecycleStatus own = LifecycleStatus.valueOf(row.getString(alias + "_status"));
        String cause = row.getString(alias + "_status_cause");
        return new AccountView(
                row.getString(alias + "_tenant_id"),
                id,
                parentId,
                row.getString(alias + "_name"),
                AccountType.valueOf(row.getString(alias + "_type")),
                own,
                parentId == null ? own : own.under(mainStatus),
                cause == null ? null : SuspensionCause.valueOf(cause),
                row.getString(alias + "_status_reason"),
                new AccountView.DoorIds(
                        row.getString(alias + "_operator_id"),
                        row.getString(alias + "_customer_id"),
                        row.getString(alias + "_advertiser_account_id"),
                        row.getString(alias + "_advertiser_account_number")),
                row.getOffsetDateTime(alias + "_created_at").toInstant(),
                row.getOffsetDateTime(alias + "_updated_at").toInstant(),
                instant(row, alias + "_closed_at"),
                instant(row, alias + "_purge_at"),
                row.getLong(alias + "_version"));
    }

    private static @Nullable Instant instant(Row row, String column) {
        var value = row.getOffsetDateTime(column);
        return value == null ? null : value.toInstant();
    }
}
