package io.curfew.dialects.msads.wire;

import io.curfew.dialects.msads.wire.WireType.EnumType;
import io.curfew.dialects.msads.wire.WireType.FlagsType;
import io.curfew.dialects.msads.wire.WireType.ListType;
import io.curfew.dialects.msads.wire.WireType.ObjectType;
import io.curfew.dialects.msads.wire.WireType.Scalar;
import io.curfew.kernel.DomainException;
import io.curfew.kernel.ErrorCode;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A value of an {@link ObjectType}: a request, a response, or an object within one. Every getter returns null for a
 * field that is absent, nil or null, and throws {@link IllegalArgumentException} for a field that the type does not
 * have or that holds another type of value. Several threads must not use it while it is being filled.
 */
public final class WireObject {
    private final ObjectType type;
    private final Map<String, @Nullable Object> values = new LinkedHashMap<>();

    private WireObject(ObjectType type) {
        this.type = type;
    }

    /** An object without any values. */
    public static WireObject of(ObjectType type) {
        return new WireObject(type);
    }

    /** The type of this object. */
    public ObjectType type() {
        return type;
    }

    /**
     * Sets a field. Numbers are Long for a long, Integer for an int and an unsignedByte, BigDecimal for a decimal;
     * a date is an Instant, base64 a byte array, a word of an enumeration a String, flags a List of Strings; a list is
     * a List of what its items are. A list of pairs of strings may be a Map of Strings too.
     *
     * @param value the value; null for a field that is present without a value
     * @return this
     * @throws IllegalArgumentException for a field that the type does not have, or a value that it does not take
     */
    public WireObject with(String name, @Nullable Object value) {
        WireType fieldType = field(name).type();
        Object taken = value instanceof Map<?, ?> map ? pairs(fieldType, map) : copy(value);
        if (taken != null && !takes(fieldType, taken)) {
            throw new IllegalArgumentException(type.name() + "." + name + " is " + fieldType.name());
        }
        values.put(name, taken);
        return this;
    }

    private static @Nullable Object copy(@Nullable Object value) {
        if (value instanceof byte[] bytes) {
            return bytes.clone();
        }
        return value instanceof List<?> list ? List.copyOf(list) : value;
    }

    private static List<WireObject> pairs(WireType fieldType, Map<?, ?> map) {
        if (!(fieldType instanceof ListType list && list.item() instanceof ObjectType pair)) {
            throw new IllegalArgumentException(fieldType.name() + " is not a list of pairs");
        }
        List<WireObject> pairs = new ArrayList<>();
        map.forEach((key, value) ->
                pairs.add(of(pair).with(CustomerManagement.KEY, key).with(CustomerManagement.VALUE, value)));
        return List.copyOf(pairs);
    }

    private static boolean takes(WireType type, Object value) {
        if (type instanceof Scalar scalar) {
            return scalar.javaType().isInstance(value) && (scalar != Scalar.UNSIGNED_BYTE || isByte((Integer) value));
        }
        if (type instanceof EnumType words) {
            return value instanceof String word && words.literals().contains(word);
        }
        if (type instanceof FlagsType flags) {
            return value instanceof List<?> list && flags.literals().containsAll(list);
        }
        if (type instanceof ListType list) {
            return value instanceof List<?> items && items.stream().allMatch(item -> takes(list.item(), item));
        }
        return value instanceof WireObject object && object.type.equals(type);
    }

    private static boolean isByte(int value) {
        return value >= 0 && value <= 255;
    }

    /** Whether a field has a value. */
    public boolean has(String name) {
        return value(name) != null;
    }

    /** Whether a field is present, with a value or as nil. */
    public boolean mentions(String name) {
        return values.containsKey(field(name).name());
    }

    /** A long. */
    public @Nullable Long number(String name) {
        return value(name, Long.class);
    }

    /** An int or an unsignedByte. */
    public @Nullable Integer integer(String name) {
        return value(name, Integer.class);
    }

    /** A truth value. */
    public @Nullable Boolean flag(String name) {
        return value(name, Boolean.class);
    }

    /** A string, or a word of an enumeration. */
    public @Nullable String text(String name) {
        return value(name, String.class);
    }

    /** A point in time. */
    public @Nullable Instant instant(String name) {
        return value(name, Instant.class);
    }

    /** The bytes of a base64 value. */
    public byte @Nullable [] bytes(String name) {
        byte[] bytes = value(name, byte[].class);
        return bytes == null ? null : bytes.clone();
    }

    /** A decimal number. */
    public @Nullable BigDecimal decimal(String name) {
        return value(name, BigDecimal.class);
    }

    /** An object. */
    public @Nullable WireObject object(String name) {
        return value(name, WireObject.class);
    }

    /** A list of objects. */
    public @Nullable List<WireObject> objects(String name) {
        return list(name, WireObject.class);
    }

    /** Flags, in the order sent. */
    public @Nullable List<String> texts(String name) {
        return list(name, String.class);
    }

    /** A list of longs. */
    public @Nullable List<Long> numbers(String name) {
        return list(name, Long.class);
    }

    /**
     * A list of pairs of strings as a map, in the order sent. A nil value becomes an empty string, and if two pairs
     * have the same key, the later one counts.
     *
     * @throws DomainException {@link ErrorCode#BAD_REQUEST} for a pair without a key
     */
    public @Nullable Map<String, String> pairs(String name) {
        List<WireObject> objects = objects(name);
        if (objects == null) {
            return null;
        }
        Map<String, String> pairs = new LinkedHashMap<>();
        for (WireObject pair : objects) {
            String key = pair.text(CustomerManagement.KEY);
            String value = pair.text(CustomerManagement.VALUE);
            if (key == null) {
                throw new DomainException(ErrorCode.BAD_REQUEST, name + " holds a pair without a key.");
            }
            pairs.put(key, value == null ? "" : value);
        }
        return pairs;
    }

    /**
     * Whether an answer has a field that has no value: always, except a field that is shown only when the request asks
     * for it.
     */
    boolean tells(WireField field) {
        return !field.omittable() || mentions(field.name());
    }

    private WireField field(String name) {
        return type.field(name).orElseThrow(() -> new IllegalArgumentException(type.name() + " has no field " + name));
    }

    /** A field's value as it is stored. */
    @Nullable
    Object value(String name) {
        return values.get(field(name).name());
    }

    private <T> @Nullable T value(String name, Class<T> as) {
        Object value = value(name);
        if (value != null && !as.isInstance(value)) {
            throw new IllegalArgumentException(type.name() + "." + name + " is not a " + as.getSimpleName());
        }
        return as.cast(value);
    }

    private <T> @Nullable List<T> list(String name, Class<T> of) {
        List<?> list = value(name, List.class);
        return list == null ? null : list.stream().<T>map(of::cast).toList();
    }

    /** The names of the fields that are set, without their values, which may be secrets. */
    @Override
    public String toString() {
        return type.name() + values.keySet();
    }
}
