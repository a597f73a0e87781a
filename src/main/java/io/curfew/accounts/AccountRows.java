package io.curfew.accounts;

import io.curfew.lifecycle.LifecycleStatus;
import io.curfew.lifecycle.Standing;
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

    private static final List<String> STANDING = List.of("status", "status_cause", "closed_at", "purge_at");

    private AccountRows() {}

    /** The columns of table alias {@code alias} for a select list; {@link #read} finds them by the alias. */
    public static String columns(String alias) {
        return COLUMNS.stream().map(column -> selected(alias, column)).collect(Collectors.joining(", "));
    }

    /** The columns of alias {@code alias} that {@link #standing} needs; they are among those of {@link #columns} too. */
    public static String standingColumns(String alias) {
        return STANDING.stream().map(column -> selected(alias, column)).collect(Collectors.joining(", "));
    }

    private static String selected(String alias, String column) {
        return alias + "." + column + " as " + alias + "_" + column;
    }

    /** What holds for the main account under {@code alias}; null where an outer join found none. */
    public static @Nullable Standing standing(Row row, String alias) {
        String status = row.stringOrNull(alias + "_status");
        if (status == null) {
            return null;
        }
        String cause = row.stringOrNull(alias + "_status_cause");
        return new Standing(
                LifecycleStatus.valueOf(status),
                cause == null ? null : SuspensionCause.valueOf(cause),
                row.instantOrNull(alias + "_closed_at"),
                row.instantOrNull(alias + "_purge_at"));
    }

    /**
     * The account under {@code alias}; null where an outer join found none.
     *
     * @param mainAlias the alias of its main account, whose standing is among what is selected; the same for a main
     *     account
     */
    public static @Nullable AccountView read(Row row, String alias, String mainAlias) {
        Standing alone = standing(row, alias);
        Standing main = standing(row, mainAlias);
        if (alone == null || main == null) {
            return null;
        }
        String parentId = row.stringOrNull(alias + "_parent_id");
        return new AccountView(
                row.string(alias + "_tenant_id"),
                row.string(alias + "_id"),
                parentId,
                row.string(alias + "_name"),
                AccountType.valueOf(row.string(alias + "_type")),
                alone.status(),
                parentId == null ? alone : alone.under(main),
                alone.cause(),
                row.stringOrNull(alias + "_status_reason"),
                new AccountView.DoorIds(
                        row.stringOrNull(alias + "_operator_id"),
                        row.stringOrNull(alias + "_customer_id"),
                        row.stringOrNull(alias + "_advertiser_account_id"),
                        row.stringOrNull(alias + "_advertiser_account_number")),
                row.instant(alias + "_created_at"),
                row.instant(alias + "_updated_at"),
                alone.closedAt(),
                alone.goneAt(),
                row.number(alias + "_version"));
    }
}
