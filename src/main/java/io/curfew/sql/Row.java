package io.curfew.sql;

import io.vertx.core.buffer.Buffer;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A row that a statement gave. Columns go by name, or by place from 0 on. The column has to be of the type that is
 * asked for: a number asked for as text fails with a {@link ClassCastException}, a column that is not there with a
 * {@link java.util.NoSuchElementException}. A null fails with a {@link NullPointerException}, except where the method's
 * name says that it may be one.
 */
public final class Row {
    private final io.vertx.sqlclient.Row row;

    Row(io.vertx.sqlclient.Row row) {
        this.row = row;
    }

    /** The place of a column that is there, for whoever reads several that stand one after the other. */
    public int place(String column) {
        int place = row.getColumnIndex(column);
        if (place < 0) {
            throw new NoSuchElementException("there is no column " + column);
        }
        return place;
    }

    /** A text that is there. */
    public String string(String column) {
        return there(stringOrNull(column), column);
    }

    /** A text that is there. */
    public String string(int column) {
        return there(stringOrNull(column), column);
    }

    /** A text, or null. */
    public @Nullable String stringOrNull(String column) {
        return row.getString(column);
    }

    /** A text, or null. */
    public @Nullable String stringOrNull(int column) {
        return row.getString(column);
    }

    /** A truth value that is there. */
    public boolean bool(String column) {
        return there(row.getBoolean(column), column);
    }

    /** A truth value that is there. */
    public boolean bool(int column) {
        return there(row.getBoolean(column), column);
    }

    /** A whole number that is there and fits. */
    public int integer(int column) {
        return there(row.getInteger(column), column);
    }

    /** A whole number that is there. */
    public long number(String column) {
        return there(numberOrNull(column), column);
    }

    /** A whole number that is there. */
    public long number(int column) {
        return there(row.getLong(column), column);
    }

    /** A whole number, or null. */
    public @Nullable Long numberOrNull(String column) {
        return row.getLong(column);
    }

    /** A number with a fraction, in binary, that is there. */
    public double fraction(int column) {
        return there(row.getDouble(column), column);
    }

    /** A decimal number, or null. */
    public @Nullable BigDecimal decimalOrNull(String column) {
        return row.getBigDecimal(column);
    }

    /** A decimal number, or null. */
    public @Nullable BigDecimal decimalOrNull(int column) {
        return row.getBigDecimal(column);
    }

    /** An instant that is there. */
    public Instant instant(String column) {
        return there(instantOrNull(column), column);
    }

    /** An instant that is there. */
    public Instant instant(int column) {
        return there(instantOrNull(column), column);
    }

    /** An instant, or null. */
    public @Nullable Instant instantOrNull(String column) {
        return instant(row.getOffsetDateTime(column));
    }

    /** An instant, or null. */
    public @Nullable Instant instantOrNull(int column) {
        return instant(row.getOffsetDateTime(column));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }

    /** Bytes that are there. */
    public byte[] bytes(String column) {
        return there(bytesOrNull(column), column);
    }

    /** Bytes that are there. */
    public byte[] bytes(int column) {
        return there(row.getBuffer(column), column).getBytes();
    }

    /** Bytes, or null. */
    public byte @Nullable [] bytesOrNull(String column) {
        Buffer bytes = row.getBuffer(column);
        return bytes == null ? null : bytes.getBytes();
    }

    /** The texts of an array; none where there is no array. */
    public List<String> strings(String column) {
        String[] several = row.getArrayOfStrings(column);
        return several == null ? List.of() : List.of(several);
    }

    /** A UUID that is there. */
    public UUID uuid(String column) {
        return there(row.getUUID(column), column);
    }

    private static <T> T there(@Nullable T value, Object column) {
        return Objects.requireNonNull(value, () -> "column " + column + " is null");
    }
}
