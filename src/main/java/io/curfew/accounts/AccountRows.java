package io.curfew.accounts;

import io.curfew.lifecycle.LifecycleStatus;
import io.curfew.lifecycle.Standing;
import io.curfew.lifecycle.SuspensionCause;
import io.curfew.sql.Row;
import java.util.List;
import java.util.Locale;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Reads accounts out of queries of other capabilities that join them, so that who calls and what is called come in one
 * round trip.
 */
public final class AccountRows {
    /** What {@link #columns} selects, in this order, so that {@link #read} looks for the first of them only. */
    private enum Column {
        TENANT_ID,
        ID,
        PARENT_ID,
        NAME,
        TYPE,
        STATUS,
        STATUS_CAUSE,
        STATUS_REASON,
        OPERATOR_ID,
        CUSTOMER_ID,
        ADVERTISER_ACCOUNT_ID,
        ADVERTISER_ACCOUNT_NUMBER,
        CREATED_AT,
        UPDATED_AT,
        CLOSED_AT,
        PURGE_AT,
        VERSION;

        private final String name = name().toLowerCase(Locale.ROOT);

        String under(String alias) {
            return alias + "_" + name;
        }
    }

    private static final List<Column> STANDING =
            List.of(Column.STATUS, Column.STATUS_CAUSE, Column.CLOSED_AT, Column.PURGE_AT);

    private AccountRows() {}

    /** The columns of table alias {@code alias} for a select list; {@link #read} finds them by the alias. */
    public static String columns(String alias) {
        return selected(alias, List.of(Column.values()));
    }

    /** The columns of alias {@code alias} that {@link #standing} needs; they are among those of {@link #columns} too. */
    public static String standingColumns(String alias) {
        return selected(alias, STANDING);
    }

    private static String selected(String alias, List<Column> columns) {
        return columns.stream()
                .map(column -> alias + "." + column.name + " as " + column.under(alias))
                .collect(Collectors.joining(", "));
    }

    /** What holds for the main account under {@code alias}; null where an outer join found none. */
    public static @Nullable Standing standing(Row row, String alias) {
        return standing(row, column -> row.place(column.under(alias)));
    }

    private static @Nullable Standing standing(Row row, ToIntFunction<Column> place) {
        String status = row.stringOrNull(place.applyAsInt(Column.STATUS));
        if (status == null) {
            return null;
        }
        String cause = row.stringOrNull(place.applyAsInt(Column.STATUS_CAUSE));
        return new Standing(
                LifecycleStatus.valueOf(status),
                cause == null ? null : SuspensionCause.valueOf(cause),
                row.instantOrNull(place.applyAsInt(Column.CLOSED_AT)),
                row.instantOrNull(place.applyAsInt(Column.PURGE_AT)));
    }

    /**
     * The account under {@code alias}; null where an outer join found none.
     *
     * @param mainAlias the alias of its main account, whose standing is among what is selected; the same for a main
     *     account
     */
    public static @Nullable AccountView read(Row row, String alias, String mainAlias) {
        int first = row.place(Column.TENANT_ID.under(alias));
        ToIntFunction<Column> place = column -> first + column.ordinal();
        Standing alone = standing(row, place);
        Standing main = alone == null || alias.equals(mainAlias) ? alone : standing(row, mainAlias);
        if (alone == null || main == null) {
            return null;
        }
        String parentId = row.stringOrNull(place.applyAsInt(Column.PARENT_ID));
        return new AccountView(
                row.string(place.applyAsInt(Column.TENANT_ID)),
                row.string(place.applyAsInt(Column.ID)),
                parentId,
                row.string(place.applyAsInt(Column.NAME)),
                AccountType.valueOf(row.string(place.applyAsInt(Column.TYPE))),
                alone.status(),
                parentId == null ? alone : alone.under(main),
                alone.cause(),
                row.stringOrNull(place.applyAsInt(Column.STATUS_REASON)),
                new AccountView.DoorIds(
                        row.stringOrNull(place.applyAsInt(Column.OPERATOR_ID)),
                        row.stringOrNull(place.applyAsInt(Column.CUSTOMER_ID)),
                        row.stringOrNull(place.applyAsInt(Column.ADVERTISER_ACCOUNT_ID)),
                        row.stringOrNull(place.applyAsInt(Column.ADVERTISER_ACCOUNT_NUMBER))),
                row.instant(place.applyAsInt(Column.CREATED_AT)),
                row.instant(place.applyAsInt(Column.UPDATED_AT)),
                alone.closedAt(),
                alone.goneAt(),
                row.number(place.applyAsInt(Column.VERSION)));
    }
}
